/**
 * @typedef {import("./households.js").Household} Household
 */

/**
 * @typedef {object} ThemeClass one class of a theme, drawn as a dot
 * @property {string} key
 * @property {string} label
 * @property {string} fill CSS colour of the dot
 * @property {string} ring CSS colour of its outline
 * @property {number} ringWidth pixels
 * @property {number} scale radius in relation to the ordinary dot
 * @property {boolean} hollow drawn as a ring
 */

/**
 * @typedef {object} Theme
 * @property {string} key
 * @property {string} label
 * @property {ThemeClass[]} classes in the order of the legend
 * @property {number[]} drawOrder class indexes, the ones that must stay on top last
 * @property {(household: Household) => number} classOf
 */

const INK = "#2b2320";
const PAPER = "#ffffff";

/**
 * Colours after Okabe & Ito, told apart under protanopia and deuteranopia
 * (tests/js/palette.test.mjs); shape and ring say the same again.
 */
export const COVERAGE_STYLES = Object.freeze({
    covered: { fill: "#0072b2", ring: PAPER, ringWidth: 1, scale: 1, hollow: false },
    uncovered: { fill: "#d55e00", ring: INK, ringWidth: 1.5, scale: 1.18, hollow: false },
});

const dot = (fill, ring = PAPER) => ({ fill, ring, ringWidth: 1, scale: 1, hollow: false });

/** From lately (dark teal) over yellow towards long ago. */
const RAMP = [dot("#008573"), dot("#74d2bf"), dot("#f9e86a", "#6f6410"), dot("#de7f14")];
const OVER = { ...dot("#76105f"), scale: 1.05 };
const NEVER = { fill: PAPER, ring: INK, ringWidth: 2.2, scale: 1.12, hollow: true };

/**
 * How the recency classes look. A commune sets their number; the last two are always "longer ago"
 * (purple) and "never" (an empty dark ring).
 *
 * @param {number} count of classes, at least three
 * @returns {Array<Omit<ThemeClass, "key" | "label">>}
 */
export function recencyStyles(count) {
    const steps = count - 2;
    const ramp = Array.from({ length: steps }, (_, index) => {
        const share = steps === 1 ? 0 : index / (steps - 1);
        return RAMP[Math.round(share * (RAMP.length - 1))];
    });
    return [...ramp, OVER, NEVER];
}

/**
 * @param {Record<string, string>} strings
 * @returns {Theme}
 */
export function coverageTheme(strings) {
    return {
        key: "coverage",
        label: strings.theme_coverage,
        classes: [
            { key: "uncovered", label: strings.uncovered, ...COVERAGE_STYLES.uncovered },
            { key: "covered", label: strings.covered, ...COVERAGE_STYLES.covered },
        ],
        drawOrder: [1, 0],
        classOf: (household) => (household.covered ? 1 : 0),
    };
}

/**
 * @param {Array<{key: string, label: string}>} recency the classes, as the server names them
 * @param {Record<string, string>} strings
 * @returns {Theme}
 */
export function recencyTheme(recency, strings) {
    const styles = recencyStyles(recency.length);
    return {
        key: "recency",
        label: strings.theme_recency,
        classes: recency.map((entry, index) => ({ ...entry, ...styles[index] })),
        drawOrder: recency.map((_, index) => index),
        classOf: (household) => household.recency,
    };
}

/**
 * Households per class, unlocated ones included.
 *
 * @param {Theme} theme
 * @param {Household[]} households
 * @returns {number[]} one count per class of the theme
 */
export function countClasses(theme, households) {
    const counts = new Array(theme.classes.length).fill(0);
    for (const household of households) {
        counts[theme.classOf(household)] += 1;
    }
    return counts;
}

/**
 * A set with one value added if it was missing, removed if it was there.
 *
 * @template T
 * @param {ReadonlySet<T>} values
 * @param {T} value
 * @returns {Set<T>}
 */
export function toggled(values, value) {
    const next = new Set(values);
    if (!next.delete(value)) {
        next.add(value);
    }
    return next;
}
