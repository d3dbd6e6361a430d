import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeHouseholds, isLocated, summarise } from "../../static/js/core/households.js";
import { countClasses, coverageTheme, recencyTheme, toggled } from "../../static/js/core/themes.js";

const FIELDS = [
    "id",
    "lon",
    "lat",
    "village",
    "group",
    "code",
    "head",
    "covered",
    "recency",
    "days",
    "month",
    "person",
];
const NAMES = {
    villageName: (id) => ({ 1: "Bản Lân" })[id] ?? "",
    groupName: (id) => ({ 7: "Tổ 2" })[id] ?? "",
};
const RECENCY = ["d7", "d15", "d30", "d60", "over", "never"].map((key) => ({ key, label: key }));

function decode(...rows) {
    return decodeHouseholds({ fields: FIELDS, rows }, NAMES);
}

test("decodes rows by the names of the fields, in whatever order", () => {
    const swapped = { fields: ["code", "id", "covered", "recency"], rows: [["H1", 5, 1, 2]] };
    const [household] = decodeHouseholds(swapped, NAMES);
    assert.equal(household.id, 5);
    assert.equal(household.code, "H1");
    assert.equal(household.covered, true);
});

test("the search key holds head, code, group and village, folded", () => {
    const [household] = decode([
        1,
        106.2,
        21.5,
        1,
        7,
        "T01-003",
        "Bùi Thị Oanh",
        0,
        5,
        null,
        0,
        null,
    ]);
    assert.equal(household.key, "bui thi oanh t01-003 to 2 ban lan");
});

test("a household without position, village, name or person is still whole", () => {
    const [household] = decode([1, null, null, null, null, "H1", "", 0, 5, null, 0, null]);
    assert.equal(isLocated(household), false);
    assert.equal(household.head, "");
    assert.equal(household.person, null);
});

test("figures count unlocated households as well", () => {
    const households = decode(
        [1, 106, 21, 1, 7, "A", "", 1, 0, 3, 1, "X"],
        [2, null, null, 1, 7, "B", "", 0, 5, null, 0, null],
        [3, 106, 21, 1, 7, "C", "", 0, 2, 20, 0, null],
    );
    assert.deepEqual(summarise(households, 5), {
        total: 3,
        covered: 1,
        uncovered: 2,
        never: 1,
        unlocated: 1,
    });
    assert.deepEqual(countClasses(coverageTheme({}), households), [2, 1]);
    assert.deepEqual(countClasses(recencyTheme(RECENCY, {}), households), [1, 0, 1, 0, 0, 1]);
});

test("every class is drawn exactly once, uncovered on top", () => {
    for (const theme of [coverageTheme({}), recencyTheme(RECENCY, {})]) {
        assert.deepEqual(
            [...theme.drawOrder].sort(),
            theme.classes.map((_, index) => index),
        );
    }
    const theme = coverageTheme({});
    assert.equal(theme.classes[theme.drawOrder.at(-1)].key, "uncovered");
});

test("toggling adds, then removes, and leaves the old set alone", () => {
    const none = new Set();
    const one = toggled(none, 3);
    assert.deepEqual([...one], [3]);
    assert.deepEqual([...toggled(one, 3)], []);
    assert.equal(none.size, 0);
});
