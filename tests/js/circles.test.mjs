import assert from "node:assert/strict";
import { test } from "node:test";

import { AreaTree, WHOLE } from "../../static/js/core/areatree.js";
import { circlesOf } from "../../static/js/core/circles.js";
import { EVERYTHING } from "../../static/js/core/reckoning.js";
import { makeThemes } from "../../static/js/core/themes.js";

const [RECENCY, FAR, NEAR] = [[{ key: "never", max: null, label: "" }], 13, 14];
const theme = makeThemes({
    strings: {},
    recency: RECENCY,
    rule: { per_month: 1 },
    tiles: { gaps: "x" },
}).find(({ key }) => key === "coverage");

const unit = (id, parent, households, covered = 0) => ({
    id,
    parent,
    centre: [106 + id / 1000, 21.5],
    households,
    covered,
    uncovered: households === null ? null : households - covered,
});

/** Village 11 has groups, village 12 has none; two households of the commune lie in no village. */
const AREAS = {
    communes: [unit(1, null, 22, 5)],
    villages: [unit(11, 1, 13, 5), unit(12, 1, 7)],
    groups: [unit(111, 11, 6, 3), unit(112, 11, 4, 1)],
};
const SECOND = { communes: [unit(2, null, 9)], villages: [unit(21, 2, 9)], groups: [] };

function treeOf(...answers) {
    const tree = new AreaTree();
    for (const areas of answers) {
        tree.add(areas);
    }
    return tree;
}

function repeated(n, village, group) {
    return Array.from({ length: n }, () => ({ village, group, person: null }));
}

const ROWS = [
    ...repeated(6, 11, 111),
    ...repeated(4, 11, 112),
    ...repeated(3, 11, null),
    ...repeated(7, 12, null),
    ...repeated(2, null, null),
];

function circles(change) {
    const all = { zoom: NEAR, tree: treeOf(AREAS), place: WHOLE, rows: null, theme };
    const made = circlesOf({ ...all, reckoning: EVERYTHING, ...change });
    return Object.fromEntries(made.map(({ level, id, count }) => [`${level} ${id}`, count]));
}
const sum = (found) => Object.values(found).reduce((all, count) => all + count, 0);

const CLOSE_BY = {
    "commune 1": 2,
    "village 11": 3,
    "village 12": 7,
    "group 111": 6,
    "group 112": 4,
};

test("close by, households without a group have a circle of their village, of rows", () => {
    const found = circles({ rows: ROWS });
    assert.deepEqual(found, CLOSE_BY);
    assert.equal(sum(found), ROWS.length);
});

test("and of figures, class by class", () => {
    assert.deepEqual(circles({}), CLOSE_BY);
    const made = circlesOf({
        ...{ zoom: NEAR, tree: treeOf(AREAS), place: WHOLE, rows: null, theme },
        reckoning: EVERYTHING,
    });
    const village = made.find(({ level, id }) => level === "village" && id === 11);
    assert.deepEqual(village.parts, [2, 1]);
});

test("from afar circles stand for villages, and add up as well", () => {
    const expected = { "commune 1": 2, "village 11": 13, "village 12": 7 };
    assert.deepEqual(circles({ zoom: FAR }), expected);
    assert.deepEqual(circles({ zoom: FAR, rows: ROWS }), expected);
});

test("a village whose groups' numbers are hidden keeps its own", () => {
    const groups = [unit(111, 11, null), unit(112, 11, null)];
    const found = circles({ tree: treeOf({ ...AREAS, groups }) });
    assert.equal(found["village 11"], 13);
    assert.equal(found["group 111"], undefined);
});

test("a hidden village leaves what lies in no village unsaid", () => {
    const villages = [unit(11, 1, 13, 5), unit(12, 1, null)];
    assert.deepEqual(circles({ zoom: FAR, tree: treeOf({ ...AREAS, villages }) }), {
        "village 11": 13,
    });
});

test("of several communes those whose villages have not come yet stand for themselves", () => {
    const bare = { ...SECOND, villages: [] };
    const tree = treeOf(AREAS, bare);
    const inVillages = ROWS.filter(({ village }) => village !== null);
    const rows = [...inVillages, ...repeated(9, 21, null)];
    assert.equal(circles({ tree, rows })["commune 2"], 9);
    assert.equal(circles({ tree })["commune 2"], 9);
    assert.equal(sum(circles({ tree, rows })), rows.length);
    assert.deepEqual(
        circles({ tree: treeOf({ ...AREAS, villages: [], groups: [] }, bare), rows }),
        {
            "commune 1": 22,
            "commune 2": 9,
        },
    );
});

test("circles are of the place shown and of no other", () => {
    const tree = treeOf(AREAS, SECOND);
    const of = (level, id) => circles({ tree, place: { level, id } });
    assert.deepEqual(of("commune", 2), { "village 21": 9 });
    assert.equal(sum(of("commune", 1)), 22);
    assert.deepEqual(of("village", 11), { "village 11": 3, "group 111": 6, "group 112": 4 });
    assert.deepEqual(of("group", 112), { "group 112": 4 });
    assert.deepEqual(circles({ tree, zoom: FAR, place: { level: "group", id: 112 } }), {
        "group 112": 4,
    });
});

test("whoever asks for villages is not shown what lies in none", () => {
    const village = { not: false, values: new Set(["12"]) };
    const found = circles({ reckoning: { ...EVERYTHING, village } });
    assert.deepEqual(found, { "village 12": 7 });
});

test("households of no known area are counted where they stand", () => {
    const rows = [
        { village: 9, group: null, person: null, lon: 106, lat: 21.5 },
        { village: 9, group: null, person: null, lon: null, lat: null },
    ];
    const made = circlesOf({
        zoom: FAR,
        tree: treeOf(),
        place: WHOLE,
        rows,
        theme,
        reckoning: null,
    });
    assert.deepEqual(
        made.map(({ level, count }) => [level, count]),
        [[undefined, 2]],
    );
});
