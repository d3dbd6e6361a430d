/**
 * Waiting for a good position: up to half a minute, less when one comes that is good enough.
 *
 * @typedef {import("./phonehomes.js").Fix} Fix
 * @typedef {"waiting" | "good" | "poor" | "none" | "denied"} FixState
 */

export const WAIT_MS = 30_000;
/** The yard of a house; nothing better is needed to tell one household from the next. */
const GOOD_METRES = 25;
/** To correct where a household stands one should know it about as well. */
const PLACING_METRES = 50;

/**
 * @param {Fix | null} known
 * @param {Fix} fresh
 * @returns {Fix} the more accurate one
 */
export function better(known, fresh) {
    return known !== null && known.accuracy < fresh.accuracy ? known : fresh;
}

/**
 * @param {Fix | null} fix
 * @param {number} waited milliseconds
 * @param {boolean} isDenied
 * @returns {FixState}
 */
export function fixState(fix, waited, isDenied) {
    if (fix !== null && fix.accuracy <= GOOD_METRES) {
        return "good";
    }
    if (isDenied && fix === null) {
        return "denied";
    }
    if (waited < WAIT_MS && !isDenied) {
        return "waiting";
    }
    return fix === null ? "none" : "poor";
}

/** @param {Fix | null} fix @returns {boolean} good enough to correct a household's place by */
export function canPlace(fix) {
    return fix !== null && fix.accuracy <= PLACING_METRES;
}

/**
 * @param {{coords: {longitude: number, latitude: number, accuracy: number}}} position
 * @returns {Fix} to a tenth of a metre, which is more than any phone knows
 */
export function toFix({ coords }) {
    return {
        lon: Number(coords.longitude.toFixed(6)),
        lat: Number(coords.latitude.toFixed(6)),
        accuracy: Math.round(coords.accuracy * 10) / 10,
    };
}
