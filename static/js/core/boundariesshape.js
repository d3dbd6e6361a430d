/**
 * @typedef {[number, number]} LonLat
 */

/**
 * Where a unit's name stands: the centre of gravity of its largest part, so that a splinter beyond
 * a river does not carry it off.
 *
 * @param {{type: string, coordinates: any[]}} outline GeoJSON Polygon or MultiPolygon
 * @returns {LonLat}
 */
export function labelPoint({ type, coordinates }) {
    const parts = type === "Polygon" ? [coordinates] : coordinates;
    let best = { area: -1, centre: [0, 0] };
    for (const [shell] of parts) {
        const found = gravity(shell);
        best = found.area > best.area ? found : best;
    }
    return best.centre;
}

/** Area (square degrees) and centre of a closed ring; reckoned from its first corner, since the
 * differences of full degrees would lose the last digits. */
function gravity(ring) {
    const [lon, lat] = ring[0];
    let [doubled, east, north] = [0, 0, 0];
    for (let index = 1; index < ring.length; index += 1) {
        const [x1, y1] = [ring[index - 1][0] - lon, ring[index - 1][1] - lat];
        const [x2, y2] = [ring[index][0] - lon, ring[index][1] - lat];
        const cross = x1 * y2 - x2 * y1;
        doubled += cross;
        east += (x1 + x2) * cross;
        north += (y1 + y2) * cross;
    }
    if (doubled === 0) {
        return { area: 0, centre: [lon, lat] };
    }
    const centre = [lon + east / (3 * doubled), lat + north / (3 * doubled)];
    return { area: Math.abs(doubled) / 2, centre };
}
