import assert from "node:assert/strict";
import { test } from "node:test";

import { byDistance, distanceMetres, groupByNearestVillage } from "../../static/js/core/nearest.js";

const VILLAGES = [
    { id: 1, name: "Xa", centre: [106.3, 21.5] },
    { id: 2, name: "Gần", centre: [106.21, 21.5] },
    { id: 3, name: "Không tâm", centre: null },
    { id: 4, name: "Rỗng", centre: [106.2, 21.5] },
];

test("one minute of latitude is a nautical mile", () => {
    assert.ok(Math.abs(distanceMetres([106, 21], [106, 21 + 1 / 60]) - 1853) < 3);
    assert.equal(distanceMetres([106, 21], [106, 21]), 0);
});

test("the nearest place comes first, one without a centre last", () => {
    const names = byDistance(VILLAGES, [106.2, 21.5]).map(({ place }) => place.name);
    assert.deepEqual(names, ["Rỗng", "Gần", "Xa", "Không tâm"]);
});

test("households stand under their village and keep their order", () => {
    const households = [
        { id: 10, village: 1 },
        { id: 11, village: 2 },
        { id: 12, village: 1 },
        { id: 13, village: null },
        { id: 14, village: 99 },
    ];
    const sections = groupByNearestVillage(households, VILLAGES, [106.2, 21.5]);
    assert.deepEqual(
        sections.map((s) => [s.place?.name ?? null, s.households.map((h) => h.id)]),
        [
            ["Gần", [11]],
            ["Xa", [10, 12]],
            [null, [13, 14]],
        ],
    );
});
