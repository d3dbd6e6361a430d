import assert from "node:assert/strict";
import { test } from "node:test";

import { makeFacets, predicateOf } from "../../static/js/core/filters.js";
import {
    atOnePoint,
    positionOf,
    provisionalEntry,
    stacksOf,
} from "../../static/js/core/provisional.js";

const PLACED = { id: 1, lon: 106.1, lat: 21.5, provisional: false };
const CENTRE = { id: 2, lon: 106.2, lat: 21.6, provisional: true };
const BESIDE = { id: 3, lon: 106.2, lat: 21.6, provisional: true };
const NOWHERE = { id: 4, lon: null, lat: null, provisional: false };
const ALL = [PLACED, CENTRE, BESIDE, NOWHERE];

test("a position is exact, provisional or none; a feature of a tile has one", () => {
    assert.deepEqual(ALL.map(positionOf), ["exact", "provisional", "provisional", "none"]);
    assert.equal(positionOf({ provisional: false }), "exact");
});

test("the legend explains the mark with its count, where there is any", () => {
    const strings = { position_provisional: "P", position_provisional_means: "M" };
    const [entry] = provisionalEntry(ALL, strings);
    const { label, means, count, facet, key } = entry;
    assert.deepEqual([label, means, count], ["P", "M", 2]);
    assert.ok(entry.style.provisional);
    assert.deepEqual(provisionalEntry([PLACED, NOWHERE], strings), []);
    assert.equal(provisionalEntry(null, strings)[0].count, null);
    const facets = makeFacets({ recency: [], rule: { per_month: 2 } });
    const only = predicateOf(facets, { [facet]: { not: false, values: new Set([key]) } });
    assert.deepEqual(ALL.filter(only), [CENTRE, BESIDE]);
});

test("points that several share are counted, single ones are none", () => {
    assert.deepEqual(stacksOf([1, 2, 3, 4, 1, 2, 1, 2]), [{ x: 1, y: 2, count: 3 }]);
    assert.deepEqual(stacksOf([]), []);
});

test("all at one point are found from any of them; without a point a household is alone", () => {
    assert.deepEqual(atOnePoint(ALL, BESIDE), [CENTRE, BESIDE]);
    assert.deepEqual(atOnePoint(ALL, NOWHERE), [NOWHERE]);
    assert.deepEqual(atOnePoint([PLACED], CENTRE), [CENTRE]);
});
