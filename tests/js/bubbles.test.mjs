import assert from "node:assert/strict";
import { test } from "node:test";

import { bubbleRadius, bubblesOfFigures, bubblesOfRows } from "../../static/js/core/bubbles.js";
import { fromWorld, toWorld } from "../../static/js/core/pointgrid.js";
import { legendOfFigures, makeThemes } from "../../static/js/core/themes.js";

const RECENCY = [
    ["d7", 7],
    ["over", null],
    ["never", null],
].map(([key, max]) => ({ key, max, label: key }));
const THEMES = makeThemes({
    strings: {},
    recency: RECENCY,
    rule: { per_month: 1 },
    tiles: { gaps: "x" },
});
const theme = (key) => THEMES.find((each) => each.key === key);
const UNITS = [
    { id: 1, centre: [106.01, 21.5], households: 10, covered: 4, uncovered: 6 },
    { id: 2, centre: null, households: 3, covered: 3, uncovered: 0 },
    { id: 3, centre: [106.03, 21.5], households: 7, covered: null, uncovered: null },
    { id: 4, centre: [106.04, 21.5], households: 0, covered: 0, uncovered: 0 },
];
const shortened = (bubbles) => bubbles.map(({ id, count, parts }) => ({ id, count, parts }));

test("rows are counted by area and class, areas without any are left out", () => {
    const rows = [
        { village: 1, person: null },
        { village: 1, person: 5 },
        { village: 1, person: null },
    ];
    const homeOf = ({ village }) => ({
        level: "village",
        unit: UNITS.find(({ id }) => id === village),
    });
    const made = bubblesOfRows(rows, homeOf, theme("coverage"));
    assert.deepEqual(shortened(made), [{ id: 1, count: 3, parts: [2, 1] }]);
});

test("figures show classes where they tell them, else the households alone", () => {
    assert.deepEqual(shortened(bubblesOfFigures("village", UNITS, theme("coverage"))), [
        { id: 1, count: 10, parts: [6, 4] },
        { id: 3, count: 7, parts: [] },
    ]);
});

test("a legend of figures says nothing where one area is silent", () => {
    const counts = (units) => legendOfFigures(theme("coverage"), units).map(({ count }) => count);
    assert.deepEqual(counts(UNITS.slice(0, 2)), [6, 7]);
    assert.deepEqual(counts(UNITS), [null, null]);
    assert.deepEqual(counts([]), [null, null]);
    const keys = (key) => legendOfFigures(theme(key), UNITS).map((entry) => entry.key);
    assert.deepEqual(keys("person"), ["none"]);
    assert.deepEqual(keys("gaps"), ["uncovered"]);
});

test("figures of recency come class by class", () => {
    const unit = { households: 3, recency: { d7: 1, over: 0, never: 2 } };
    const counts = legendOfFigures(theme("recency"), [unit, unit]).map(({ count }) => count);
    assert.deepEqual(counts, [2, 0, 4]);
});

test("a circle grows with its number and stays a circle on a phone", () => {
    assert.ok(bubbleRadius(1) >= 11);
    assert.ok(bubbleRadius(400) > bubbleRadius(100));
    assert.equal(bubbleRadius(1e6), 34);
});

test("a position comes back from the flat world", () => {
    for (const [lon, lat] of [
        [106.123456, 21.654321],
        [-179.9, -84.9],
        [0, 0],
    ]) {
        const [x, y] = fromWorld(...toWorld(lon, lat));
        assert.ok(Math.abs(x - lon) < 1e-9);
        assert.ok(Math.abs(y - lat) < 1e-9);
    }
});
