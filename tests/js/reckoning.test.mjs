import assert from "node:assert/strict";
import { test } from "node:test";

import {
    bubblesOfCrowdedRows,
    bubblesOfCrowds,
    bubblesOfFigures,
} from "../../static/js/core/bubbles.js";
import { passingIn, reckoningOf, sumOf, unitsPassing } from "../../static/js/core/reckoning.js";
import { makeThemes } from "../../static/js/core/themes.js";

const only = (...values) => ({ not: false, values: new Set(values) });
const but = (...values) => ({ not: true, values: new Set(values) });
const UNIT = {
    id: 1,
    parent: 9,
    centre: [106, 21],
    households: 10,
    covered: 4,
    uncovered: 6,
    recency: { d7: 3, never: 7 },
};
const [coverage] = makeThemes({
    strings: {},
    recency: [],
    rule: { per_month: 2, in_person_minimum: 0 },
});

test("figures answer for one facet they count, within villages, and for nothing else", () => {
    assert.deepEqual(reckoningOf({}, " "), { village: undefined, facet: null, choice: undefined });
    assert.equal(reckoningOf({ coverage: only("covered") }, "").facet, "coverage");
    assert.equal(reckoningOf({}, "hoa"), null);
    assert.equal(reckoningOf({ poverty: only("poor") }, ""), null);
    const both = { coverage: only("covered"), recency: only("never") };
    assert.equal(reckoningOf(both, ""), null);
    assert.equal(reckoningOf(both, "", "coverage").facet, "recency");
    assert.notEqual(reckoningOf({ village: only("1") }, ""), null);
    // Households of no village are in nobody's figures.
    assert.equal(reckoningOf({ village: but("1") }, ""), null);
});

test("a unit's households that pass", () => {
    const count = (choices, unit = UNIT) => passingIn(unit, reckoningOf(choices, ""));
    assert.equal(count({}), 10);
    assert.equal(count({ coverage: only("uncovered") }), 6);
    assert.equal(count({ recency: but("never") }), 3);
    assert.equal(count({ recency: only("never") }, { ...UNIT, recency: undefined }), null);
    assert.equal(count({ coverage: only("covered") }, { ...UNIT, covered: null }), null);
});

test("an unknown summand makes no sum", () => {
    assert.equal(sumOf([1, 2]), 3);
    assert.equal(sumOf([1, undefined]), null);
    assert.equal(sumOf([]), 0);
});

test("villages that pass, and their groups; a commune holds several", () => {
    const reckoning = reckoningOf({ village: only("9") }, "");
    assert.deepEqual(unitsPassing("group", [UNIT], reckoning), [UNIT]);
    assert.deepEqual(unitsPassing("village", [UNIT], reckoning), []);
    assert.equal(unitsPassing("commune", [UNIT], reckoning), null);
});

test("circles of figures show what passes, or say that nobody counted it", () => {
    const circles = (choices, text = "") =>
        bubblesOfFigures("village", [UNIT], coverage, reckoningOf(choices, text)).map(
            ({ count, parts, uncounted = false }) => [count, parts, uncounted],
        );
    assert.deepEqual(circles({}), [[10, [6, 4], false]]);
    assert.deepEqual(circles({ coverage: only("covered") }), [[4, [0, 4], false]]);
    assert.deepEqual(circles({ recency: only("never") }), [[7, [], false]]);
    assert.deepEqual(circles({ poverty: only("poor") }), [[10, [], true]]);
    assert.deepEqual(circles({}, "hoa"), [[10, [], true]]);
    assert.deepEqual(circles({ village: only("2") }), []);
});

test("circles of a crowded tile heed the filters as far as its counts tell", () => {
    const crowd = { x: 0.5, y: 0.25, households: 10, covered: 4, uncovered: 6 };
    const circle = (choices) => bubblesOfCrowds([crowd], coverage, reckoningOf(choices, ""))[0];
    const at = { x: 0.5, y: 0.25 };
    assert.deepEqual(circle({}), { ...at, count: 10, parts: [6, 4], uncounted: false });
    const covered = circle({ coverage: only("covered") });
    assert.deepEqual(covered, { ...at, count: 4, parts: [0, 4], uncounted: false });
    assert.equal(circle({ recency: only("never") }).uncounted, true);
    assert.equal(circle({ village: only("1") }).uncounted, true);
    assert.deepEqual(bubblesOfCrowds([{ ...crowd, covered: 0 }], coverage, null)[0].parts, []);
});

test("loaded households of a crowded tile are counted square by square, those beside it not", () => {
    const row = (lon, person = null) => ({ lon, lat: 0.0001, person });
    const rows = [row(0.0001), row(0.0002, 7), row(0.004, 7), row(-0.001)];
    const tile = { z: 16, x: 2 ** 15, y: 2 ** 15 - 1 };
    const circles = bubblesOfCrowdedRows([tile], rows, coverage);
    assert.deepEqual(
        circles.map(({ count, parts }) => [count, parts]),
        [
            [2, [1, 1]],
            [1, [0, 1]],
        ],
    );
});
