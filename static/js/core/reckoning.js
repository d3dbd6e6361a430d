import { allows } from "./filters.js";

/**
 * What the summed figures of areas tell of households that have not been loaded. They count
 * coverage and recency, each by itself; of anything else they know nothing, and nothing is guessed.
 *
 * @typedef {import("./filters.js").Choice} Choice
 * @typedef {import("./filters.js").Choices} Choices
 *
 * @typedef {object} Reckoning filters that figures can answer for
 * @property {Choice | undefined} village which villages pass
 * @property {string | null} facet whose values are counted; null: every household passes
 * @property {Choice | undefined} choice of that facet
 */

/** No filter. @type {Reckoning} */
export const EVERYTHING = Object.freeze({ village: undefined, facet: null, choice: undefined });

/** Facets whose values the figures count. */
const COUNTED = new Set(["coverage", "recency"]);

/** A household of no known village is in no village's figures. */
const onlyKnown = (choice) => choice === undefined || !allows(choice, "none");

/**
 * @param {Choices} choices
 * @param {string} text typed to filter by
 * @param {string} [except] a facet that shall not count
 * @returns {Reckoning | null} null: only the households themselves could tell
 */
export function reckoningOf(choices, text, except) {
    const { village, ...others } = choices;
    const facets = Object.keys(others).filter((key) => key !== except);
    const [facet = null] = facets;
    const told =
        text.trim() === "" &&
        facets.length <= 1 &&
        (facet === null || COUNTED.has(facet)) &&
        onlyKnown(village);
    return told ? { village, facet, choice: choices[facet] } : null;
}

/**
 * @param {object} unit with figures
 * @param {Reckoning} reckoning
 * @returns {number | null} its households that pass; null: its figures do not tell
 */
export function passingIn(unit, { facet, choice }) {
    if (facet === null) {
        return unit.households ?? null;
    }
    const { recency, covered, uncovered } = unit;
    const parts = facet === "recency" ? recency : { covered, uncovered };
    if (parts === undefined) {
        return null;
    }
    const counts = Object.entries(parts)
        .filter(([key]) => allows(choice, key))
        .map(([, count]) => count);
    return sumOf(counts);
}

/**
 * @param {Array<number | null | undefined>} counts
 * @returns {number | null} null where any of them is not known
 */
export function sumOf(counts) {
    return counts.every((count) => typeof count === "number")
        ? counts.reduce((sum, count) => sum + count, 0)
        : null;
}

/**
 * @param {"commune" | "village" | "group"} level
 * @param {object[]} units of that level
 * @param {Reckoning} reckoning
 * @returns {object[] | null} those whose villages pass; null: a unit holds several villages
 */
export function unitsPassing(level, units, { village }) {
    if (village === undefined) {
        return units;
    }
    if (level === "commune") {
        return null;
    }
    const of = level === "village" ? ({ id }) => id : ({ parent }) => parent;
    return units.filter((unit) => allows(village, String(of(unit))));
}
