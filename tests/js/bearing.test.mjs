import assert from "node:assert/strict";
import { test } from "node:test";

import { bearingDegrees, nearestHouseholds, WINDS, windOf } from "../../static/js/core/bearing.js";
import { distanceMetres } from "../../static/js/core/nearest.js";

const HERE = [106.2, 21.5];

test("the four winds", () => {
    const targets = { n: [0, 0.01], e: [0.01, 0], s: [0, -0.01], w: [-0.01, 0] };
    for (const [wind, [east, north]] of Object.entries(targets)) {
        assert.equal(windOf(bearingDegrees(HERE, [HERE[0] + east, HERE[1] + north])), wind);
    }
});

test("a known pair: Hà Nội to Lạng Sơn", () => {
    const degrees = bearingDegrees([105.8342, 21.0278], [106.7615, 21.8537]);
    assert.ok(Math.abs(degrees - 46.1) < 0.5, String(degrees));
    assert.equal(windOf(degrees), "ne");
});

test("a bearing is from 0 up to 360, and each wind has 45 degrees", () => {
    const seen = new Map(WINDS.map((wind) => [wind, 0]));
    for (let step = 0; step < 720; step += 1) {
        const angle = (step / 360) * Math.PI;
        const to = [HERE[0] + 0.01 * Math.sin(angle), HERE[1] + 0.01 * Math.cos(angle)];
        const degrees = bearingDegrees(HERE, to);
        assert.ok(degrees >= 0 && degrees < 360);
        seen.set(windOf(step / 2), seen.get(windOf(step / 2)) + 1);
    }
    assert.deepEqual([...seen.values()], new Array(8).fill(90));
    assert.equal(windOf(359.9), "n");
    assert.equal(bearingDegrees(HERE, HERE), 0);
});

test("nearest first, within reach, counted beyond what is shown", () => {
    const households = Array.from({ length: 50 }, (_, id) => ({
        id,
        lon: HERE[0] + ((id * 37) % 50) * 0.0004,
        lat: HERE[1],
    }));
    households.push({ id: 99, lon: null, lat: null });
    const { found, total } = nearestHouseholds(households, HERE, { metres: 1000, most: 20 });
    const expected = households
        .filter((h) => h.lon !== null && distanceMetres(HERE, [h.lon, h.lat]) <= 1000)
        .sort((a, b) => a.lon - b.lon);
    assert.equal(total, expected.length);
    assert.deepEqual(
        found.map(({ household }) => household.id),
        expected.slice(0, 20).map(({ id }) => id),
    );
    assert.ok(found.slice(1).every(({ degrees }) => windOf(degrees) === "e"));
});
