import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

/**
 * One vector tile as plain arrays. Positions are in the flat world of core/pointgrid.js (0…1).
 *
 * @typedef {{z: number, x: number, y: number}} TileCoords
 *
 * @typedef {object} TilePoints households of a tile; a number that the tile leaves out is NaN
 * @property {Float64Array} ids
 * @property {Float64Array} xs world x
 * @property {Float64Array} ys world y, growing southward
 * @property {string[]} issues in the words of core/issues.js
 * @property {Record<"v" | "g" | "p" | "d" | "m" | "i" | "s" | "f" | "t", Float64Array>} facts by short name
 *
 * @typedef {object} TileArea the part of an area that lies in the tile
 * @property {number} id
 * @property {Record<string, number | string>} facts name, parent, lon, lat and figures
 * @property {Float64Array[]} rings x, y, x, y, … in world units; holes by the even-odd rule
 *
 * @typedef {object} TileCrowd households of a square, counted
 * @property {number} x world x of their middle
 * @property {number} y world y
 * @property {number} households
 * @property {number} uncovered
 * @property {number} covered
 *
 * @typedef {object} Tile
 * @property {TilePoints} households
 * @property {TileArea[]} communes
 * @property {TileArea[]} villages
 * @property {TileArea[]} groups
 * @property {TileArea[]} gaps hexagons
 * @property {TileCrowd[]} crowds in place of households, where there are too many for a tile
 */

const FACTS = Object.freeze(["v", "g", "p", "d", "m", "i", "s", "f", "t"]);
const POVERTY = Object.freeze({ 1: "near_poor", 2: "poor", 3: "escaped" });

/**
 * @param {ArrayBuffer | Uint8Array} bytes an empty tile has none
 * @param {TileCoords} coords where the tile lies
 * @returns {Tile}
 */
export function decodeTile(bytes, coords) {
    const { layers } = new VectorTile(new PbfReader(bytes));
    return {
        households: decodePoints(layers.households, coords),
        communes: decodeAreas(layers.communes, coords),
        villages: decodeAreas(layers.villages, coords),
        groups: decodeAreas(layers.groups, coords),
        gaps: decodeAreas(layers.gaps, coords),
        crowds: decodeCrowds(layers.crowds, coords),
    };
}

function decodePoints(layer, { z, x, y }) {
    const count = layer?.length ?? 0;
    const array = () => new Float64Array(count).fill(Number.NaN);
    const facts = Object.fromEntries(FACTS.map((name) => [name, array()]));
    const points = { ids: array(), xs: array(), ys: array(), issues: new Array(count), facts };
    for (let index = 0; index < count; index += 1) {
        const feature = layer.feature(index);
        const [[at]] = feature.loadGeometry();
        points.ids[index] = feature.id;
        points.xs[index] = (x + at.x / layer.extent) / 2 ** z;
        points.ys[index] = (y + at.y / layer.extent) / 2 ** z;
        points.issues[index] = feature.properties.q ?? "";
        for (const name of FACTS) {
            facts[name][index] = feature.properties[name] ?? Number.NaN;
        }
    }
    return points;
}

function decodeCrowds(layer, { z, x, y }) {
    return Array.from({ length: layer?.length ?? 0 }, (_, index) => {
        const feature = layer.feature(index);
        const [[at]] = feature.loadGeometry();
        const { n: households, u: uncovered } = feature.properties;
        return {
            x: (x + at.x / layer.extent) / 2 ** z,
            y: (y + at.y / layer.extent) / 2 ** z,
            households,
            uncovered,
            covered: households - uncovered,
        };
    });
}

function decodeAreas(layer, { z, x, y }) {
    return Array.from({ length: layer?.length ?? 0 }, (_, index) => {
        const feature = layer.feature(index);
        const rings = feature.loadGeometry().map((ring) => {
            const flat = new Float64Array(2 * ring.length);
            ring.forEach((corner, at) => {
                flat[2 * at] = (x + corner.x / layer.extent) / 2 ** z;
                flat[2 * at + 1] = (y + corner.y / layer.extent) / 2 ** z;
            });
            return flat;
        });
        return { id: feature.id, facts: { ...feature.properties }, rings };
    });
}

const orNull = (value) => (Number.isNaN(value) ? null : value);

/**
 * @param {TilePoints} points
 * @param {number} index
 * @returns {import("./classes.js").Facts} as a row of the list has them
 */
export function factsAt({ ids, issues, facts }, index) {
    return {
        id: ids[index],
        village: orNull(facts.v[index]),
        group: orNull(facts.g[index]),
        person: orNull(facts.p[index]),
        days: orNull(facts.d[index]),
        month: orNull(facts.m[index]) ?? 0,
        lacks: orNull(facts.i[index]) ?? 0,
        poverty: POVERTY[facts.s[index]] ?? "none",
        policy: facts.f[index] === 1,
        provisional: facts.t[index] === 1,
        issues: issues?.[index] ?? "",
    };
}

/**
 * @param {TileArea} area
 * @param {number} x world x
 * @param {number} y world y
 * @returns {boolean} whether the position lies inside, by the even-odd rule
 */
export function holds({ rings }, x, y) {
    let inside = false;
    for (const ring of rings) {
        for (let at = 2; at < ring.length; at += 2) {
            const [x1, y1, x2, y2] = [ring[at - 2], ring[at - 1], ring[at], ring[at + 1]];
            if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
                inside = !inside;
            }
        }
    }
    return inside;
}
