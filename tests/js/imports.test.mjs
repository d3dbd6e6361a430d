import assert from "node:assert/strict";
import { test } from "node:test";

import {
    boundsOf,
    countOutcomes,
    MARKS,
    outlineLabels,
    partsFirst,
    refusalOf,
    waitBefore,
    worthRepeating,
} from "../../static/js/core/imports.js";

const POINTS = [
    [1, 106.2, 21.5, "new", "A01", "dòng 2"],
    [2, 106.3, 21.4, "new", "A02", "dòng 3"],
    [3, 106.1, 21.6, "rejected", "A03", "dòng 4"],
];

test("what is too big or empty is not sent", () => {
    assert.equal(refusalOf({ size: 11 }, 10), "too_big");
    assert.equal(refusalOf({ size: 0 }, 10), "empty");
    assert.equal(refusalOf({ size: 10 }, 10), null);
});

test("what lies beside a shapefile goes before it, all else as it was chosen", () => {
    const names = ["thon.shp", "ho.xlsx", "thon.SHX", "thon.dbf", "a.csv"];
    const sent = partsFirst(names.map((name) => ({ name }))).map(({ name }) => name);
    assert.deepEqual(sent, ["thon.SHX", "thon.dbf", "thon.shp", "ho.xlsx", "a.csv"]);
});

test("asking grows rarer, up to a limit", () => {
    const waits = Array.from({ length: 20 }, (_, asked) => waitBefore(asked));
    assert.equal(waits[0], 1000);
    assert.ok(waits.every((wait, at) => at === 0 || wait >= waits[at - 1]));
    assert.equal(waits.at(-1), 10_000);
});

test("only what may pass is sent again", () => {
    assert.deepEqual([0, 503, 413, 409, 422, 500].filter(worthRepeating), [0, 503]);
});

test("outcomes are told apart by shape and by colour", () => {
    assert.equal(new Set(MARKS.map(({ shape }) => shape)).size, MARKS.length);
    assert.equal(new Set(MARKS.map(({ colour }) => colour)).size, MARKS.length);
});

test("points are counted and framed", () => {
    const { new: fresh, rejected, changed } = countOutcomes(POINTS);
    assert.deepEqual([fresh, rejected, changed], [2, 1, 0]);
    assert.deepEqual(boundsOf(POINTS), [106.1, 21.4, 106.3, 21.6]);
    assert.equal(boundsOf([]), null);
});

test("a village is named once, though a file draws it anew", () => {
    const outline = (name, lon, isNew) => ({
        name,
        centre: [lon, 21.5],
        outline: {},
        is_new: isNew,
    });
    const labels = outlineLabels([
        outline("Thôn Nà A", 106.1, false),
        outline("", 106.2, false),
        outline("Thôn Nà A", 106.3, true),
        outline("<b>Thôn Mới</b>", 106.4, true),
    ]);
    assert.deepEqual(
        labels.map(({ text, centre }) => [text, centre[0]]),
        [
            ["Thôn Nà A", 106.1],
            ["<b>Thôn Mới</b>", 106.4],
        ],
    );
});
