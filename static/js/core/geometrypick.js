import { distanceMetres } from "./nearest.js";

/**
 * Which points lie in a shape drawn on the map. Degrees throughout; a shape does not cross the 180th
 * meridian. An edge is straight in degrees: over ten kilometres it leaves the line drawn in Web
 * Mercator by less than a metre.
 *
 * @typedef {[number, number]} LonLat
 * @typedef {LonLat[]} Ring closed or open, either way round
 * @typedef {{kind: "polygon", rings: Ring[]}
 *     | {kind: "rectangle", bounds: [number, number, number, number]}
 *     | {kind: "circle", centre: LonLat, metres: number}} Shape
 *     a polygon's further rings are holes; bounds: west, south, east, north
 */

/**
 * Ids of the points in a shape; a point without a position lies in none.
 *
 * @param {Iterable<{id: number, lon: number | null, lat: number | null}>} points
 * @param {Shape} shape
 * @returns {number[]}
 */
export function pickShape(points, shape) {
    const inside = testOf(shape);
    const found = [];
    for (const { id, lon, lat } of points) {
        if (lon !== null && lat !== null && inside(lon, lat)) {
            found.push(id);
        }
    }
    return found;
}

/**
 * @param {Shape} shape
 * @returns {(lon: number, lat: number) => boolean}
 */
function testOf(shape) {
    if (shape.kind === "circle") {
        return (lon, lat) => distanceMetres(shape.centre, [lon, lat]) <= shape.metres;
    }
    if (shape.kind === "rectangle") {
        return inBounds(shape.bounds);
    }
    const near = inBounds(boundsOf(shape.rings[0] ?? []));
    return (lon, lat) => near(lon, lat) && inRings(lon, lat, shape.rings);
}

/** @param {[number, number, number, number]} bounds edges included */
function inBounds([west, south, east, north]) {
    return (lon, lat) => lon >= west && lon <= east && lat >= south && lat <= north;
}

/**
 * @param {LonLat[]} points
 * @returns {[number, number, number, number]} west, south, east, north; inside out when empty
 */
export function boundsOf(points) {
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of points) {
        bounds[0] = Math.min(bounds[0], lon);
        bounds[1] = Math.min(bounds[1], lat);
        bounds[2] = Math.max(bounds[2], lon);
        bounds[3] = Math.max(bounds[3], lat);
    }
    return bounds;
}

/**
 * Even-odd rule over all rings at once, so that a hole is outside again.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {Ring[]} rings
 * @returns {boolean}
 */
export function inRings(lon, lat, rings) {
    let inside = false;
    for (const ring of rings) {
        for (let index = 0, last = ring.length - 1; index < ring.length; last = index, index += 1) {
            if (crosses(lon, lat, ring[last], ring[index])) {
                inside = !inside;
            }
        }
    }
    return inside;
}

/** Whether a ray from the point to the east crosses an edge; each end belongs to one edge only. */
function crosses(lon, lat, [x1, y1], [x2, y2]) {
    return y1 > lat !== y2 > lat && lon < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1);
}
