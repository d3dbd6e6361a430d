import assert from "node:assert/strict";
import { test } from "node:test";

import { PEOPLE_FILLS } from "../../static/js/core/palette.js";
import { LOOKS, looksOf, MARKS, placesOf } from "../../static/js/core/peoplelooks.js";
import { makeThemes, withLooks } from "../../static/js/core/themes.js";

const COLOURS = PEOPLE_FILLS.length;
const colourOf = (look) => look % COLOURS;
// Ids nine apart, whose colours by id alone would all be the same; on a grid some 100 m wide.
const CELL = Array.from({ length: 40 }, (_, n) => ({
    id: 7 + 9 * n,
    lon: 106.3 + 0.001 * (n % 8),
    lat: 21.5 + 0.001 * Math.floor(n / 8),
}));

const metres = (a, b) => Math.hypot((a.lon - b.lon) * 0.93, a.lat - b.lat);

test("nine people have nine colours and no mark", () => {
    const looks = [...looksOf(CELL.slice(0, COLOURS)).values()];
    assert.equal(new Set(looks.map(colourOf)).size, COLOURS);
    assert.ok(looks.every((look) => look < COLOURS));
});

test("nobody shares a look before there are more people than looks", () => {
    const looks = [...looksOf(CELL.slice(0, LOOKS)).values()];
    assert.equal(new Set(looks).size, LOOKS);
});

test("those beside one another have other colours, and whoever shares a look is far away", () => {
    const looks = looksOf(CELL);
    for (const one of CELL) {
        const near = CELL.filter((other) => other.id < one.id)
            .sort((a, b) => metres(one, a) - metres(one, b))
            .slice(0, 8);
        const colour = colourOf(looks.get(one.id));
        assert.ok(near.every((other) => colourOf(looks.get(other.id)) !== colour));
        for (const other of CELL) {
            if (other.id !== one.id && looks.get(other.id) === looks.get(one.id)) {
                assert.ok(metres(one, other) > 0.003);
            }
        }
    }
});

test("the same people in the same places have the same looks, in whatever order they come", () => {
    const shuffled = [...CELL].sort((a, b) => ((a.id * 31) % 17) - ((b.id * 31) % 17));
    const sorted = (looks) => [...looks].sort(([a], [b]) => a - b);
    assert.deepEqual(sorted(looksOf(shuffled)), sorted(looksOf(CELL)));
});

test("people without a place share what is used least", () => {
    const lost = Array.from({ length: 2 * LOOKS }, (_, n) => ({ id: n, lon: null, lat: null }));
    const counts = new Array(LOOKS).fill(0);
    for (const look of looksOf(lost).values()) {
        counts[look] += 1;
    }
    assert.deepEqual(new Set(counts), new Set([2]));
});

test("a person's place is the middle of the households, or the home when none has one", () => {
    const homes = new Map([
        [5, { id: 5, lon: 1, lat: 2 }],
        [6, { id: 6, lon: 3, lat: 4 }],
    ]);
    const rows = [
        { person: 6, lon: null, lat: null },
        { person: 5, lon: 10, lat: 20 },
        { person: 5, lon: 12, lat: 22 },
        { person: 5, lon: null, lat: null },
        { person: null, lon: 9, lat: 9 },
        { person: 7, lon: null, lat: null },
    ];
    assert.deepEqual(placesOf(rows, homes), [
        { id: 5, lon: 11, lat: 21 },
        { id: 6, lon: 3, lat: 4 },
        { id: 7, lon: null, lat: null },
    ]);
});

test("the theme draws a look with its colour and its mark", () => {
    const config = { strings: {}, recency: [{}, {}, {}], rule: { per_month: 2 } };
    const theme = makeThemes(config).find(({ people }) => people);
    const looks = new Map([[3, 2 * COLOURS + 4]]);
    const drawn = withLooks(theme, looks);
    const style = (person) => drawn.classes[drawn.classOf({ person })];
    assert.equal(style(3).fill, PEOPLE_FILLS[4]);
    assert.equal(style(3).mark, MARKS[2]);
    assert.equal(style(4).mark, null);
    assert.equal(style(null).key, "none");
    assert.equal(theme.classOf({ person: 3 }), 1 + 3);
    assert.deepEqual(
        [...theme.drawOrder].sort((a, b) => a - b),
        theme.classes.map((_, index) => index),
    );
});
