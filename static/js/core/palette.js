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

/**
 * The colour of a person: the same on every day and every device, whoever else is on the map.
 * Consecutive ids, such as those of one cell's members, get different colours; further apart
 * colours come again, so the legend and the line to the person's home say who it is.
 *
 * @param {number} person id
 * @returns {number} index into PEOPLE_FILLS
 */
export function personColour(person) {
    return Math.abs(person) % PEOPLE_FILLS.length;
}
