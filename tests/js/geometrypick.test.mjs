import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsOf, inRings, pickShape } from "../../static/js/core/geometrypick.js";
import { distanceMetres } from "../../static/js/core/nearest.js";

/** The same numbers in every run. */
function random(seed) {
    let state = seed;
    return () => {
        state = (state * 1664525 + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
}

/** By the sum of angles: another way than the one under test. */
function windingInside(lon, lat, ring) {
    let sum = 0;
    ring.forEach(([x1, y1], index) => {
        const [x2, y2] = ring[(index + 1) % ring.length];
        const turn = Math.atan2(y2 - lat, x2 - lon) - Math.atan2(y1 - lat, x1 - lon);
        sum += Math.atan2(Math.sin(turn), Math.cos(turn));
    });
    return Math.round(sum / (2 * Math.PI)) !== 0;
}

/** A star-shaped ring: simple, concave as a rule. */
function star(next, centre, reach) {
    const corners = 3 + Math.floor(next() * 12);
    const angles = Array.from({ length: corners }, () => next() * 2 * Math.PI).sort();
    angles.sort((a, b) => a - b);
    return angles.map((angle) => {
        const radius = reach * (0.2 + next());
        return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
    });
}

const scatter = (next, count) =>
    Array.from({ length: count }, (_, id) => ({
        id,
        lon: 106 + next() * 0.1,
        lat: 21.5 + next() * 0.1,
    }));

test("a polygon picks what the sum of angles says, for 200 polygons", () => {
    const next = random(7);
    for (let round = 0; round < 200; round += 1) {
        const points = scatter(next, 100);
        const ring = star(next, [106.05, 21.55], 0.03);
        const expected = points.filter(({ lon, lat }) => windingInside(lon, lat, ring));
        assert.deepEqual(
            pickShape(points, { kind: "polygon", rings: [ring] }),
            expected.map(({ id }) => id),
        );
        const closed = [...ring, ring[0]].reverse();
        assert.deepEqual(
            pickShape(points, { kind: "polygon", rings: [closed] }),
            expected.map(({ id }) => id),
        );
    }
});

test("what lies in a hole is outside", () => {
    const outer = [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
    ];
    const hole = [
        [4, 4],
        [6, 4],
        [6, 6],
        [4, 6],
    ];
    assert.equal(inRings(5, 5, [outer, hole]), false);
    assert.equal(inRings(3, 5, [outer, hole]), true);
    assert.equal(inRings(5, 5, [outer]), true);
});

test("neighbouring polygons share no point", () => {
    const left = [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
    ];
    const right = left.map(([x, y]) => [x + 1, y]);
    for (const lat of [0, 0.25, 0.5, 0.999]) {
        assert.notEqual(inRings(1, lat, [left]), inRings(1, lat, [right]));
    }
});

test("rectangle and circle pick what plain comparison says", () => {
    const next = random(11);
    for (let round = 0; round < 100; round += 1) {
        const points = scatter(next, 100);
        const bounds = boundsOf(scatter(next, 2).map(({ lon, lat }) => [lon, lat]));
        const [west, south, east, north] = bounds;
        assert.deepEqual(
            pickShape(points, { kind: "rectangle", bounds }),
            points
                .filter((p) => west <= p.lon && p.lon <= east && south <= p.lat && p.lat <= north)
                .map(({ id }) => id),
        );
        const metres = next() * 5000;
        const centre = [106.05, 21.55];
        assert.deepEqual(
            pickShape(points, { kind: "circle", centre, metres }),
            points
                .filter((p) => distanceMetres(centre, [p.lon, p.lat]) <= metres)
                .map(({ id }) => id),
        );
    }
});

test("a household without a position lies in no shape", () => {
    const lost = [{ id: 1, lon: null, lat: null }];
    assert.deepEqual(pickShape(lost, { kind: "rectangle", bounds: [-180, -90, 180, 90] }), []);
    assert.deepEqual(pickShape(lost, { kind: "circle", centre: [0, 0], metres: 1e8 }), []);
});

test("a polygon of less than three corners holds nothing", () => {
    const points = [{ id: 1, lon: 1, lat: 1 }];
    for (const ring of [
        [],
        [[1, 1]],
        [
            [0, 0],
            [2, 2],
        ],
    ]) {
        assert.deepEqual(pickShape(points, { kind: "polygon", rings: [ring] }), []);
    }
});
