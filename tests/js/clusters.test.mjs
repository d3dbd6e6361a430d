import assert from "node:assert/strict";
import { test } from "node:test";

import {
    clustersAddress,
    freeHomes,
    kindToAsk,
    linkBody,
    ringOf,
} from "../../static/js/core/clusters.js";

const KINDS = [
    { key: "housing", joint: true },
    { key: "public_order", joint: false },
    { key: "land", joint: true },
];
const CLUSTER = {
    village: 3,
    lat: 21.5,
    metres: 120,
    households: [7, 8, 9],
    issues: [11, 12, 13, 14],
    causes: [[5, "Washed-out road"]],
    free: [
        [11, 7],
        [13, 8],
        [14, 7],
    ],
};
const choice = (not, ...values) => ({ not, values: new Set(values) });

test("the one kind that is shown is asked for, whichever way it was left alone", () => {
    const counts = new Map([["housing", 9]]);
    for (const one of [choice(false, "land"), choice(true, "housing", "none")]) {
        assert.deepEqual(kindToAsk(KINDS, one, counts), { kind: "land", chosen: true });
    }
});

test("otherwise the one that most wait for, and never what only few may read", () => {
    const counts = new Map([
        ["housing", 2],
        ["public_order", 99],
        ["land", 3],
    ]);
    const land = { kind: "land", chosen: false };
    assert.deepEqual(kindToAsk(KINDS, undefined, counts), land);
    assert.deepEqual(kindToAsk(KINDS, choice(false, "public_order"), counts), land);
    assert.equal(kindToAsk(KINDS, undefined, new Map([["land", null]])).kind, "housing");
});

test("the question names kind and distance, and the village that is shown", () => {
    const wish = { kind: "land", metres: 300, village: null };
    assert.equal(clustersAddress("/c/", wish), "/c/?kind=land&metres=300");
    assert.equal(
        clustersAddress("/c/", { ...wish, village: 4 }),
        "/c/?kind=land&metres=300&village=4",
    );
});

test("only issues without a cause are sent, of the households that stayed ticked", () => {
    assert.deepEqual(freeHomes(CLUSTER), [
        { household: 7, issues: [11, 14] },
        { household: 8, issues: [13] },
    ]);
    const named = { households: new Set([7, 9]), cause: null, title: "  Road " };
    assert.deepEqual(linkBody(CLUSTER, named), { issues: [11, 14], title: "Road", cause: null });
    const known = { households: new Set([7, 8]), cause: 5, title: "typed before" };
    assert.deepEqual(linkBody(CLUSTER, known), { issues: [11, 13, 14], title: "", cause: 5 });
});

test("a ring stands clear of its households, and is seen from far away", () => {
    assert.equal(ringOf(CLUSTER, 18), 160);
    const far = ringOf(CLUSTER, 11);
    assert.ok(Math.abs(ringOf(CLUSTER, 10) / far - 2) < 1e-9);
    assert.ok(far > 900 && far < 1100);
});
