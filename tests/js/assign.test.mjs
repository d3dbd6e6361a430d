import assert from "node:assert/strict";
import { test } from "node:test";

import { byReason, carriersFor, putAll, sortOut } from "../../static/js/core/assign.js";

const home = (id, more = {}) => ({
    id,
    village: 1,
    person: null,
    locked: false,
    gone: false,
    ...more,
});
const PLAN = {
    households: [
        home(1),
        home(2, { person: 7 }),
        home(3, { person: 8 }),
        home(4, { person: 8, locked: true }),
        home(5, { gone: true }),
        home(6, { village: 2 }),
        home(9),
    ],
    bans: [
        { household: 9, person: 7 },
        { household: 1, person: 8 },
    ],
};

test("what the plan says is known before anything is sent", () => {
    const person = { id: 7, villages: [1] };
    assert.deepEqual(sortOut([9, 6, 5, 4, 3, 2, 1, 1, 77], PLAN, person), {
        give: [1, 3],
        refused: [
            { id: 2, reason: "already" },
            { id: 4, reason: "locked" },
            { id: 5, reason: "outside" },
            { id: 6, reason: "cannot_carry" },
            { id: 9, reason: "banned" },
            { id: 77, reason: "outside" },
        ],
    });
    assert.deepEqual(sortOut([6], PLAN, { id: 7, villages: [] }).give, [6]);
});

function refusal(code, detail = {}) {
    return Object.assign(new Error(code), { code, detail });
}

test("those in the way are left out and the others sent again", async () => {
    const sent = [];
    const answers = [
        refusal("own_household", { households: [2] }),
        refusal("changed_since", { changes: [{ household: 3 }, { household: 99 }] }),
    ];
    const put = await putAll([1, 2, 3, 4], async (ids) => {
        sent.push(ids);
        const error = answers.shift();
        if (error) {
            throw error;
        }
    });
    assert.deepEqual(sent, [
        [1, 2, 3, 4],
        [1, 3, 4],
        [1, 4],
    ]);
    assert.deepEqual(put, {
        given: [1, 4],
        refused: [
            { id: 2, reason: "own_household" },
            { id: 3, reason: "changed_since" },
        ],
    });
});

test("a refusal about something else is the caller's, and never sent again", async () => {
    let count = 0;
    for (const error of [
        refusal("wrong_state"),
        refusal("locked", { households: [5] }),
        refusal("", {}),
    ]) {
        const send = async () => {
            count += 1;
            throw error;
        };
        await assert.rejects(putAll([1], send), error);
    }
    assert.equal(count, 3);
});

test("with nothing to put nothing is sent", async () => {
    const put = await putAll([], () => assert.fail());
    assert.deepEqual(put, { given: [], refused: [] });
});

test("reasons are told in one order", () => {
    const refused = [
        { id: 3, reason: "changed_since" },
        { id: 1, reason: "locked" },
        { id: 2, reason: "locked" },
    ];
    assert.deepEqual(byReason(refused), [
        { reason: "locked", ids: [1, 2] },
        { reason: "changed_since", ids: [3] },
    ]);
});

test("who lives nearest to the chosen comes first, who may not carry not at all", () => {
    const person = (id, lon, may_carry = true) => ({ id, lon, lat: 21, may_carry });
    const people = [person(1, null), person(2, 106.3), person(3, 106.1), person(4, 106, false)];
    const homes = [
        { lon: 106, lat: 21 },
        { lon: 106.1, lat: 21 },
        { lon: null, lat: null },
    ];
    const order = (list) => list.map(({ id }) => id);
    assert.deepEqual(order(carriersFor(people, homes)), [3, 2, 1]);
    assert.deepEqual(order(carriersFor(people, [])), [1, 2, 3]);
});
