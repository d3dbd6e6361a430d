/**
 * What households wait for, in the words of the server (apps/issues/brief.py): a letter for the
 * kind, a digit for how far it is, the last day in time as a number of days after 01/01/2000.
 *
 * @typedef {{kind: string, stage: "new" | "in_hand" | "untold", late: "very_late" | "late" |
 *     "in_time", due: number, weight: number}} Issue
 * @typedef {{kinds: Array<{key: string, letter: string, label: string, weight: number}>}} Kinds
 */

const DAY = 24 * 60 * 60 * 1000;
const DAY_ZERO = Date.UTC(2000, 0, 1);
/** Longer overdue than this is very late, days. */
const VERY_LATE = 7;

export const STAGES = Object.freeze(["new", "in_hand", "untold"]);
export const LATENESS = Object.freeze(["very_late", "late", "in_time"]);
export const NO_ISSUE = "none";

/** @param {string} iso a day @returns {number} days after 01/01/2000 */
export function dayNumber(iso) {
    return Math.round((Date.parse(`${iso}T00:00:00Z`) - DAY_ZERO) / DAY);
}

/** @param {number} days over the last day in time */
function latenessOf(days) {
    if (days <= 0) {
        return "in_time";
    }
    return days > VERY_LATE ? "very_late" : "late";
}

/**
 * @param {Kinds["kinds"]} kinds
 * @param {string} today
 * @returns {(household: {issues?: string}) => Issue[]} the worst first: the latest, the heaviest,
 *     the one due first
 */
export function issueReader(kinds, today) {
    const byLetter = new Map(kinds.map((kind) => [kind.letter, kind]));
    const now = dayNumber(today);
    /** Many households wait for the same, and everyone is asked often. */
    const known = new Map([["", []]]);
    const read = (word) => {
        const { key, weight } = byLetter.get(word[0]) ?? { key: NO_ISSUE, weight: 0 };
        const due = Number(word.slice(2));
        return {
            kind: key,
            stage: STAGES[Number(word[1]) - 1],
            late: latenessOf(now - due),
            due,
            weight,
        };
    };
    return ({ issues = "" }) => {
        let found = known.get(issues);
        if (found === undefined) {
            found = issues.split(" ").map(read).sort(worse);
            known.set(issues, found);
        }
        return found;
    };
}

function worse(a, b) {
    return (
        LATENESS.indexOf(a.late) - LATENESS.indexOf(b.late) || b.weight - a.weight || a.due - b.due
    );
}

/**
 * @param {Issue[]} issues of one household
 * @param {"kind" | "stage" | "late"} part
 * @returns {string[]} each value once, that of the worst first; "none" for a household without
 */
export function valuesOf(issues, part) {
    return issues.length === 0 ? [NO_ISSUE] : [...new Set(issues.map((issue) => issue[part]))];
}

/** How the ring around looks that says "too late", on a dot of no class. */
const LATE_STYLE = Object.freeze({ fill: "#9aa5ad", ring: "#ffffff", hollow: false, late: true });

/**
 * @param {import("./themes.js").Theme} theme
 * @param {Record<string, string>} strings
 * @returns {Array<{label: string, style: object}>} what the second ring means, where dots have it
 */
export function lateNote({ classes, gaps }, strings) {
    const drawn = gaps === undefined && classes.some(({ late }) => late);
    return drawn ? [{ label: strings.issue_late_ring, style: LATE_STYLE }] : [];
}
