import assert from "node:assert/strict";
import { test } from "node:test";

import { placeLabels } from "../../static/js/core/labels.js";
import { PointGrid, toWorld } from "../../static/js/core/pointgrid.js";
import { settle, step } from "../../static/js/core/sheet.js";
import { VirtualRows } from "../../static/js/core/virtual.js";

test("labels: the weightier stays, the one it covers goes, a distant one stays", () => {
    const box = (x, priority) => ({ x, y: 0, width: 50, height: 16, priority });
    const [small, big, far] = [box(0, 1), box(40, 9), box(200, 1)];
    assert.deepEqual(placeLabels([small, big, far]), new Set([big, far]));
});

test("labels never overlap", () => {
    const boxes = Array.from({ length: 120 }, (_, i) => ({
        x: (i * 37) % 500,
        y: (i * 53) % 400,
        width: 60,
        height: 18,
        priority: i % 7,
    }));
    const shown = [...placeLabels(boxes)];
    assert.ok(shown.length > 5);
    for (const a of shown) {
        for (const b of shown) {
            assert.ok(a === b || Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 18);
        }
    }
});

test("world coordinates: the origin is the middle, north is up", () => {
    const [x, y] = toWorld(0, 0);
    assert.ok(Math.abs(x - 0.5) < 1e-12 && Math.abs(y - 0.5) < 1e-12);
    assert.ok(toWorld(106, 22)[1] < toWorld(106, 21)[1]);
});

test("the grid finds what a walk through all points finds", () => {
    const xs = Array.from({ length: 900 }, (_, i) => ((i * 7919) % 1009) / 1009);
    const ys = Array.from({ length: 900 }, (_, i) => ((i * 104729) % 997) / 997);
    const grid = new PointGrid(xs, ys);
    for (const [x, y, radius] of [
        [0.5, 0.5, 0.05],
        [0, 0, 0.2],
        [1.4, 0.5, 0.1],
        [0.31, 0.87, 0.01],
    ]) {
        const inReach = xs
            .map((_, i) => [Math.hypot(xs[i] - x, ys[i] - y), i])
            .filter(([distance]) => distance <= radius)
            .sort((a, b) => a[0] - b[0]);
        const found = grid.nearest(x, y, radius);
        assert.equal(found === -1, inReach.length === 0);
        if (found !== -1) {
            assert.equal(Math.hypot(xs[found] - x, ys[found] - y), inReach[0][0]);
        }
    }
});

test("the grid skips points that do not count, and lives with none and with one", () => {
    const grid = new PointGrid([0.1, 0.2], [0.1, 0.1]);
    assert.equal(grid.nearest(0.1, 0.1, 0.5), 0);
    assert.equal(
        grid.nearest(0.1, 0.1, 0.5, (index) => index === 1),
        1,
    );
    assert.equal(new PointGrid([], []).nearest(0.5, 0.5, 1), -1);
    assert.equal(new PointGrid([0.3], [0.3]).nearest(0.3, 0.3, 0), 0);
});

test("virtual rows: offsets, visible range and scrolling", () => {
    const rows = new VirtualRows([40, 60, 60, 40, 60]);
    assert.equal(rows.totalHeight, 260);
    assert.deepEqual(
        [0, 39, 40, 159, 160, 999].map((offset) => rows.indexAt(offset)),
        [0, 0, 1, 2, 3, 4],
    );
    assert.deepEqual(rows.range(100, 50, 0), { first: 2, last: 3 });
    assert.deepEqual(rows.range(0, 1000, 6), { first: 0, last: 5 });
    assert.equal(rows.scrollFor(4, 0, 100), 160);
    assert.equal(rows.scrollFor(1, 100, 100, 40), 0);
    assert.equal(rows.scrollFor(2, 100, 100), 100);
});

test("virtual rows: an empty list and a huge one", () => {
    assert.deepEqual(new VirtualRows([]).range(0, 500), { first: 0, last: 0 });
    const rows = new VirtualRows(new Array(20000).fill(56));
    const { first, last } = rows.range(560000, 600);
    assert.ok(first <= 10000 && last >= 10011 && last - first < 30);
});

test("the sheet settles at the nearest height, or where it is flicked", () => {
    const stops = { peek: 100, half: 400, full: 800 };
    assert.equal(settle(380, 0, stops), "half");
    assert.equal(settle(120, 0, stops), "peek");
    assert.equal(settle(380, 1, stops), "half");
    assert.equal(settle(420, 1, stops), "full");
    assert.equal(settle(420, -1, stops), "half");
    assert.equal(settle(380, -1, stops), "peek");
    assert.equal(settle(900, 1, stops), "full");
    assert.deepEqual(
        [step("peek", 1), step("full", 1), step("peek", -1)],
        ["half", "full", "peek"],
    );
});
