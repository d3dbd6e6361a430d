import assert from "node:assert/strict";
import { test } from "node:test";

import {
    decodeHouseholds,
    decodePeople,
    isLocated,
    summarise,
} from "../../static/js/core/households.js";

const FIELDS = "id lon lat village group code head person recency days month poverty policy".split(
    " ",
);
const NAMES = {
    villageName: (id) => ({ 1: "Bản Lân" })[id] ?? "",
    groupName: (id) => ({ 7: "Tổ 2" })[id] ?? "",
};
function decode(...rows) {
    return decodeHouseholds({ fields: FIELDS, rows }, NAMES);
}

test("decodes rows by the names of the fields, in whatever order", () => {
    const swapped = { fields: ["code", "id", "person", "recency"], rows: [["H1", 5, 9, 2]] };
    const [household] = decodeHouseholds(swapped, NAMES);
    assert.equal(household.id, 5);
    assert.equal(household.code, "H1");
    assert.equal(household.covered, true);
});

test("the search key holds head, code, group and village, folded", () => {
    const row = [1, 106.2, 21.5, 1, 7, "T01-003", "Bùi Thị Oanh", null, 5, null, 0, "none", 0];
    const [household] = decode(row);
    assert.equal(household.key, "bui thi oanh t01-003 to 2 ban lan");
});

test("a household without position, village, name or person is still whole", () => {
    const [household] = decode([1, null, null, null, null, "H1", "", null, 5, null, 0]);
    assert.equal(isLocated(household), false);
    assert.equal(household.head, "");
    assert.equal(household.person, null);
    assert.equal(household.covered, false);
    assert.equal(household.poverty, "none");
    assert.equal(household.policy, false);
});

test("figures count unlocated households as well", () => {
    const households = decode(
        [1, 106, 21, 1, 7, "A", "", 9, 0, 3, 1, "poor", 1],
        [2, null, null, 1, 7, "B", "", null, 5, null, 0, "none", 0],
        [3, 106, 21, 1, 7, "C", "", null, 2, 20, 0, "none", 0],
    );
    assert.deepEqual(summarise(households), {
        total: 3,
        covered: 1,
        uncovered: 2,
        never: 1,
        unlocated: 1,
    });
});

test("people come by id, with their homes where known", () => {
    const people = decodePeople({
        people: [
            [9, "Nông Văn A", 106.1, 21.5],
            [4, "B", null, null],
        ],
    });
    assert.deepEqual(people.get(9), { id: 9, name: "Nông Văn A", lon: 106.1, lat: 21.5 });
    assert.equal(people.get(4).lon, null);
});
