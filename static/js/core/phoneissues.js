/**
 * Issues of the households that a phone keeps: what is to be told at the gate, what is to be asked,
 * and what is entered for a new one, by the server's own lists.
 *
 * @typedef {object} Issue as `POST /api/phone/changes/` tells it with its household
 * @property {number} id
 * @property {string} kind
 * @property {string} state
 * @property {string} level
 * @property {string | null} due_on
 * @property {boolean} late
 * @property {number} seen number of its last step
 * @property {boolean} needs_telling
 * @property {string} answer
 *
 * @typedef {{code: string, label: string}} Named
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {"choice" | "number" | "date" | "yes_no"} type
 * @property {Named[]} choices
 * @property {boolean} required
 * @property {number} most
 *
 * @typedef {object} Kind
 * @property {string} code
 * @property {string} label
 * @property {number} version
 * @property {boolean} has_text
 * @property {string} [begins_with] the level it goes to at once; an earlier server does not say
 * @property {Field[]} fields
 *
 * @typedef {{kinds: Kind[], states: Named[], levels: Named[]}} Words
 *
 * @typedef {object} Entered a new issue as it is being written
 * @property {string} kind "" until it is chosen
 * @property {Record<string, string | boolean>} details as the form's fields hold them
 * @property {string} summary
 * @property {string} wish
 * @property {boolean} [pass_on] not for the reporter: for who is next above; drafts of earlier
 *     versions do not say
 */

/** @param {Words | undefined} words @param {string} code @returns {Kind | undefined} */
export function kindOf(words, code) {
    return words?.kinds.find((kind) => kind.code === code);
}

/** @param {Named[] | undefined} list @param {string} code @returns {string} */
export function labelOf(list, code) {
    return list?.find((each) => each.code === code)?.label ?? code;
}

/**
 * @param {Issue} issue
 * @param {string} today the phone may have been told days ago
 * @returns {boolean}
 */
export function isLate({ late, due_on }, today) {
    return late || (due_on !== null && due_on < today);
}

/**
 * @param {Issue[] | undefined} issues an earlier server tells none
 * @returns {{tell: Issue[], ask: Issue[]}} what the household is to hear, and what to ask about
 */
export function parted(issues = []) {
    return {
        tell: issues.filter((issue) => issue.needs_telling),
        ask: issues.filter((issue) => !issue.needs_telling),
    };
}

/**
 * Households with what was told and reported on this phone, and the server does not know yet.
 *
 * @param {Array<{id: number, issues?: Issue[]}>} homes
 * @param {{told: Set<number>, reported: Array<{household: number, kind: string}>}} here
 */
export function withHere(homes, { told, reported }) {
    return homes.map((home) => {
        const made = reported.filter(({ household }) => household === home.id);
        const known = home.issues ?? [];
        if (made.length === 0 && !known.some(({ id }) => told.has(id))) {
            return home;
        }
        const issues = known.map((issue) =>
            told.has(issue.id) ? { ...issue, needs_telling: false, is_told_here: true } : issue,
        );
        return { ...home, issues: [...issues, ...made.map(({ kind }) => reportedHere(kind))] };
    });
}

function reportedHere(kind) {
    return {
        ...{ id: 0, kind, state: "reported", level: "", due_on: null, late: false, seen: 0 },
        ...{ needs_telling: false, answer: "", is_made_here: true },
    };
}

/**
 * What is still wrong with a new issue.
 *
 * @param {Kind | undefined} kind
 * @param {Entered} entered
 * @returns {{field: string, fault: "missing" | "number", most?: number} | null}
 */
export function issueFault(kind, { details, summary }) {
    if (!kind) {
        return { field: "kind", fault: "missing" };
    }
    for (const { name, type, required, most } of kind.fields) {
        const value = details[name] ?? "";
        if (value === "" && required) {
            return { field: name, fault: "missing" };
        }
        if (type === "number" && value !== "" && !isCount(value, most)) {
            return { field: name, fault: "number", most };
        }
    }
    return kind.has_text && summary.trim() === "" ? { field: "summary", fault: "missing" } : null;
}

function isCount(text, most) {
    return /^\d{1,6}$/.test(String(text).trim()) && Number(text) <= most;
}

/**
 * What is sent of a new issue beside its household and time: only what its kind has.
 *
 * @param {Kind} kind
 * @param {Entered} entered
 */
export function issueBody(kind, { details, summary, wish, pass_on = true }) {
    const kept = kind.fields
        .filter(({ name }) => (details[name] ?? "") !== "")
        .map(({ name, type }) => [name, type === "number" ? Number(details[name]) : details[name]]);
    return {
        issue_kind: kind.code,
        issue_version: kind.version,
        details: Object.fromEntries(kept),
        summary: kind.has_text ? summary.trim() : "",
        wish: kind.has_text ? wish.trim() : "",
        pass_on,
    };
}

/**
 * The word of a household, if it was given and is about what the phone knows now.
 *
 * @param {Issue} issue
 * @param {{seen: number, outcome: string, text: string} | undefined} told
 * @returns {string} "" = not told yet
 */
export function outcomeOf(issue, told) {
    return told && told.seen === issue.seen ? told.outcome : "";
}
