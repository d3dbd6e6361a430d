import assert from "node:assert/strict";
import { test } from "node:test";

import { predicateOf } from "../../static/js/core/filters.js";
import { decodeHouseholds } from "../../static/js/core/households.js";
import { bandOf, makeRowFacets } from "../../static/js/core/rowfacets.js";

/** A thousandth of a degree of latitude is 111 m. */
const PERSON = { id: 9, name: "A", lon: 106, lat: 21 };
const home = (id, north, person = 9) => ({ id, lon: 106, lat: 21 + north / 1000, person });
const HOMES = [
    home(1, 2),
    home(2, 12),
    home(3, 40),
    home(4, 40, null),
    { ...home(5, 1), lon: null },
];

test("how far a household is from the home of who is in charge", () => {
    const bands = HOMES.map((row) => bandOf(row, row.person === 9 ? PERSON : undefined));
    assert.deepEqual(bands, ["near", "far", "very_far", "unknown", "unknown"]);
    assert.equal(bandOf(HOMES[0], { ...PERSON, lon: null, lat: null }), "unknown");
    assert.equal(bandOf(undefined, PERSON), "unknown");
});

test("a feature of a tile is asked through its row, and passes nowhere without one", () => {
    const rows = new Map(HOMES.map((row) => [row.id, row]));
    const facets = makeRowFacets({
        rowOf: (id) => rows.get(id),
        personOf: (id) => (id === 9 ? PERSON : undefined),
    });
    const far = predicateOf(facets, {
        apart: { not: false, values: new Set(["far", "very_far"]) },
    });
    assert.deepEqual(
        [1, 2, 3, 4, 77].filter((id) => far({ id })),
        [2, 3],
    );
});

test("poor households without support are named apart from the rows", () => {
    const answer = {
        fields: ["id", "person"],
        rows: [
            [1, null],
            [2, 9],
        ],
        unsupported: [2],
    };
    const names = { villageName: () => "", groupName: () => "" };
    const rows = new Map(decodeHouseholds(answer, names).map((row) => [row.id, row]));
    const [, support] = makeRowFacets({ rowOf: (id) => rows.get(id), personOf: () => undefined });
    assert.deepEqual(
        [1, 2].map((id) => support.read({ id })),
        ["other", "lacking"],
    );
});
