import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsOf, countsOf, decodePoints, grouped, worstOf } from "../../static/js/core/order.js";

const point = (id, lon, lat, more = {}) => ({
    id,
    lon,
    lat,
    stage: "in_hand",
    late: "in_time",
    ...more,
});

test("points are read as the server writes them", () => {
    const answer = {
        features: [
            {
                geometry: { coordinates: [106.2, 21.5] },
                properties: { id: 7, what: "Theft", stage: "new" },
            },
        ],
    };
    assert.deepEqual(decodePoints(answer), [
        { id: 7, what: "Theft", stage: "new", lon: 106.2, lat: 21.5 },
    ]);
});

test("what lies too near to be pressed apart is one group, closer by it is not", () => {
    const points = [point(1, 106.2, 21.5), point(2, 106.201, 21.5), point(3, 106.3, 21.5)];
    const ids = (zoom) => grouped(points, zoom).map((group) => group.points.map(({ id }) => id));
    assert.deepEqual(ids(8), [[1, 2, 3]]);
    assert.deepEqual(ids(12), [[1, 2], [3]]);
    assert.deepEqual(ids(17), [[1], [2], [3]]);
});

test("no group is missed across the line between two cells, and none is lost", () => {
    const points = Array.from({ length: 900 }, (_, n) =>
        point(n, 106 + (n % 30) * 0.0021, 21 + Math.floor(n / 30) * 0.0019),
    );
    for (const zoom of [9, 12, 14, 16, 19]) {
        const groups = grouped(points, zoom);
        const ids = groups.flatMap((group) => group.points.map(({ id }) => id));
        assert.deepEqual(
            ids.sort((a, b) => a - b),
            points.map(({ id }) => id),
        );
        const scale = 256 * 2 ** zoom;
        for (const [index, a] of groups.entries()) {
            for (const b of groups.slice(index + 1)) {
                // A flat estimate will do so near to one another.
                const across = ((a.lon - b.lon) / 360) * scale;
                const up = ((a.lat - b.lat) / 360 / Math.cos((21 * Math.PI) / 180)) * scale;
                assert.ok(Math.hypot(across, up) > 47);
            }
        }
    }
});

test("a group is as bad as the worst of it", () => {
    const points = [point(1, 0, 0), point(2, 0, 0, { late: "late", stage: "untold" })];
    assert.equal(worstOf(points, "late"), "late");
    assert.equal(worstOf(points, "stage"), "in_hand");
    assert.deepEqual(
        [...countsOf(points, "late")],
        [
            ["very_late", 0],
            ["late", 1],
            ["in_time", 1],
        ],
    );
});

test("bounds hold all of them", () => {
    assert.deepEqual(boundsOf([point(1, 3, 5), point(2, 1, 9)]), [1, 5, 3, 9]);
});
