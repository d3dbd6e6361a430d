/**
 * @typedef {object} Unit a commune or village whose households are only known as numbers
 * @property {number} id
 * @property {string} name
 * @property {number | null} households null = hidden, fewer than five
 * @property {number | null} covered
 * @property {number | null} uncovered
 */

/** Shares of covered households, light to dark; readable without colour vision by lightness. */
export const COVERAGE_STEPS = Object.freeze([
    { below: 0.2, fill: "#fff0b3" },
    { below: 0.4, fill: "#c2e3d0" },
    { below: 0.6, fill: "#74bfd6" },
    { below: 0.8, fill: "#2f80b8" },
    { below: Number.POSITIVE_INFINITY, fill: "#123a70" },
]);

export const NO_FIGURE_FILL = "#dcdcd8";

/**
 * @param {Unit} unit
 * @returns {number | null} 0…1; null when a figure is hidden or there is no household
 */
export function coverageShare(unit) {
    if (unit.covered === null || unit.covered === undefined || !unit.households) {
        return null;
    }
    return unit.covered / unit.households;
}

/**
 * @param {Unit} unit
 * @returns {number} index into COVERAGE_STEPS, or -1 when there is no share
 */
export function coverageStep(unit) {
    const share = coverageShare(unit);
    return share === null ? -1 : COVERAGE_STEPS.findIndex((entry) => share < entry.below);
}

/**
 * Sums over the units. A hidden figure cannot be added up, so the sum says that it is partial.
 *
 * @param {Unit[]} units
 * @param {"households" | "covered" | "uncovered" | "never"} field
 * @returns {{sum: number, partial: boolean}}
 */
export function total(units, field) {
    let sum = 0;
    let partial = false;
    for (const unit of units) {
        if (unit[field] === null || unit[field] === undefined) {
            partial = true;
        } else {
            sum += unit[field];
        }
    }
    return { sum, partial };
}

/**
 * Units with the lowest coverage first: where help is needed. Hidden ones come last.
 *
 * @template {Unit} T
 * @param {T[]} units
 * @returns {T[]}
 */
export function byNeed(units) {
    const key = (unit) => coverageShare(unit) ?? 2;
    return [...units].sort((a, b) => key(a) - key(b));
}
