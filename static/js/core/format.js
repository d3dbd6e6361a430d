/**
 * Numbers, dates and distances as the readers of the page write them: 1.234.567,5 on a Vietnamese
 * page, 1,234,567.5 on an English one, dd/MM/yyyy on both, whatever the browser's own language is.
 */

let locale = "vi-VN";
/** Before each group of three digits but the first. */
const THOUSANDS = /\B(?=(\d{3})+$)/g;

/**
 * By hand: a page opens with hundreds of numbers, and the browser's own format takes a phone a
 * tenth of a second to make.
 *
 * @param {number} value @param {0 | 1} digits after the comma @returns {string}
 */
function write(value, digits) {
    const [thousands, comma] = locale === "en-GB" ? [",", "."] : [".", ","];
    const [whole, part] = value.toFixed(digits).split(".");
    const grouped = whole.replace(THOUSANDS, thousands);
    return part === undefined ? grouped : grouped + comma + part;
}

/**
 * Write numbers as the page's language does; a page calls this once, before it writes any.
 *
 * @param {string} language of the page: "vi" or "en"
 */
export function writeNumbersAs(language) {
    locale = language === "en" ? "en-GB" : "vi-VN";
}

/** What stands in place of a hidden figure: a small one, or one that would give it away. */
export const HIDDEN = "•";

/**
 * @param {number | null | undefined} value null = hidden
 * @returns {string}
 */
export function formatCount(value) {
    return value === null || value === undefined ? HIDDEN : write(value, 0);
}

/** What stands in place of a figure that nobody has counted. */
export const UNCOUNTED = "–";

/**
 * @param {number | null} value null = not counted
 * @returns {string}
 */
export function formatCounted(value) {
    return value === null ? UNCOUNTED : write(value, 0);
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
    return `${write(share, share === 0 || share === 100 ? 0 : 1)}%`;
}

/**
 * A change with its sign; a minus sign, not a hyphen.
 *
 * @param {number} value
 * @param {0 | 1} digits after the comma
 * @returns {string} "+2,3", "−12", "0"
 */
export function formatSigned(value, digits) {
    const text = write(Math.abs(value), digits);
    if (Number(Math.abs(value).toFixed(digits)) === 0) {
        return write(0, 0);
    }
    return `${value > 0 ? "+" : "−"}${text}`;
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
        return `${write(Math.round(metres / 10) * 10, 0)} m`;
    }
    const kilometres = metres / 1000;
    return `${write(kilometres, kilometres < 10 ? 1 : 0)} km`;
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
