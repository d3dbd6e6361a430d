import assert from "node:assert/strict";
import { test } from "node:test";

import { AreaTree, WHOLE } from "../../static/js/core/areatree.js";
import {
    idsWithText,
    keepKnown,
    keepOffered,
    makeFacets,
    only,
    pick,
    predicateOf,
    toggle,
    without,
} from "../../static/js/core/filters.js";
import { readState, writeState } from "../../static/js/core/state.js";

const RECENCY = [
    { key: "d7", max: 7 },
    { key: "over", max: null },
    { key: "never", max: null },
];
const FACETS = makeFacets({ recency: RECENCY, rule: { per_month: 2 } });
const KNOWN = {
    themes: ["coverage", "recency"],
    tabs: ["uncovered", "all", "units"],
    measures: ["coverage", "poor"],
    hexes: ["none", "gaps", "land"],
    facets: FACETS,
};
const DEFAULTS = {
    theme: "coverage",
    tab: "uncovered",
    measure: "coverage",
    hexes: "none",
    compared: false,
    days: null,
    place: WHOLE,
    choices: {},
};
const ROWS = [
    { id: 1, village: 1, group: 7, person: null, days: null, month: 0, poverty: "poor" },
    { id: 2, village: 1, group: 8, person: 4, days: 3, month: 2, poverty: "none" },
    { id: 3, village: 2, group: 9, person: 5, days: 30, month: 0, poverty: "none" },
];
const passing = (choices, except) =>
    ROWS.filter(predicateOf(FACETS, choices, except) ?? (() => true)).map(({ id }) => id);

test("filters combine, and one of them can be left out of the count", () => {
    const choices = pick(pick({}, "village", "1"), "coverage", "uncovered");
    assert.deepEqual(passing(choices), [1]);
    assert.deepEqual(passing(choices, "coverage"), [1, 2]);
    assert.deepEqual(passing(without(choices, "village")), [1]);
    assert.equal(predicateOf(FACETS, {}), null);
});

test("the panel goes on from what the legend has taken away, and the legend from the panel", () => {
    const hidden = toggle({}, "recency", "never");
    const all = RECENCY.map(({ key }) => key);
    const left = pick(hidden, "recency", "d7", all);
    assert.deepEqual(left, { recency: { not: false, values: new Set(["over"]) } });
    assert.deepEqual(passing(pick(hidden, "recency", "never", all)), [1, 2, 3]);
    const one = pick({}, "recency", "never", all);
    assert.deepEqual(passing(toggle(one, "recency", "d7")), [1, 2]);
    // Of ids nobody knows all.
    const others = pick(toggle({}, "person", "4"), "person", "5");
    assert.deepEqual(passing(others), [1]);
});

test("values that a rule had and has no more are left out of the choices", () => {
    const choices = pick(pick({}, "recency", "d10"), "recency", "never");
    assert.deepEqual(keepOffered(FACETS, choices), pick({}, "recency", "never"));
    assert.deepEqual(keepOffered(FACETS, pick({}, "recency", "d10")), {});
});

test("a press in the legend takes one class away and back, the button beside it leaves it alone", () => {
    const off = toggle({}, "person", "4");
    assert.deepEqual(passing(off), [1, 3]);
    assert.deepEqual(toggle(off, "person", "4"), {});
    const one = only(off, "person", "4");
    assert.deepEqual(passing(one), [2]);
    assert.deepEqual(only(one, "person", "4"), {});
    assert.deepEqual(passing(toggle(one, "person", "none")), [1, 2]);
});

test("the address brings back what was shown", () => {
    const choices = toggle(pick(pick({}, "recency", "d7"), "recency", "never"), "person", "12");
    const state = {
        theme: "recency",
        tab: "units",
        measure: "poor",
        hexes: "land",
        compared: true,
        days: { since: "2026-10-01", until: "2026-11-16" },
        place: { level: "village", id: 12 },
        choices,
    };
    const address = writeState(state, KNOWN);
    assert.equal(
        address,
        "?theme=recency&tab=units&measure=poor&hexes=land&compare=1" +
            "&since=2026-10-01&until=2026-11-16&v=12&person=!12&recency=d7.never",
    );
    assert.deepEqual(readState(address, KNOWN), state);
    assert.equal(writeState(DEFAULTS, KNOWN), "");
});

test("what an address must not say is left out quietly", () => {
    const hostile =
        "?theme=x&tab=__proto__&v=1e9&c=-1&measure=constructor&person=Hoa.%3Cb%3E&recency=d9&h=5&hexes=theft" +
        "&since=2026-11-01&until=2026-02-30";
    assert.deepEqual(readState(hostile, KNOWN), DEFAULTS);
    const strangers = readState("?person=4.99&village=77", KNOWN).choices;
    const known = { person: (id) => id === 4, village: () => false };
    assert.deepEqual(keepKnown(strangers, known), {
        person: { not: false, values: new Set(["4"]) },
    });
});

test("text finds folded words anywhere in the key", () => {
    const rows = [
        { id: 1, key: "bui thi oanh t01" },
        { id: 2, key: "ly van hoa t02" },
    ];
    assert.deepEqual(idsWithText(rows, "OANH Bùi"), new Set([1]));
    assert.equal(idsWithText(rows, "  "), null);
});

const unit = (id, parent) => ({ id, parent, name: `U${id}`, bounds: null, centre: null });

test("one commune: the whole is the commune, villages and groups lie below", () => {
    const tree = new AreaTree();
    tree.add({
        communes: [unit(1, null)],
        villages: [unit(2, 1), unit(3, 1)],
        groups: [unit(4, 2)],
    });
    const group = { level: "group", id: 4 };
    assert.deepEqual(
        tree.path(group).map(({ level }) => level),
        ["all", "village", "group"],
    );
    assert.equal(tree.below(WHOLE).level, "village");
    assert.equal(tree.below({ level: "village", id: 3 }).level, null);
    assert.deepEqual(tree.stepTowards(WHOLE, group), { level: "village", id: 2 });
    assert.deepEqual(tree.stepTowards({ level: "village", id: 3 }, group), {
        level: "village",
        id: 2,
    });
    assert.equal(tree.within(WHOLE), null);
    assert.equal(tree.within({ level: "village", id: 2 })({ village: 3 }), false);
});

test("a province: communes first, villages as they are asked for", () => {
    const tree = new AreaTree();
    tree.add({ communes: [unit(1, null), unit(5, null)], villages: [], groups: [] });
    assert.equal(tree.below(WHOLE).level, "commune");
    assert.equal(tree.below({ level: "commune", id: 5 }).level, null);
    tree.add({ communes: [unit(5, null)], villages: [unit(6, 5)], groups: [] });
    assert.equal(tree.communeOf({ level: "village", id: 6 }), 5);
    assert.equal(tree.communeOf(WHOLE), null);
    assert.equal(tree.within({ level: "commune", id: 5 })({ village: 6 }), true);
    assert.equal(tree.within({ level: "commune", id: 1 })({ village: 6 }), false);
});

test("a commune that comes again loses what is not in it any more", () => {
    const tree = new AreaTree();
    const first = { communes: [unit(1, null), unit(5, null)], villages: [], groups: [] };
    tree.add({ ...first, villages: [unit(8, 1)], complete: [1] });
    const below = { communes: [unit(5, null)], groups: [unit(9, 6)], complete: [5] };
    tree.add({ ...below, villages: [unit(6, 5), unit(7, 5)] });
    // Two villages became one; groups of the one that is gone go with it.
    tree.add({ ...below, villages: [unit(10, 5)], groups: [] });
    const ids = (level) => tree.list(level).map(({ id }) => id);
    assert.deepEqual([ids("village"), ids("group")], [[8, 10], []]);
    assert.equal(tree.knows({ level: "village", id: 6 }), false);
    // Communes alone say nothing of villages; a commune that is gone takes its own along.
    tree.renew(first);
    assert.deepEqual(ids("village"), [8, 10]);
    tree.renew({ ...first, communes: [unit(5, null)] });
    assert.deepEqual([ids("commune"), ids("village")], [[5], [10]]);
});
