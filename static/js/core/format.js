/**
 * Numbers, dates and distances as the users of the page write them: 1.234.567,5 and
 * dd/MM/yyyy, whatever the browser's own language is.
 */

const LOCALE = "vi-VN";
const integers = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(LOCALE, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
});

/** What stands in place of a figure that is hidden because fewer than five households hold it. */
export const HIDDEN = "<5";

/**
 * @param {number | null | undefined} value null = hidden
 * @returns {string}
 */
export function formatCount(value) {
    return value === null || value === undefined ? HIDDEN : integers.format(value);
}

/**
 * A share in percent with one decimal. Never rounds up to 100 while a part is missing, nor down
 * to 0 while there is one: the last uncovered household must stay visible.
 *
 * @param {number | null | undefined} part
 * @param {number | null | undefined} whole
 * @returns {string} "–" where there is no share to speak of
 */
export function formatShare(part, whole) {
    if (part === null || part === undefined || !whole) {
        return "–";
    }
    let share = Math.round((part / whole) * 1000) / 10;
    if (part < whole) {
        share = Math.min(share, 99.9);
    }
    if (part > 0) {
        share = Math.max(share, 0.1);
    }
    return `${(share === 0 || share === 100 ? integers : tenths).format(share)}%`;
}

/**
 * @param {string | null | undefined} iso "2026-11-23", with or without a time after it
 * @returns {string} "23/11/2026"
 */
export function formatDate(iso) {
    const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
    return match ? `${match[3]}/${match[2]}/${match[1]}` : "";
}

/**
 * @param {number} metres
 * @returns {string} "350 m", "2,4 km"
 */
export function formatDistance(metres) {
    if (metres < 995) {
        return `${integers.format(Math.round(metres / 10) * 10)} m`;
    }
    const kilometres = metres / 1000;
    return `${kilometres < 10 ? tenths.format(kilometres) : integers.format(kilometres)} km`;
}

/**
 * Put values into a translated sentence: `fill("{n} hộ", {n: 3})` gives "3 hộ".
 *
 * @param {string} template
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (whole, name) =>
        name in values ? String(values[name]) : whole,
    );
}
