import { isLocated } from "./households.js";
import { distanceMetres } from "./nearest.js";

/**
 * Filters by what rows tell and tiles do not. A feature of a tile is asked through its row, so they
 * work on both once the rows are there.
 *
 * @typedef {import("./households.js").Household} Household
 * @typedef {import("./households.js").Person} Person
 */

/** Up to how far each band reaches, metres; what is further is very far. */
const BOUNDS = Object.freeze({ near: 500, middle: 1_000, far: 3_000 });

export const BANDS = Object.freeze(["very_far", "far", "middle", "near", "unknown"]);
export const SUPPORT = Object.freeze(["lacking", "other"]);

/**
 * @param {Household | undefined} household
 * @param {Person | undefined} person in charge of it
 * @returns {string} one of `BANDS`; unknown: nobody is in charge, or one of the two homes has no
 *     position
 */
export function bandOf(household, person) {
    if (!household || !person || !isLocated(household) || person.lon === null) {
        return "unknown";
    }
    const metres = distanceMetres([person.lon, person.lat], [household.lon, household.lat]);
    return Object.keys(BOUNDS).find((band) => metres <= BOUNDS[band]) ?? "very_far";
}

/**
 * @param {{rowOf: (id: number) => Household | undefined,
 *     personOf: (id: number) => Person | undefined}} lookup
 * @returns {Array<import("./filters.js").Facet & {byRows: true}>}
 */
export function makeRowFacets({ rowOf, personOf }) {
    return [
        {
            key: "apart",
            values: BANDS,
            byRows: true,
            read: ({ id }) => {
                const row = rowOf(id);
                return bandOf(row, row && personOf(row.person));
            },
        },
        {
            key: "support",
            values: SUPPORT,
            byRows: true,
            read: ({ id }) => (rowOf(id)?.unsupported ? "lacking" : "other"),
        },
    ];
}
