import { coverageOf, monthOf, personKey, povertyOf, recencyIndex } from "./classes.js";
import { foldWords } from "./fold.js";
import { issueReader, LATENESS, NO_ISSUE, STAGES, valuesOf } from "./issues.js";
import { POSITION_FACET, positionOf } from "./provisional.js";

/**
 * Filters of the map. Each facet either lets only some values pass or all but some, so that
 * "everybody but Ms Hoa" stays short in the address however many people there are.
 *
 * @typedef {import("./classes.js").Facts} Facts
 * @typedef {{not: boolean, values: ReadonlySet<string>}} Choice
 * @typedef {Readonly<Record<string, Choice>>} Choices by the key of the facet; absent = all pass
 * @typedef {{key: string, read: (household: Facts) => string | string[],
 *     values: string[] | null, byRows?: boolean}} Facet values: null where they are ids; of several
 *     that are read one must pass; byRows: tells nothing before the rows are there
 */

const ID = /^[1-9]\d{0,14}$/;
/** A link may carry this many values of one facet. */
const MOST_VALUES = 200;

/**
 * @param {{recency: import("./classes.js").RecencyClass[]} & import("./classes.js").Rules} config
 * @returns {Facet[]} in the order of the filter panel
 */
export function makeFacets(config) {
    const { recency, issues, as_of: today } = config;
    const indexOf = recencyIndex(recency);
    return [
        { key: "village", values: null, read: (h) => String(h.village ?? "none") },
        { key: "group", values: null, read: (h) => String(h.group ?? "none") },
        { key: "coverage", values: ["uncovered", "covered"], read: coverageOf },
        { key: "person", values: null, read: personKey },
        {
            key: "recency",
            values: recency.map((entry) => entry.key),
            read: (h) => recency[indexOf(h)].key,
        },
        { key: "month", values: ["none", "some", "kept"], read: monthOf(config) },
        {
            key: "poverty",
            values: ["poor", "near_poor", "escaped", "policy", "none"],
            read: povertyOf,
        },
        { key: "policy", values: ["yes", "no"], read: (h) => (h.policy ? "yes" : "no") },
        { key: POSITION_FACET, values: ["exact", "provisional", "none"], read: positionOf },
        ...issueFacets(issues, today),
    ];
}

/** What a household waits for; a household may wait for several things at once. */
function issueFacets(issues, today) {
    if (issues === undefined) {
        return [];
    }
    const read = issueReader(issues.kinds, today);
    const facet = (key, part, values) => ({
        key,
        values: [...values, NO_ISSUE],
        read: (household) => valuesOf(read(household), part),
    });
    const kinds = issues.kinds.map(({ key }) => key);
    return [
        facet("issue", "kind", kinds),
        facet("issue_stage", "stage", STAGES),
        facet("issue_late", "late", LATENESS),
    ];
}

/**
 * @param {Choice | undefined} choice
 * @param {string} value
 * @returns {boolean}
 */
export function allows(choice, value) {
    return choice === undefined || choice.values.has(value) !== choice.not;
}

/**
 * One value switched off or on again, as a press in the legend does.
 *
 * @param {Choices} choices
 * @param {string} facet
 * @param {string} value
 * @returns {Choices}
 */
export function toggle(choices, facet, value) {
    const choice = choices[facet] ?? { not: true, values: new Set() };
    const values = new Set(choice.values);
    if (!values.delete(value)) {
        values.add(value);
    }
    return withChoice(choices, facet, { not: choice.not, values });
}

/**
 * One value added to those which alone pass, or taken from them, as in the filter panel. Where the
 * legend has taken some away, those that are left are the ones that alone pass.
 *
 * @param {Choices} choices
 * @param {string} facet
 * @param {string} value
 * @param {string[] | null} [known] all values of the facet; null: they are ids
 * @returns {Choices}
 */
export function pick(choices, facet, value, known = null) {
    const choice = choices[facet];
    if (choice?.not && known === null) {
        return toggle(choices, facet, value);
    }
    const values = new Set(choice?.not ? known.filter((v) => allows(choice, v)) : choice?.values);
    if (!values.delete(value)) {
        values.add(value);
    }
    return withChoice(choices, facet, { not: false, values });
}

/**
 * Only this value passes; if that is so already, all pass again.
 *
 * @param {Choices} choices
 * @param {string} facet
 * @param {string} value
 * @returns {Choices}
 */
export function only(choices, facet, value) {
    const choice = choices[facet];
    const already = choice && !choice.not && choice.values.size === 1 && choice.values.has(value);
    return withChoice(choices, facet, { not: false, values: new Set(already ? [] : [value]) });
}

/** A choice of no value restricts nothing, in either sense. */
function withChoice(choices, facet, choice) {
    const { [facet]: _gone, ...rest } = choices;
    return choice.values.size === 0 ? rest : { ...rest, [facet]: choice };
}

/**
 * @param {Choices} choices
 * @param {string} facet
 * @returns {Choices} without that facet
 */
export function without(choices, facet) {
    const { [facet]: _gone, ...rest } = choices;
    return rest;
}

/**
 * @param {Facet[]} facets
 * @param {Choices} choices
 * @param {string} [except] key of a facet that shall not count
 * @returns {((household: Facts) => boolean) | null} null when everything passes
 */
export function predicateOf(facets, choices, except) {
    const tests = facets
        .filter(({ key }) => key !== except && choices[key] !== undefined)
        .map(({ key, read }) => ({ read, choice: choices[key] }));
    if (tests.length === 0) {
        return null;
    }
    return (household) =>
        tests.every(({ read, choice }) => {
            const found = read(household);
            return Array.isArray(found)
                ? found.some((value) => choice.values.has(value) !== choice.not)
                : choice.values.has(found) !== choice.not;
        });
}

/**
 * Ids of the households in whose search key every word occurs.
 *
 * @param {Array<{id: number, key: string}>} households
 * @param {string} text as typed
 * @returns {Set<number> | null} null for an empty text
 */
export function idsWithText(households, text) {
    const words = foldWords(text);
    if (words.length === 0) {
        return null;
    }
    const found = households.filter(({ key }) => words.every((word) => key.includes(word)));
    return new Set(found.map(({ id }) => id));
}

/**
 * @param {Facet[]} facets
 * @param {Choices} choices
 * @returns {Array<[string, string]>} parameters of the address: "recency" → "d7.never", all but
 *     some → "!none"; ids and keys only
 */
export function encodeChoices(facets, choices) {
    return facets
        .filter(({ key }) => choices[key] !== undefined)
        .map(({ key }) => {
            const { not, values } = choices[key];
            return [key, `${not ? "!" : ""}${[...values].join(".")}`];
        });
}

/**
 * The choices of an address. What is not a known key or an id is left out quietly.
 *
 * @param {Facet[]} facets
 * @param {URLSearchParams} params
 * @returns {Choices}
 */
export function decodeChoices(facets, params) {
    let choices = {};
    for (const facet of facets) {
        const text = params.get(facet.key) ?? "";
        const not = text.startsWith("!");
        const values = text
            .slice(not ? 1 : 0)
            .split(".", MOST_VALUES)
            .filter((value) => isValue(facet, value));
        choices = withChoice(choices, facet.key, { not, values: new Set(values) });
    }
    return choices;
}

function isValue(facet, value) {
    return facet.values === null
        ? value === "none" || ID.test(value)
        : facet.values.includes(value);
}

/**
 * @param {Facet[]} facets as they are now
 * @param {Choices} choices
 * @returns {Choices} without values that no facet has any more
 */
export function keepOffered(facets, choices) {
    return decodeChoices(facets, new URLSearchParams(encodeChoices(facets, choices)));
}

/**
 * The choices without ids that nobody here knows: of another commune, or gone since the link was
 * made.
 *
 * @param {Choices} choices
 * @param {Record<string, (id: number) => boolean>} known by facet
 * @returns {Choices}
 */
export function keepKnown(choices, known) {
    let kept = choices;
    for (const [facet, isKnown] of Object.entries(known)) {
        const choice = choices[facet];
        if (choice !== undefined) {
            const values = [...choice.values].filter((v) => v === "none" || isKnown(Number(v)));
            kept = withChoice(kept, facet, { not: choice.not, values: new Set(values) });
        }
    }
    return kept;
}

/**
 * @param {Choices} choices
 * @returns {string} the same for the same choices, to tell whether they changed
 */
export function sameness(choices) {
    return JSON.stringify(
        Object.keys(choices)
            .sort()
            .map((key) => [key, choices[key].not, [...choices[key].values].sort()]),
    );
}
