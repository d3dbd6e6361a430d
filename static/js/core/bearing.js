import { distanceMetres } from "./nearest.js";

/**
 * @typedef {import("./nearest.js").LonLat} LonLat
 */

/** Winds clockwise from north; the page's words for them are `wind_n`, `wind_ne` … */
export const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

/**
 * Direction in which one sets out from a place to another, clockwise from north.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number} degrees, 0 ≤ … < 360; 0 for the same place
 */
export function bearingDegrees(from, to) {
    const rad = Math.PI / 180;
    const turn = (to[0] - from[0]) * rad;
    const [start, end] = [from[1] * rad, to[1] * rad];
    const east = Math.sin(turn) * Math.cos(end);
    const north =
        Math.cos(start) * Math.sin(end) - Math.sin(start) * Math.cos(end) * Math.cos(turn);
    const degrees = Math.atan2(east, north) / rad;
    // Rounding may turn a hair west of north into 360.
    return ((degrees % 360) + 360) % 360;
}

/**
 * @param {number} degrees clockwise from north
 * @returns {string} the nearest of `WINDS`
 */
export function windOf(degrees) {
    return WINDS[((Math.round(degrees / 45) % 8) + 8) % 8];
}

/**
 * The households nearest to a place, with how far and in which direction each is.
 *
 * @template {{id: number, lon: number | null, lat: number | null}} T
 * @param {Iterable<T>} households those without a position are left out
 * @param {LonLat} origin
 * @param {{metres: number, most: number}} limits
 * @returns {{found: Array<{household: T, metres: number, degrees: number}>, total: number}}
 *     found: nearest first; total: how many lie within `metres`, shown or not
 */
export function nearestHouseholds(households, origin, { metres: reach, most }) {
    const found = [];
    for (const household of households) {
        if (household.lon !== null && household.lat !== null) {
            const metres = distanceMetres(origin, [household.lon, household.lat]);
            if (metres <= reach) {
                found.push({ household, metres });
            }
        }
    }
    found.sort((a, b) => a.metres - b.metres || a.household.id - b.household.id);
    const shown = found.slice(0, most).map(({ household, metres }) => ({
        household,
        metres,
        degrees: bearingDegrees(origin, [household.lon, household.lat]),
    }));
    return { found: shown, total: found.length };
}
