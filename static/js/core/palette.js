/**
 * Colours of people. Chosen so that any two, and each beside the vermillion of a household that
 * nobody looks after, are told apart under normal, protan and deutan vision
 * (tests/js/palette.test.mjs measures it).
 */
export const PEOPLE_FILLS = Object.freeze([
    "#0072b2",
    "#e6c878",
    "#780000",
    "#78c8e6",
    "#2828e6",
    "#c87878",
    "#000078",
    "#e6e628",
    "#782850",
]);

/** Dark rings of the light ones, which a light ground would else swallow. */
export const LIGHT_RINGS = Object.freeze({
    "#e6c878": "#6f5410",
    "#78c8e6": "#1d5f7a",
    "#c87878": "#6b2f2f",
    "#e6e628": "#6f6410",
});

/** Ink of a mark on a light colour, and on the others. */
const MARK_INKS = Object.freeze(["#16232e", "#ffffff"]);

/**
 * @param {string} fill
 * @returns {string} what a mark in the middle of a dot of this colour is drawn with
 */
export function markInk(fill) {
    return MARK_INKS[fill in LIGHT_RINGS ? 0 : 1];
}

/**
 * The colour of a person of whom nothing else is known yet; consecutive ids, such as those of one
 * cell's members, get different ones. Of an area that is known whole `peoplelooks.js` tells
 * neighbours apart.
 *
 * @param {number} person id
 * @returns {number} index into PEOPLE_FILLS
 */
export function personColour(person) {
    return Math.abs(person) % PEOPLE_FILLS.length;
}
