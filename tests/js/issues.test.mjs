import assert from "node:assert/strict";
import { test } from "node:test";

import { makeFacets, only, predicateOf, toggle } from "../../static/js/core/filters.js";
import { dayNumber, issueReader, lateNote, valuesOf } from "../../static/js/core/issues.js";
import { countClasses, legendOf, makeThemes } from "../../static/js/core/themes.js";

const KINDS = [
    { key: "housing", letter: "b", label: "Housing", weight: 2 },
    { key: "schooling", letter: "d", label: "Schooling", weight: 3 },
    { key: "land", letter: "e", label: "Land", weight: 1 },
];
const TODAY = "2026-11-16";
const NOW = dayNumber(TODAY);
const CONFIG = {
    strings: {},
    recency: [
        { key: "d7", max: 7 },
        { key: "over", max: null },
        { key: "never", max: null },
    ],
    rule: { per_month: 2, in_person_minimum: 0 },
    issues: { kinds: KINDS },
    as_of: TODAY,
    tiles: { issues: "x" },
};
const HOUSEHOLDS = [
    { id: 1, issues: "" },
    { id: 2, issues: `b1${NOW}` },
    { id: 3, issues: `b2${NOW + 9} d3${NOW + 20}` },
    { id: 4, issues: `d1${NOW + 3} e1${NOW - 1}` },
    { id: 5, issues: `e2${NOW - 8}` },
];
const theme = (key) => makeThemes(CONFIG).find((each) => each.key === key);
const FACETS = makeFacets(CONFIG);
const passing = (choices) => HOUSEHOLDS.filter(predicateOf(FACETS, choices)).map(({ id }) => id);

test("a day counts from the year 2000, as the server writes it", () => {
    assert.equal(dayNumber("2000-01-01"), 0);
    assert.equal(NOW, 9816);
});

test("the late go before the heavy, and the heavy before the light", () => {
    const read = issueReader(KINDS, TODAY);
    const first = HOUSEHOLDS.slice(1).map((household) => read(household)[0]);
    assert.deepEqual(
        first.map(({ kind, stage, late }) => [kind, stage, late]),
        [
            ["housing", "new", "in_time"],
            ["schooling", "untold", "in_time"],
            ["land", "new", "late"],
            ["land", "in_hand", "very_late"],
        ],
    );
    assert.deepEqual(valuesOf(read(HOUSEHOLDS[2]), "kind"), ["schooling", "housing"]);
    assert.deepEqual(valuesOf(read(HOUSEHOLDS[0]), "late"), ["none"]);
});

test("a household has the colour of its worst, and counts with each", () => {
    const kinds = theme("issue");
    assert.deepEqual(countClasses(kinds, HOUSEHOLDS), [1, 1, 0, 1, 0, 0, 2]);
    const counts = Object.fromEntries(
        legendOf(kinds, HOUSEHOLDS, {}).map(({ key, count }) => [key, count]),
    );
    assert.deepEqual(counts, { housing: 2, schooling: 2, land: 2, none: 1 });
});

test("the late have a ring of their own in every theme of issues", () => {
    for (const key of ["issue", "issue_stage", "issue_late"]) {
        const each = theme(key);
        assert.equal(each.classes[each.classOf(HOUSEHOLDS[4])].late, true);
        assert.equal(each.classes[each.classOf(HOUSEHOLDS[1])].late, undefined);
    }
});

test("one of several issues is enough to pass", () => {
    assert.deepEqual(passing(only({}, "issue", "housing")), [2, 3]);
    assert.deepEqual(passing(toggle({}, "issue", "housing")), [1, 3, 4, 5]);
    assert.deepEqual(passing(only({}, "issue_late", "very_late")), [5]);
    assert.deepEqual(passing(only({}, "issue_stage", "none")), [1]);
});

test("hexagons count who waits", () => {
    assert.deepEqual(HOUSEHOLDS.filter(theme("issue_hexes").counts).length, 4);
});

test("the ring of the late is explained where dots have it, and nowhere else", () => {
    const strings = { issue_late_ring: "late" };
    const explained = makeThemes(CONFIG).filter((each) => lateNote(each, strings).length > 0);
    assert.deepEqual(
        explained.map(({ key }) => key),
        ["issue", "issue_stage", "issue_late"],
    );
    assert.equal(lateNote(theme("issue"), strings)[0].style.late, true);
});
