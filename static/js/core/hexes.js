import { holds } from "./mvt.js";
import { PointGrid, toWorld } from "./pointgrid.js";

/** Households without anybody in charge in a hexagon: [from this many, fill]. */
const STEPS = Object.freeze([
    [1, "#fde0c5"],
    [3, "#f8b58b"],
    [6, "#eb7f49"],
    [11, "#c9501a"],
    [21, "#7f2704"],
]);

/** @returns {Array<{from: number, to: number | null, fill: string}>} whole numbers, both included */
export function hexSteps() {
    return STEPS.map(([from, fill], index) => ({
        from,
        to: index + 1 < STEPS.length ? STEPS[index + 1][0] - 1 : null,
        fill,
    }));
}

/** The tier above sees no hexagon of fewer. */
const LEAST_SHOWN = 5;

/**
 * The steps as the tier above sees them.
 *
 * @returns {Array<{from: number, to: number | null, fill: string}>}
 */
export function hexStepsAbove() {
    return hexSteps()
        .filter(({ to }) => to === null || to >= LEAST_SHOWN)
        .map((step) => ({ ...step, from: Math.max(step.from, LEAST_SHOWN) }));
}

/** @param {number} count at least one @returns {number} place in `hexSteps` */
export function hexStep(count) {
    const above = STEPS.findIndex(([from]) => from > count);
    return above === -1 ? STEPS.length - 1 : above - 1;
}

/**
 * @param {import("./mvt.js").TileArea[]} hexagons
 * @param {Array<{lon: number, lat: number}>} households located ones
 * @returns {number[]} how many of them lie in each hexagon
 */
export function countInHexes(hexagons, households) {
    const places = households.map(({ lon, lat }) => toWorld(lon, lat));
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
    const grid = new PointGrid(xs, ys);
    return hexagons.map((hexagon) => {
        const near = grid.within(extentOf(hexagon));
        return near.filter((index) => holds(hexagon, xs[index], ys[index])).length;
    });
}

function extentOf({ rings: [ring] }) {
    const xs = ring.filter((_, at) => at % 2 === 0);
    const ys = ring.filter((_, at) => at % 2 === 1);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
