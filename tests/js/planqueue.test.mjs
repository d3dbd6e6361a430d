import assert from "node:assert/strict";
import { test } from "node:test";

import {
    refusedFor,
    remainder,
    requestOf,
    SaveQueue,
    sessionOf,
    verdictOn,
    waitAfter,
    without,
} from "../../static/js/core/planqueue.js";
import { stepOf, Trail } from "../../static/js/core/plantrail.js";

const change = (household, after = 10) => ({
    household,
    before: null,
    after: after === null ? null : { person: after, locked: false },
});
const operation = (key, more = {}) => ({
    key,
    session: "page",
    kind: "pairs",
    seen: 3,
    changes: [change(1), change(2)],
    ...more,
});

/** A queue whose server answers as told, each call taking the next. */
function queueOf(answers, kept = []) {
    const log = { sent: [], states: [], kept: [], done: [], refused: [] };
    const queue = new SaveQueue(
        {
            send: async ({ key }) => {
                log.sent.push(key);
                const answer = answers.shift() ?? {};
                if (answer.status !== undefined) {
                    throw answer;
                }
                return answer;
            },
            done: (each) => {
                log.done.push(each.key);
            },
            refused: (each, error) => {
                log.refused.push(each.key);
                return error.instead ?? null;
            },
            told: (state, count) => log.states.push(`${state} ${count}`),
            keep: (operations) => log.kept.push(operations.map(({ key }) => key)),
            wait: async () => {},
        },
        kept,
    );
    return { queue, log };
}

test("changes are sent one after another, in their order", async () => {
    const { queue, log } = queueOf([]);
    queue.push(operation("a"));
    queue.push(operation("b"));
    await queue.run();
    assert.deepEqual(log.sent, ["a", "b"]);
    assert.deepEqual(log.kept.at(-1), []);
    assert.equal(log.states.at(-1), "saved 0");
});

test("what did not arrive is sent again under the same key, and nothing is lost", async () => {
    const { queue, log } = queueOf([{ status: 0 }, { status: 503 }, {}]);
    queue.push(operation("a"));
    queue.push(operation("b"));
    await queue.run();
    assert.deepEqual(log.sent, ["a", "a", "a", "b"]);
    assert.ok(log.states.includes("waiting 2"));
});

test("a page opened again goes on where the last one was", async () => {
    const { queue, log } = queueOf([], [operation("a")]);
    await queue.run();
    assert.deepEqual(log.sent, ["a"]);
});

test("whoever is signed out keeps what is not saved", async () => {
    const { queue, log } = queueOf([{ status: 401 }]);
    queue.push(operation("a"));
    await queue.run();
    assert.equal(queue.operations.length, 1);
    assert.equal(log.states.at(-1), "signed_out 1");
    queue.hurry();
    await queue.run();
    assert.deepEqual(log.sent, ["a", "a"]);
});

test("a refused change goes, with what was to take it back; the rest is sent", async () => {
    const { queue, log } = queueOf([{ status: 409 }]);
    queue.push(operation("a"));
    queue.push(operation("u", { kind: "undo", undoes: "a" }));
    queue.push(operation("b"));
    await queue.run();
    assert.deepEqual(log.sent, ["a", "b"]);
});

test("what is left of a refused change is sent in its place", async () => {
    const instead = operation("c", { changes: [change(2)] });
    const { queue, log } = queueOf([{ status: 409, instead }]);
    queue.push(operation("a"));
    queue.push(operation("b"));
    await queue.run();
    assert.deepEqual(log.sent, ["a", "c", "b"]);
});

test("verdicts and waits", () => {
    assert.equal(verdictOn(0), "again");
    assert.equal(verdictOn(429), "again");
    assert.equal(verdictOn(403), "signed_out");
    assert.equal(verdictOn(403, "role_too_low"), "refused");
    assert.equal(verdictOn(409), "refused");
    assert.deepEqual([1, 2, 3, 9].map(waitAfter), [2000, 4000, 8000, 30_000]);
});

test("requests say what the server reads, and no name", () => {
    assert.deepEqual(requestOf(operation("a", { changes: [change(1), change(2, null)] })), {
        verb: "pairs",
        body: {
            key: "a",
            session: "page",
            seen: 3,
            pairs: [
                { household: 1, person: 10 },
                { household: 2, person: null },
            ],
        },
    });
    const locked = [{ household: 1, after: { person: 10, locked: true } }];
    assert.deepEqual(requestOf(operation("a", { kind: "locks", changes: locked })).body, {
        key: "a",
        session: "page",
        seen: 3,
        households: [1],
        locked: true,
    });
    assert.deepEqual(requestOf(operation("b", { kind: "undo", undoes: "a" })), {
        verb: "undo",
        body: { key: "b", session: "page", edit: "a" },
    });
    assert.deepEqual(requestOf(operation("p", { kind: "propose" })).body, {
        key: "p",
        session: "page",
        seen: 3,
    });
});

test("what a closed page left goes on as that page's, what is new as a page of its own", () => {
    const newKey = () => "new";
    assert.deepEqual(sessionOf([], newKey), { session: "new", kept: [] });
    const left = [operation("a"), operation("b")];
    assert.deepEqual(sessionOf(left, newKey), { session: "page", kept: left });
    // Kept by a page of an older version, which had no session.
    const { session, ...old } = operation("c");
    assert.equal(session, "page");
    assert.deepEqual(sessionOf([old], newKey).kept, [{ ...old, session: "new" }]);
});

test("of what was refused for some households the others are asked for again", () => {
    const newKey = () => "new";
    const rest = (error) => remainder(operation("a"), refusedFor(error), newKey)?.changes;
    const detail = { households: [2], message: "Có hộ đã khoá" };
    for (const code of ["locked", "banned", "cannot_carry", "own_household"]) {
        assert.deepEqual(rest({ code, detail }), [change(1)]);
    }
    const changes = [{ what: "ban", household: 1, person: 10 }];
    assert.deepEqual(rest({ code: "changed_since", detail: { changes } }), [change(2)]);
    assert.equal(rest({ code: "wrong_state", detail: { state: "submitted" } }), undefined);
    assert.equal(rest({ code: "locked", detail: { households: [1, 2] } }), undefined);
});

test("of a conflict only what others left alone is asked for again", () => {
    const left = remainder(operation("a"), [1], () => "new");
    assert.deepEqual([left.key, left.changes], ["new", [change(2)]]);
    assert.equal(
        remainder(operation("a"), [1, 2], () => "new"),
        null,
    );
    assert.equal(
        remainder(operation("a", { kind: "undo" }), [1], () => "new"),
        null,
    );
});

test("an undo of an undo of what was refused goes too", () => {
    const operations = [
        operation("a"),
        operation("u", { undoes: "a" }),
        operation("r", { undoes: "u" }),
        operation("b"),
    ];
    assert.deepEqual(
        without(operations, "a").map(({ key }) => key),
        ["b"],
    );
});

test("undo and redo go by keys, and a new change ends the redo", () => {
    const trail = new Trail();
    trail.add(operation("a"));
    const undone = trail.undo("u");
    assert.deepEqual([undone.undoes, undone.changes[0].after], ["a", null]);
    const redone = trail.redo("r");
    assert.deepEqual([redone.undoes, redone.changes], ["u", operation("a").changes]);
    assert.equal(trail.undo("v").undoes, "r");
    trail.add(operation("b"));
    assert.equal(trail.canRedo, false);
    assert.equal(trail.redo("x"), null);
    trail.replace("b", null);
    assert.equal(trail.canUndo, false);
});

/** An edit as the server tells of it. */
const edit = (key, more = {}) => ({ key, kind: "change", undoes: null, changed: 2, ...more });

test("edits from before the page was opened are taken back in their order, and done again", () => {
    const trail = new Trail();
    for (const each of [edit("seed", { kind: "seed", changed: 9 }), edit("a"), edit("b")]) {
        trail.take(stepOf(each));
    }
    trail.take(stepOf(edit("u", { kind: "undo", undoes: "b" })));
    assert.deepEqual(trail.next, { kind: "change", n: 2 });
    assert.equal(trail.redo("r").undoes, "u");
    assert.deepEqual([trail.undo("v").undoes, trail.undo("w").undoes], ["r", "a"]);
    assert.deepEqual(trail.next, { kind: "seed", n: 9 });
    assert.deepEqual(trail.undo("x").of, { kind: "seed", n: 9 });
    assert.equal(trail.next, null);
    assert.deepEqual(trail.again, { kind: "seed", n: 9 });
});

test("what others did is not taken back, and what they took back is not taken back twice", () => {
    const trail = new Trail();
    trail.take(stepOf(edit("a")));
    trail.take(stepOf(edit("theirs")), false);
    trail.take(stepOf(edit("b")));
    trail.take(stepOf(edit("u", { kind: "undo", undoes: "b" })), false);
    assert.equal(trail.undo("v").undoes, "a");
    assert.equal(trail.canUndo, false);
});

test("what the page did is told again by the server without being done again", () => {
    const trail = new Trail();
    trail.add(operation("a"));
    trail.undo("u");
    trail.take(stepOf(edit("a")));
    trail.take(stepOf(edit("u", { kind: "undo", undoes: "a" })));
    assert.deepEqual([trail.canUndo, trail.redo("r").undoes], [false, "u"]);
});

test("an operation that a closed page left behind goes on where it was", () => {
    const trail = new Trail();
    trail.take(stepOf(edit("a")));
    trail.take(operation("b", { undoes: undefined }));
    trail.take(operation("u", { kind: "undo", undoes: "b", changes: [] }));
    assert.deepEqual(
        [trail.next, trail.again],
        [
            { kind: "change", n: 2 },
            { kind: "change", n: 2 },
        ],
    );
});
