import assert from "node:assert/strict";
import { test } from "node:test";

import {
    Board,
    changeOf,
    changesOf,
    coloursOf,
    initialOf,
    inverse,
} from "../../static/js/core/planboard.js";

// A hundredth of a degree of latitude is 1,112 m.
const home = (id, lat, person = null, more = {}) => ({
    id,
    code: `H${id}`,
    head_name: `Chủ hộ ${id}`,
    village: 1,
    group: 1,
    lon: 106,
    lat,
    provisional: false,
    present: person,
    person,
    locked: false,
    ...more,
});
const person = (id, lat, more = {}) => ({
    id,
    name: `Người ${id}`,
    lon: 106,
    lat,
    villages: [],
    may_carry: true,
    capacity: 2,
    elsewhere: 0,
    ...more,
});
const data = (more = {}) => ({
    households: [home(1, 21.5, 10), home(2, 21.501), home(3, 21.502, 10, { locked: true })],
    people: [person(10, 21.5), person(11, 21.502, { elsewhere: 1 })],
    bans: [],
    own: [],
    max_metres: 1500,
    ...more,
});

test("a draft that grew old does not look covered", () => {
    const households = [
        home(1, 21.5, 10),
        home(2, 21.501, 11),
        home(3, 21.502, 12),
        home(4, 21.503, 10, { gone: true, lon: null, lat: null }),
        home(5, 21.504, 99),
        home(6, 21.505),
    ];
    const people = [
        person(10, 21.5),
        person(11, 21.5, { may_carry: false, capacity: 0 }),
        person(12, 21.5, { villages: [2] }),
    ];
    const board = new Board(data({ households, people }));
    const { total, uncovered } = board.summary();
    assert.deepEqual([total, uncovered, board.uncovered], [5, 3, [2, 3, 6]]);
    assert.deepEqual(
        households.map(({ id }) => board.isStale(id)),
        [false, true, true, true, false, false],
    );
    assert.equal(board.load(10).given, 1);
    // Given to somebody who may be, it counts at once.
    const { changes } = board.giving([2], 10);
    board.setPending([{ changes }]);
    assert.deepEqual(board.uncovered, [3, 6]);
    // What was in force is told as it was.
    const over = new Board(data({ households, people, plan: { state: "ended" } }));
    assert.deepEqual([over.summary().total, over.uncovered], [6, [6]]);
});

test("loads, mean distances and gaps are counted at once", () => {
    const board = new Board(data());
    assert.deepEqual(board.uncovered, [2]);
    assert.deepEqual(
        { ...board.load(10), metres: Math.round(board.load(10).metres) },
        {
            given: 2,
            total: 2,
            capacity: 2,
            room: 0,
            over: 0,
            metres: 111,
        },
    );
    const { changes } = board.giving([2], 11);
    board.setPending([{ changes }]);
    assert.equal(board.summary().uncovered, 0);
    assert.equal(board.load(11).total, 2);
    assert.equal(Math.round(board.summary().metres), 111);
    board.setPending([]);
    assert.deepEqual(board.uncovered, [2]);
});

test("too much is told, and who carries it", () => {
    const board = new Board(data());
    board.setPending([{ changes: board.giving([2], 10).changes }]);
    assert.equal(board.load(10).over, 1);
    assert.equal(board.summary().over, 1);
});

test("who lives in the household by now does not look after it", () => {
    const held = new Board(data());
    assert.equal(held.stands(1), true);
    const moved = new Board(data({ own: [[1, held.heldBy(1).person]] }));
    assert.deepEqual([moved.stands(1), moved.isOpen(1), moved.isStale(1)], [false, true, true]);
});

test("locked households and impossible ones are left out of what is given", () => {
    const board = new Board(data({ own: [[2, 11]] }));
    const { changes, locked, refused } = board.giving([1, 2, 3], 11);
    assert.deepEqual(
        changes.map(({ household }) => household),
        [1],
    );
    assert.deepEqual([locked, refused], [[3], [2]]);
    assert.deepEqual(board.giving([1], 10).changes, []);
    assert.deepEqual(board.giving([1], null).changes, [
        { household: 1, before: { person: 10, locked: false }, after: null },
    ]);
});

test("the nearest come first, those who cannot last, each with what stands in the way", () => {
    const board = new Board(
        data({
            people: [
                person(10, 21.5),
                person(11, 21.502),
                person(12, 21.501, { villages: [9] }),
                person(13, 21.6),
                person(14, null, { lon: null }),
            ],
            bans: [{ household: 2, person: 11 }],
        }),
    );
    const told = board.options([2]).map((option) => [option.person.id, option.obstacle]);
    assert.deepEqual(told, [
        [10, "full"],
        [13, "far"],
        [14, null],
        [12, "other_village"],
        [11, "banned"],
    ]);
    board.ban(2, 11, false);
    assert.equal(board.obstacle(2, 11), null);
});

test("of several households the distance is the mean", () => {
    const [first] = new Board(data()).options([1, 2]);
    assert.equal(first.person.id, 10);
    assert.equal(Math.round(first.metres), 56);
});

test("a lock is put on pairs only", () => {
    const board = new Board(data());
    assert.deepEqual(board.locking([1, 2, 3], true), [
        {
            household: 1,
            before: { person: 10, locked: false },
            after: { person: 10, locked: true },
        },
    ]);
});

test("what others wrote goes under what is still on its way", () => {
    const board = new Board(data());
    board.setPending([{ changes: board.giving([2], 11).changes }]);
    const edits = [
        {
            changes: [
                { what: "pair", household: 1, person: null, before: 10, after: 11, locked: true },
                { what: "duty", household: null, person: 11, before: "", after: "Trực loa" },
                { what: "pair", household: 2, person: null, before: null, after: 10 },
                { what: "pair", household: 99, person: null, before: null, after: 10 },
            ],
        },
    ];
    board.confirm(changesOf(edits));
    assert.deepEqual(board.heldBy(1), { person: 11, locked: true });
    assert.deepEqual(board.heldBy(2), { person: 11, locked: false });
    board.setPending([]);
    assert.deepEqual(board.heldBy(2), { person: 10, locked: false });
    assert.equal(board.heldBy(99), null);
});

test("an inverse takes back", () => {
    const board = new Board(data());
    const { changes } = board.giving([1, 2], 11);
    board.confirm(changes);
    board.confirm(inverse(changes));
    assert.deepEqual(board.heldBy(1), { person: 10, locked: false });
    assert.equal(board.heldBy(2), null);
    const told = changeOf({ household: 1, before: 10, after: null });
    assert.deepEqual(told.before, { person: 10, locked: false });
});

test("households at one point belong together; the next gap is the nearest", () => {
    const board = new Board(
        data({
            households: [
                home(1, 21.5),
                home(2, 21.5),
                home(3, 21.51),
                home(4, null, null, { lon: null }),
            ],
        }),
    );
    assert.deepEqual(board.sharing(1), [1, 2]);
    assert.deepEqual(board.sharing(4), [4]);
    assert.equal(board.nextGap(3), 1);
    assert.equal(board.nextGap(4), 1);
});

test("colleagues have different colours as long as there are any", () => {
    const people = [9, 18, 27, 1, 2];
    const colours = coloursOf(people);
    assert.equal(new Set(colours.values()).size, people.length);
    assert.deepEqual(colours, coloursOf([...people].reverse()));
    assert.equal(coloursOf([...Array(40).keys()]).size, 40);
});

test("letters are read on every colour", () => {
    const board = new Board(data({ people: [...Array(9).keys()].map((id) => person(id, 21.5)) }));
    for (const id of board.people.keys()) {
        const [fill, , ink] = board.colour(id);
        const [low, high] = [light(fill), light(ink)].sort((a, b) => a - b);
        assert.ok((high + 0.05) / (low + 0.05) >= 4.5, `${ink} on ${fill}`);
    }
});

/** Relative luminance after WCAG. */
function light(hex) {
    const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
    const [r, g, b] = parts.map((part) =>
        part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("a mark has the letter of the given name", () => {
    assert.equal(initialOf("Nông Thị Ánh"), "Á");
    assert.equal(initialOf("  đạt "), "Đ");
    assert.equal(initialOf(""), "");
});
