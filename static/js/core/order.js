import { LATENESS, STAGES } from "./issues.js";
import { toWorld } from "./pointgrid.js";

/**
 * Public-order issues as points, for the commune's police (apps/webmap/orderpoints.py).
 *
 * @typedef {object} Point
 * @property {number} id of the issue
 * @property {string} what its category, in words
 * @property {"new" | "in_hand" | "untold"} stage
 * @property {"very_late" | "late" | "in_time"} late
 * @property {string} due ISO day
 * @property {boolean} provisional the place is the middle of the group
 * @property {number} lon
 * @property {number} lat
 *
 * @typedef {"stage" | "late"} Part
 */

const TILE_SIZE = 256;
/** As far apart as two fingers' targets, pixels. */
const CELL = 48;
/** The worst of several gives a group its colour. */
const WORST_FIRST = Object.freeze({ stage: STAGES, late: LATENESS });

/** @returns {Point[]} */
export function decodePoints({ features }) {
    return features.map(({ properties, geometry }) => {
        const [lon, lat] = geometry.coordinates;
        return { ...properties, lon, lat };
    });
}

/**
 * Points too near each other to be pressed apart, together. Whoever comes first is the middle of
 * a group, so that a point does not change its group while another one comes.
 *
 * @param {Point[]} points
 * @param {number} zoom of the map
 * @returns {Array<{lon: number, lat: number, points: Point[]}>}
 */
export function grouped(points, zoom) {
    const scale = TILE_SIZE * 2 ** zoom;
    const cells = new Map();
    const groups = [];
    for (const point of points) {
        const [x, y] = toWorld(point.lon, point.lat).map((part) => part * scale);
        const near = neighbours(cells, x, y).find(
            (group) => Math.hypot(group.x - x, group.y - y) < CELL,
        );
        if (near === undefined) {
            const group = { x, y, lon: point.lon, lat: point.lat, points: [point] };
            groups.push(group);
            cells.set(keyOf(x, y), [...(cells.get(keyOf(x, y)) ?? []), group]);
        } else {
            near.points.push(point);
        }
    }
    return groups.map(({ lon, lat, points: members }) => ({ lon, lat, points: members }));
}

const keyOf = (x, y) => `${Math.floor(x / CELL)}:${Math.floor(y / CELL)}`;

function neighbours(cells, x, y) {
    const steps = [-CELL, 0, CELL];
    return steps.flatMap((dx) => steps.flatMap((dy) => cells.get(keyOf(x + dx, y + dy)) ?? []));
}

/**
 * @param {Point[]} points at least one
 * @param {Part} part
 * @returns {string} the worst value among them
 */
export function worstOf(points, part) {
    const found = new Set(points.map((point) => point[part]));
    return WORST_FIRST[part].find((value) => found.has(value));
}

/**
 * @param {Point[]} points
 * @param {Part} part
 * @returns {Map<string, number>} how many of each value, zeros included
 */
export function countsOf(points, part) {
    const counts = new Map(WORST_FIRST[part].map((value) => [value, 0]));
    for (const point of points) {
        counts.set(point[part], counts.get(point[part]) + 1);
    }
    return counts;
}

/**
 * @param {Array<{lon: number, lat: number}>} points at least one
 * @returns {[number, number, number, number]} west, south, east, north
 */
export function boundsOf(points) {
    const lons = points.map(({ lon }) => lon);
    const lats = points.map(({ lat }) => lat);
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
