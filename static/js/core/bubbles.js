import { figuresOf } from "./figures.js";
import { allows } from "./filters.js";
import { isLocated } from "./households.js";
import { toWorld } from "./pointgrid.js";
import { EVERYTHING, passingIn, unitsPassing } from "./reckoning.js";

/**
 * Households of an area as one circle, for zooms at which dots would only be a stain.
 *
 * @typedef {import("./themes.js").Theme} Theme
 *
 * @typedef {object} Bubble
 * @property {"commune" | "village" | "group"} [level] none: of a square in a crowded tile
 * @property {number} [id]
 * @property {number} x world x
 * @property {number} y world y
 * @property {number} count households
 * @property {number[]} parts households of each class of the theme; empty where nobody knows them
 * @property {boolean} [uncounted] whether nobody knows how many of its `count` pass the filters
 */

/**
 * @param {object[]} rows households that pass the filters
 * @param {(row: object) => {level: string, unit: object} | null} homeOf the area, with centre, that
 *     a household is counted in; null: none is known
 * @param {Theme} theme
 * @returns {Bubble[]} of areas that have any; where no area is known, amid the households
 */
export function bubblesOfRows(rows, homeOf, theme) {
    const found = new Map();
    const strays = [];
    for (const row of rows) {
        const home = homeOf(row);
        if (home === null) {
            strays.push(row);
            continue;
        }
        let entry = found.get(home.unit);
        if (entry === undefined) {
            entry = { ...home, parts: new Array(theme.classes.length).fill(0) };
            found.set(home.unit, entry);
        }
        entry.parts[theme.classOf(row)] += 1;
    }
    const bubbles = [...found.values()].flatMap(({ level, unit, parts }) =>
        placed(level, [unit], () => parts),
    );
    return [...bubbles, ...amid(strays, theme)];
}

/** One circle of no area, in the middle of those that have a position. */
function amid(rows, theme) {
    const located = rows.filter(isLocated);
    if (located.length === 0) {
        return [];
    }
    const parts = new Array(theme.classes.length).fill(0);
    for (const row of rows) {
        parts[theme.classOf(row)] += 1;
    }
    const spots = located.map(({ lon, lat }) => toWorld(lon, lat));
    const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
    return [{ x: mean(0), y: mean(1), count: rows.length, parts: parts.length > 1 ? parts : [] }];
}

/**
 * Circles out of the figures of areas, where the households themselves have not been loaded.
 *
 * @param {"commune" | "village" | "group"} level
 * @param {object[]} units with figures
 * @param {Theme} theme
 * @param {import("./reckoning.js").Reckoning | null} [reckoning] filters, as far as figures can
 *     answer for them; null: they cannot
 * @returns {Bubble[]}
 */
export function bubblesOfFigures(level, units, theme, reckoning = EVERYTHING) {
    const passing = reckoning && unitsPassing(level, units, reckoning);
    if (passing === null) {
        const all = placed(level, units, (unit) => [unit.households]);
        return all.map((bubble) => ({ ...bubble, uncounted: true }));
    }
    return placed(level, passing, (unit) => partsOfFigures(unit, theme, reckoning));
}

function partsOfFigures(unit, theme, reckoning) {
    const counts = figuresOf(unit, theme);
    const { facet, choice } = reckoning;
    if (counts.includes(null) || (facet !== null && facet !== theme.facet)) {
        return [passingIn(unit, reckoning)];
    }
    return counts.map((count, index) =>
        facet === null || allows(choice, theme.classes[index].key) ? count : 0,
    );
}

/** Circles stand in as many squares along the edge of a crowded tile. */
const SQUARES = 8;

/**
 * Circles in tiles that would hold too many households and count them instead.
 *
 * @param {Array<import("./mvt.js").TileCrowd>} crowds
 * @param {Theme} theme
 * @param {import("./reckoning.js").Reckoning | null} reckoning as for figures of areas
 * @returns {Bubble[]} of no area
 */
export function bubblesOfCrowds(crowds, theme, reckoning) {
    const isTold = reckoning !== null && reckoning.village === undefined;
    return crowds
        .map((crowd) => {
            const parts = isTold ? partsOfFigures(crowd, theme, reckoning) : [null];
            const uncounted = parts.includes(null);
            const count = uncounted ? crowd.households : parts.reduce((sum, n) => sum + n, 0);
            const { x, y } = crowd;
            return { x, y, count, parts: parts.length > 1 ? parts : [], uncounted };
        })
        .filter(({ count }) => count > 0);
}

/**
 * The same, exactly, where the households have been loaded.
 *
 * @param {Array<import("./mvt.js").TileCoords>} tiles crowded ones, of one zoom
 * @param {Array<{lon: number, lat: number}>} rows located households that pass the filters
 * @param {Theme} theme
 * @returns {Bubble[]} of no area
 */
export function bubblesOfCrowdedRows(tiles, rows, theme) {
    const crowded = new Set(tiles.map(({ x, y }) => `${x} ${y}`));
    const found = new Map();
    for (const row of rows) {
        const [x, y] = toWorld(row.lon, row.lat);
        const [column, line] = [x * 2 ** tiles[0].z, y * 2 ** tiles[0].z];
        if (crowded.has(`${Math.floor(column)} ${Math.floor(line)}`)) {
            const key = `${Math.floor(column * SQUARES)} ${Math.floor(line * SQUARES)}`;
            const square = found.get(key) ?? { x: 0, y: 0, count: 0, parts: [] };
            if (square.count === 0) {
                square.parts = new Array(theme.classes.length).fill(0);
                found.set(key, square);
            }
            square.x += x;
            square.y += y;
            square.count += 1;
            square.parts[theme.classOf(row)] += 1;
        }
    }
    return [...found.values()].map(({ x, y, count, parts }) => ({
        x: x / count,
        y: y / count,
        count,
        parts,
    }));
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
