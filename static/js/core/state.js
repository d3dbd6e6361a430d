import { WHOLE } from "./areatree.js";
import { readDays } from "./days.js";
import { decodeChoices, encodeChoices } from "./filters.js";

/**
 * What of the page is kept in its address: theme, tab, measure, area and filters, all of them keys
 * and ids. Never a household, a name or a text searched for, since addresses end up in histories
 * and logs.
 *
 * @typedef {object} PageState
 * @property {string} theme
 * @property {string} tab
 * @property {string} measure
 * @property {string} hexes which hexagons the tier above sees in place of areas
 * @property {boolean} compared with last month
 * @property {import("./days.js").Days | null} days which areas are compared between
 * @property {import("./areatree.js").Place} place
 * @property {import("./filters.js").Choices} choices
 *
 * @typedef {object} Known the first of each list is the default
 * @property {string[]} themes
 * @property {string[]} tabs
 * @property {string[]} measures
 * @property {string[]} [hexes] none if left out
 * @property {import("./filters.js").Facet[]} facets
 */

export const NO_HEXES = "none";

/** Parameter of each level, the narrowest first: a link may name several. */
const LEVELS = [
    ["g", "group"],
    ["v", "village"],
    ["c", "commune"],
];

/**
 * @param {string} query location.search
 * @param {Known} known
 * @returns {PageState}
 */
export function readState(query, known) {
    const params = new URLSearchParams(query);
    const choose = (value, choices) => (choices.includes(value) ? value : choices[0]);
    return {
        theme: choose(params.get("theme"), known.themes),
        tab: choose(params.get("tab"), known.tabs),
        measure: choose(params.get("measure"), known.measures),
        hexes: choose(params.get("hexes"), known.hexes ?? [NO_HEXES]),
        compared: params.get("compare") === "1",
        days: readDays(query),
        place: readPlace(params),
        choices: decodeChoices(known.facets, params),
    };
}

function readPlace(params) {
    for (const [name, level] of LEVELS) {
        const text = params.get(name) ?? "";
        if (/^[1-9]\d{0,14}$/.test(text)) {
            return { level, id: Number(text) };
        }
    }
    return WHOLE;
}

/**
 * @param {PageState} state
 * @param {Known} known
 * @returns {string} "" or "?theme=…": defaults are left out
 */
export function writeState(state, known) {
    const pairs = [];
    const lists = {
        theme: known.themes,
        tab: known.tabs,
        measure: known.measures,
        hexes: known.hexes ?? [state.hexes],
    };
    for (const [name, list] of Object.entries(lists)) {
        if (state[name] !== list[0]) {
            pairs.push([name, state[name]]);
        }
    }
    if (state.compared) {
        pairs.push(["compare", "1"]);
    }
    if (state.days) {
        pairs.push(["since", state.days.since], ["until", state.days.until]);
    }
    const level = LEVELS.find(([, name]) => name === state.place.level);
    if (level) {
        pairs.push([level[0], String(state.place.id)]);
    }
    pairs.push(...encodeChoices(known.facets, state.choices));
    // "!" and "." need no escape in a query, and stay readable without one.
    const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    return text === "" ? "" : `?${text}`;
}
