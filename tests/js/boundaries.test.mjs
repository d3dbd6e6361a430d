import assert from "node:assert/strict";
import { test } from "node:test";

import { draftKey, packDraft, readDraft } from "../../static/js/core/boundariesdraft.js";
import { labelPoint } from "../../static/js/core/boundariesshape.js";
import { formatArea, outcomeOf, uuidOf } from "../../static/js/core/boundariestext.js";
import { Trail } from "../../static/js/core/boundariestrail.js";
import { decisionsOf, mayBeSaved, neighboursOf } from "../../static/js/core/boundarieswarnings.js";
import { writeNumbersAs } from "../../static/js/core/format.js";

const NA_B = { id: 2, name: "Thôn Nà B", version: 7 };
const NA_C = { id: 3, name: "Thôn Nà C", version: 9 };
const SELF = { id: 1, name: "Thôn Nà A", version: 4 };
const piece = (units, more = {}) => ({
    area: 900,
    at: [106.2, 21.5],
    geometry: {},
    units,
    grave: true,
    ...more,
});

test("a trail goes back and forth and ends where it ends", () => {
    const trail = new Trail([0]);
    assert.equal(trail.canUndo, false);
    assert.equal(trail.push([1]), true);
    trail.push([2]);
    assert.deepEqual(trail.undo(), [1]);
    assert.deepEqual(trail.undo(), [0]);
    assert.deepEqual(trail.undo(), [0]);
    assert.deepEqual([trail.canUndo, trail.canRedo], [false, true]);
    assert.deepEqual(trail.redo(), [1]);
    assert.deepEqual(trail.redo(), [2]);
    assert.deepEqual(trail.redo(), [2]);
});

test("the same state is no step, and a new one drops what was undone", () => {
    const trail = new Trail({ at: [1, 2] });
    assert.equal(trail.push({ at: [1, 2] }), false);
    trail.push({ at: [3, 4] });
    trail.undo();
    trail.push({ at: [5, 6] });
    assert.equal(trail.canRedo, false);
    assert.deepEqual(trail.undo(), { at: [1, 2] });
});

test("a neighbour gives up the overlap unless the user says no", () => {
    const check = { overlaps: [piece([NA_B])], gaps: [] };
    const [taken] = decisionsOf(check, 1, new Map());
    assert.equal(taken.taker, 2);
    assert.deepEqual(neighboursOf([taken]), [{ unit: 2, version: 7, manner: "cut" }]);
    const [kept] = decisionsOf(check, 1, new Map([[taken.key, null]]));
    assert.deepEqual(neighboursOf([kept]), []);
});

test("a gap goes to a neighbour, never to the unit that left it", () => {
    const gaps = [piece([SELF, NA_B, NA_C]), piece([SELF, NA_B, NA_C], { at: [106.3, 21.6] })];
    const found = decisionsOf({ gaps, before: 90_000 }, 1, new Map());
    assert.deepEqual(
        found.map((each) => each.takers.map((unit) => unit.id)),
        [
            [2, 3],
            [2, 3],
        ],
    );
    assert.deepEqual(neighboursOf(found), [
        {
            unit: 2,
            version: 7,
            manner: "fill",
            points: [
                [106.2, 21.5],
                [106.3, 21.6],
            ],
        },
    ]);
    const other = decisionsOf({ gaps, before: 90_000 }, 1, new Map([[found[0].key, 3]]));
    assert.equal(neighboursOf(other)[0].unit, 3);
});

test("an old gap is left alone, and one nobody touches has no taker", () => {
    const gaps = [piece([SELF, NA_B], { grave: false }), piece([SELF])];
    const found = decisionsOf({ gaps, before: 90_000 }, 1, new Map());
    assert.deepEqual(
        found.map((each) => each.taker),
        [null, null],
    );
    assert.deepEqual(neighboursOf(found), []);
});

test("ground that was empty before is given to nobody unasked", () => {
    const gaps = [piece([SELF, NA_B], { area: 9001 })];
    assert.equal(decisionsOf({ gaps, before: 90_000 }, 1, new Map())[0].taker, null);
    assert.equal(decisionsOf({ gaps, before: null }, null, new Map())[0].taker, null);
});

test("one neighbour may give at one place and take at another", () => {
    const check = { overlaps: [piece([NA_B])], gaps: [piece([SELF, NA_B])], before: 90_000 };
    const manners = neighboursOf(decisionsOf(check, 1, new Map())).map((each) => each.manner);
    assert.deepEqual(manners, ["cut", "fill"]);
});

test("what the check refuses is not saved", () => {
    assert.equal(mayBeSaved({ ok: true, fault: null }), true);
    assert.equal(mayBeSaved({ ok: false, fault: null }), false);
    assert.equal(mayBeSaved({ ok: true, fault: { message: "…" } }), false);
});

const DRAFT = {
    mode: "redraw",
    level: "group",
    unit: 5,
    village: 2,
    version: 11,
    shape: { type: "MultiPolygon", coordinates: [] },
};

test("a draft keeps the shape and nothing that names anybody", () => {
    const text = packDraft({ ...DRAFT, reason: "Ông Lò Văn Thử xin", name: "Tổ 9" });
    assert.equal(/Thử|Tổ 9/.test(text), false);
    assert.deepEqual(readDraft(text), DRAFT);
    assert.notEqual(draftKey(1), draftKey(2));
});

test("what is no draft is not taken for one", () => {
    const broken = [
        null,
        "",
        "{",
        "7",
        "[]",
        JSON.stringify({ ...DRAFT, mode: "merge" }),
        JSON.stringify({ ...DRAFT, mode: "toString" }),
        JSON.stringify({ ...DRAFT, level: "commune" }),
        JSON.stringify({ ...DRAFT, unit: "5" }),
        JSON.stringify({ ...DRAFT, unit: null }),
        JSON.stringify({ ...DRAFT, shape: null }),
        JSON.stringify({ ...DRAFT, mode: "split" }),
    ];
    for (const text of broken) {
        assert.equal(readDraft(text), null, String(text));
    }
    const line = { type: "LineString", coordinates: [] };
    assert.equal(readDraft(JSON.stringify({ ...DRAFT, mode: "split", shape: line })).mode, "split");
    assert.equal(readDraft(JSON.stringify({ ...DRAFT, mode: "add", unit: null })).unit, null);
});

test("areas are written as they are spoken of", () => {
    const expected = { 0: "0 m²", 849.6: "850 m²", 9999: "9.999 m²", 24000: "2,4 ha" };
    for (const [area, text] of Object.entries(expected)) {
        assert.equal(formatArea(Number(area)), text);
    }
    assert.equal(formatArea(30_000), "3 ha");
    assert.equal(formatArea(999_700), "100 ha");
    assert.equal(formatArea(31_549_000), "3.155 ha");
    writeNumbersAs("en");
    assert.equal(formatArea(24_000), "2.4 ha");
    writeNumbersAs("vi");
});

test("an outcome tells what moved, or that nothing did", () => {
    const strings = { moved_none: "không", moved_households: "{n} hộ", undecided: "{n} chưa rõ" };
    assert.deepEqual(outcomeOf({ households_moved: 0 }, strings), ["không"]);
    assert.deepEqual(outcomeOf({ households_moved: 1200, undecided_count: 2 }, strings), [
        "1.200 hộ",
        "2 chưa rõ",
    ]);
});

test("a key is a UUID of the fourth version", () => {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(uuidOf(new Uint8Array(16)), form);
    assert.match(uuidOf(new Uint8Array(16).fill(255)), form);
});

test("a name stands on the largest part", () => {
    const ring = (x, y, side) => [
        [x, y],
        [x + side, y],
        [x + side, y + side],
        [x, y + side],
        [x, y],
    ];
    const splinter = [ring(106, 21, 0.001)];
    const body = [ring(106.2, 21.4, 0.02), ring(106.205, 21.405, 0.001)];
    const [lon, lat] = labelPoint({ type: "MultiPolygon", coordinates: [splinter, body] });
    assert.ok(Math.abs(lon - 106.21) < 1e-9 && Math.abs(lat - 21.41) < 1e-9);
    const flat = [
        [
            [1, 1],
            [2, 2],
            [1, 1],
        ],
    ];
    assert.deepEqual(labelPoint({ type: "Polygon", coordinates: flat }), [1, 1]);
});
