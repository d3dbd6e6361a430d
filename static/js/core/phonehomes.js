/** My households in order: whom I owe first, then the nearest. */
import { fold, foldWords } from "./fold.js";
import { distanceMetres } from "./nearest.js";

/** What was told longer ago is not shown: it may be wrong by now, and it is personal data. */
const STALE_MS = 72 * 60 * 60 * 1000;
/** A clock that was set back would make old data young. */
const SET_BACK_MS = 24 * 60 * 60 * 1000;
/** Farther from a household one may be standing before another. */
export const NEAR_METRES = 300;
/** Farther, one is not there at all. */
const THERE_METRES = 1000;

/**
 * @typedef {import("./phonemonth.js").Home} Home
 * @typedef {import("./phonemonth.js").Standing} Standing
 * @typedef {{lon: number, lat: number, accuracy: number}} Fix accuracy in metres
 * @typedef {{home: Home, standing: Standing, metres: number | null}} Row
 */

/**
 * @param {number} takenAt when the phone was told, by its own clock, milliseconds
 * @param {number} at
 * @returns {boolean}
 */
export function isStale(takenAt, at) {
    return at - takenAt > STALE_MS || takenAt - at > SET_BACK_MS;
}

/**
 * @param {Home} home
 * @param {{lon: number, lat: number} | null} place
 * @returns {number | null} metres; null when either has no position
 */
export function metresTo(home, place) {
    if (place === null || home.lon === null || home.lat === null) {
        return null;
    }
    return distanceMetres([place.lon, place.lat], [home.lon, home.lat]);
}

/**
 * Owed first; then the nearest, or without a position the one with fewer contacts and the longer
 * time since the last.
 *
 * @param {Row[]} rows
 * @returns {Row[]}
 */
export function inOrder(rows) {
    return [...rows].sort(
        (a, b) =>
            Number(a.standing.done) - Number(b.standing.done) ||
            compareMetres(a, b) ||
            b.standing.owed - a.standing.owed ||
            longest(b) - longest(a) ||
            a.home.code.localeCompare(b.home.code, "vi", { numeric: true }),
    );
}

function compareMetres(a, b) {
    const [first, second] = [a, b].map(({ metres }) => metres ?? Number.MAX_VALUE);
    return first - second;
}

function longest({ standing }) {
    return standing.since ?? Number.MAX_SAFE_INTEGER;
}

/**
 * @param {Home} home
 * @returns {string} what a search looks in, folded
 */
export function searchText({ head, code, address, village, group }) {
    return fold([head, code, address, village, group ?? ""].join(" "));
}

/**
 * @param {Row[]} rows
 * @param {string} query every word of it must be there; accents do not matter
 * @param {"all" | "owed" | "done"} filter
 * @returns {Row[]}
 */
export function found(rows, query, filter) {
    const words = foldWords(query);
    return rows.filter(({ home, standing }) => {
        if (filter !== "all" && standing.done !== (filter === "done")) {
            return false;
        }
        const text = words.length > 0 ? searchText(home) : "";
        return words.every((word) => text.includes(word));
    });
}

/**
 * Households one may be standing before instead, the nearest first.
 *
 * @param {Home[]} homes
 * @param {Home} chosen
 * @param {Fix} fix
 * @param {number} [most]
 * @returns {Array<{home: Home, metres: number}>} empty when the chosen one is near enough
 */
export function nearerOnes(homes, chosen, fix, most = 3) {
    const own = metresTo(chosen, fix);
    if (own === null || own <= NEAR_METRES + fix.accuracy) {
        return [];
    }
    return homes
        .filter(({ id }) => id !== chosen.id)
        .map((home) => ({ home, metres: metresTo(home, fix) ?? Number.POSITIVE_INFINITY }))
        .filter(({ metres }) => metres < own && metres <= THERE_METRES)
        .sort((a, b) => a.metres - b.metres)
        .slice(0, most);
}

/**
 * In person, unless one is plainly somewhere else.
 *
 * @param {number | null} metres
 * @returns {"in_person" | "phone"}
 */
export function likelyChannel(metres) {
    return metres === null || metres <= THERE_METRES ? "in_person" : "phone";
}
