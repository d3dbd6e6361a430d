import assert from "node:assert/strict";
import { test } from "node:test";

import {
    isLate,
    issueBody,
    issueFault,
    kindOf,
    labelOf,
    outcomeOf,
    parted,
    withHere,
} from "../../static/js/core/phoneissues.js";

const LIVELIHOOD = {
    code: "livelihood",
    label: "Nghèo, sinh kế",
    version: 2,
    has_text: true,
    fields: [
        { name: "matter", type: "choice", required: true, choices: [], most: 0, label: "Gì" },
        { name: "people", type: "number", required: false, choices: [], most: 60, label: "Số" },
        { name: "moving", type: "yes_no", required: false, choices: [], most: 0, label: "Dời" },
    ],
};
const ORDER = { ...LIVELIHOOD, code: "public_order", has_text: false };
const WORDS = { kinds: [LIVELIHOOD, ORDER], states: [{ code: "reported", label: "Mới báo" }] };
const ISSUE = {
    ...{ id: 7, kind: "livelihood", state: "answered", level: "member", seen: 4, late: false },
    ...{ due_on: "2026-11-20", needs_telling: true, answer: "Đã duyệt vay" },
};

function entered(values = {}) {
    return {
        kind: "livelihood",
        details: { matter: "income" },
        summary: "Khó",
        wish: "",
        ...values,
    };
}

test("a phone that was told days ago knows by itself what is late since", () => {
    assert.equal(isLate(ISSUE, "2026-11-20"), false);
    assert.equal(isLate(ISSUE, "2026-11-21"), true);
    assert.equal(isLate({ ...ISSUE, late: true, due_on: null }, "2026-11-01"), true);
});

test("what is to be told stands apart; an earlier server tells none", () => {
    const other = { ...ISSUE, id: 8, needs_telling: false };
    assert.deepEqual(parted([other, ISSUE]), { tell: [ISSUE], ask: [other] });
    assert.deepEqual(parted(undefined), { tell: [], ask: [] });
});

test("a code that the phone has no word for stands for itself", () => {
    assert.equal(labelOf(WORDS.states, "reported"), "Mới báo");
    assert.equal(labelOf(undefined, "later"), "later");
    assert.equal(kindOf(undefined, "livelihood"), undefined);
});

test("what was told and reported here is shown before the server knows", () => {
    const homes = [{ id: 1, issues: [ISSUE] }, { id: 2 }, { id: 3 }];
    const here = { told: new Set([7]), reported: [{ household: 2, kind: "housing" }] };
    const [first, second, third] = withHere(homes, here);
    assert.deepEqual([first.issues[0].needs_telling, first.issues[0].is_told_here], [false, true]);
    assert.deepEqual([second.issues.length, second.issues[0].kind], [1, "housing"]);
    assert.equal(third, homes[2]);
    assert.equal(homes[0].issues[0].needs_telling, true);
});

test("what is missing from a new issue is found in the order of its form", () => {
    const fault = (values, kind = LIVELIHOOD) => issueFault(kind, entered(values));
    assert.equal(issueFault(undefined, entered()).field, "kind");
    assert.equal(fault({}), null);
    assert.deepEqual(fault({ details: {} }), { field: "matter", fault: "missing" });
    const many = { matter: "income", people: "61" };
    assert.deepEqual(fault({ details: many }), { field: "people", fault: "number", most: 60 });
    assert.equal(fault({ details: { ...many, people: "-1" } }).fault, "number");
    assert.equal(fault({ details: { ...many, people: "60" } }), null);
    assert.deepEqual(fault({ summary: " " }), { field: "summary", fault: "missing" });
    assert.equal(fault({ summary: "" }, ORDER), null);
});

test("only what its kind has is sent, and of the wordless nothing in words", () => {
    const details = { matter: "income", people: "3", moving: false, other: "x" };
    const told = entered({ details, summary: " Khó ", wish: " Vay " });
    assert.deepEqual(issueBody(LIVELIHOOD, told), {
        issue_kind: "livelihood",
        issue_version: 2,
        details: { matter: "income", people: 3, moving: false },
        summary: "Khó",
        wish: "Vay",
        pass_on: true,
    });
    assert.equal(issueBody(LIVELIHOOD, { ...told, pass_on: false }).pass_on, false);
    const { summary, wish } = issueBody(ORDER, told);
    assert.deepEqual([summary, wish], ["", ""]);
});

test("a word given to an answer of then does not count for the one of now", () => {
    const told = { seen: 4, outcome: "agrees", text: "" };
    assert.equal(outcomeOf(ISSUE, told), "agrees");
    assert.equal(outcomeOf({ ...ISSUE, seen: 5 }, told), "");
    assert.equal(outcomeOf(ISSUE, undefined), "");
});
