import { figuresOf } from "./figures.js";
import { toWorld } from "./pointgrid.js";

/**
 * Households of an area as one circle, for zooms at which dots would only be a stain.
 *
 * @typedef {import("./themes.js").Theme} Theme
 *
 * @typedef {object} Bubble
 * @property {"commune" | "village" | "group"} level
 * @property {number} id
 * @property {number} x world x
 * @property {number} y world y
 * @property {number} count households
 * @property {number[]} parts households of each class of the theme; empty where nobody knows them
 */

/** From this zoom of the map a circle stands for a group, before for a village. */
const GROUPS_FROM = 14;

/**
 * @param {number} zoom of the map
 * @param {import("./areatree.js").AreaTree} tree
 * @returns {"commune" | "village" | "group"} what a circle stands for
 */
export function bubbleLevel(zoom, tree) {
    if (zoom >= GROUPS_FROM && tree.list("group").length > 0) {
        return "group";
    }
    return tree.list("village").length > 0 ? "village" : "commune";
}

/**
 * @param {"village" | "group"} level
 * @param {object[]} units of that level, with centre
 * @param {object[]} rows households that pass the filters
 * @param {Theme} theme
 * @returns {Bubble[]} of areas that have any
 */
export function bubblesOfRows(level, units, rows, theme) {
    const parts = new Map();
    for (const row of rows) {
        let counts = parts.get(row[level]);
        if (counts === undefined) {
            counts = new Array(theme.classes.length).fill(0);
            parts.set(row[level], counts);
        }
        counts[theme.classOf(row)] += 1;
    }
    return placed(level, units, (unit) => parts.get(unit.id) ?? []);
}

/**
 * Circles out of the figures of areas, where the households themselves have not been loaded: they
 * know nothing of filters.
 *
 * @param {"commune" | "village" | "group"} level
 * @param {object[]} units with figures
 * @param {Theme} theme
 * @returns {Bubble[]}
 */
export function bubblesOfFigures(level, units, theme) {
    return placed(level, units, (unit) => {
        const counts = figuresOf(unit, theme);
        return counts.some((count) => count === null) ? [unit.households] : counts;
    });
}

function placed(level, units, partsOf) {
    return units
        .filter(({ centre }) => centre)
        .map((unit) => {
            const parts = partsOf(unit);
            const [x, y] = toWorld(...unit.centre);
            const count = parts.reduce((sum, part) => sum + (part ?? 0), 0);
            return { level, id: unit.id, x, y, count, parts: parts.length > 1 ? parts : [] };
        })
        .filter(({ count }) => count > 0);
}

/**
 * @param {number} count households
 * @returns {number} radius of the circle, CSS pixels; its area grows with the number
 */
export function bubbleRadius(count) {
    return Math.min(34, 11 + Math.sqrt(count) * 0.75);
}
