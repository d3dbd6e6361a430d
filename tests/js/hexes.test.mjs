import assert from "node:assert/strict";
import { test } from "node:test";

import { countInHexes, hexStep, hexSteps, hexStepsAbove } from "../../static/js/core/hexes.js";
import { PointGrid, toWorld } from "../../static/js/core/pointgrid.js";

test("each number has one step, and the steps leave no number out", () => {
    const steps = hexSteps();
    assert.equal(steps[0].from, 1);
    assert.equal(steps.at(-1).to, null);
    for (let n = 1; n < 60; n += 1) {
        const fitting = steps.filter(({ from, to }) => n >= from && (to === null || n <= to));
        assert.deepEqual(fitting, [steps[hexStep(n)]]);
    }
});

/** A hexagon around a place, closed as tiles close theirs. */
function hexagon(lon, lat, radius) {
    const [x, y] = toWorld(lon, lat);
    const ring = [];
    for (let corner = 0; corner <= 6; corner += 1) {
        const angle = ((corner % 6) * Math.PI) / 3;
        ring.push(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    return { rings: [Float64Array.from(ring)] };
}

test("households are counted in the hexagon that they lie in", () => {
    const radius = 1e-5;
    const hexagons = [hexagon(106, 21.5, radius), hexagon(106.02, 21.5, radius)];
    const near = (lon, n) =>
        Array.from({ length: n }, (_, i) => ({ lon: lon + i * 1e-5, lat: 21.5 }));
    assert.deepEqual(countInHexes(hexagons, [...near(106, 7), ...near(106.02, 3)]), [7, 3]);
    assert.deepEqual(countInHexes(hexagons, [{ lon: 107, lat: 21.5 }]), [0, 0]);
    assert.deepEqual(countInHexes(hexagons, []), [0, 0]);
    assert.deepEqual(countInHexes([], near(106, 2)), []);
});

test("in a corner of the box around a hexagon lies nobody of it", () => {
    const made = hexagon(106, 21.5, 1e-5);
    const lat = 21.5;
    const lon = 106 + 1e-5 * 360 * 0.95;
    const [, y] = toWorld(lon, lat);
    assert.equal(countInHexes([made], [{ lon, lat }])[0], 1);
    const above = { lon, lat: lat + 0.0025 };
    assert.ok(Math.abs(toWorld(lon, above.lat)[1] - y) < 0.9e-5);
    assert.equal(countInHexes([made], [above])[0], 0);
});

test("a box finds what lies in it, whatever the grid", () => {
    const xs = Array.from({ length: 500 }, (_, i) => ((i * 7919) % 997) / 997);
    const ys = Array.from({ length: 500 }, (_, i) => ((i * 104729) % 991) / 991);
    const box = [0.2, 0.3, 0.55, 0.61];
    const expected = xs
        .map((x, i) => [x, ys[i], i])
        .filter(([x, y]) => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3])
        .map(([, , i]) => i);
    for (const perCell of [1, 8, 600]) {
        const found = new PointGrid(xs, ys, perCell).within(box).sort((a, b) => a - b);
        assert.deepEqual(found, expected);
    }
});

test("the tier above is shown no step of fewer than five", () => {
    const steps = hexStepsAbove().map(({ from, to }) => [from, to]);
    assert.deepEqual(steps, [
        [5, 5],
        [6, 10],
        [11, 20],
        [21, null],
    ]);
});
