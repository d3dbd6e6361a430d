/**
 * A drawing not yet saved, as the browser keeps it over a reload: the shape and what it is for, and
 * nothing about people, not even the reason that is being written.
 *
 * @typedef {{mode: "redraw" | "add" | "split", level: "village" | "group", unit: number | null,
 *     village: number | null, version: number | null,
 *     shape: {type: string, coordinates: any[]}}} Draft
 */

/** Begins the name of every draft in the browser's store. */
export const DRAFT_PREFIX = "gandan-boundary-draft:";

const MODES = { redraw: "Polygon", add: "Polygon", split: "LineString" };
const LEVELS = ["village", "group"];

/**
 * @param {number | string} user key of the account
 * @returns {string} under which its draft is kept
 */
export function draftKey(user) {
    return `${DRAFT_PREFIX}${user}`;
}

/**
 * @param {Draft} draft
 * @returns {string}
 */
export function packDraft({ mode, level, unit, village, version, shape }) {
    return JSON.stringify({ mode, level, unit, village, version, shape });
}

/**
 * @param {string | null} text what the store held
 * @returns {Draft | null} null for what is no draft
 */
export function readDraft(text) {
    let found;
    try {
        found = JSON.parse(text ?? "null");
    } catch {
        return null;
    }
    return isDraft(found) ? found : null;
}

function isDraft(found) {
    return (
        typeof found === "object" &&
        found !== null &&
        Object.hasOwn(MODES, found.mode) &&
        LEVELS.includes(found.level) &&
        [found.unit, found.village, found.version].every(isKey) &&
        (found.mode === "add" || found.unit !== null) &&
        String(found.shape?.type).endsWith(MODES[found.mode]) &&
        Array.isArray(found.shape.coordinates)
    );
}

function isKey(value) {
    return value === null || Number.isInteger(value);
}
