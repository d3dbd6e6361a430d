import assert from "node:assert/strict";
import { test } from "node:test";

import {
    changeWords,
    dayMeasures,
    dayStepLabel,
    pairText,
    readDays,
    TwoDays,
} from "../../static/js/core/days.js";
import { byNeed, changeOf, stepOf } from "../../static/js/core/measures.js";

const STRINGS = {
    change_count: "{n} households",
    days_steps: "{n} steps",
    days_same: "no change",
    days_same_step: "same step",
    days_unknown: "unknown",
    days_spoken_better: "better: {change}",
    days_spoken_worse: "worse: {change}",
    days_spoken_same: "the same",
    days_step_0: "▼▼",
    days_step_by_steps_4: "▲▲",
};
const ANSWER = {
    step: null,
    rows: [
        { level: "village", id: 1, waiting: [3, 5], waiting_late: [0, 0], uncovered: [20, 10] },
        { level: "village", id: 2, waiting: [30, 12], waiting_late: [9, 9], uncovered: [0, 10] },
        { level: "group", id: 1, waiting: [0, 1], waiting_late: [0, 0], uncovered: [1, 1] },
    ],
};
const UNITS = [1, 2, 3].map((id) => ({ id, name: `V${id}`, waiting: 99, before: { waiting: 98 } }));
const STEPPED = {
    step: 5,
    rows: [
        { level: "village", id: 1, waiting: [5, 10] },
        { level: "village", id: 2, waiting: [null, 5] },
        { level: "village", id: 3, waiting: [20, 5] },
    ],
};

test("two days come out of an address, whatever else stands in it", () => {
    assert.deepEqual(readDays("?since=2026-10-01&until=2026-11-16&v=3"), {
        since: "2026-10-01",
        until: "2026-11-16",
    });
    for (const wrong of [
        "",
        "?since=2026-10-01",
        "?since=2026-10-01&until=2026-10-01",
        "?since=2026-11-16&until=2026-10-01",
        "?since=2026-02-30&until=2026-10-01",
        "?since=01/10/2026&until=2026-10-01",
        "?since=<b>&until=2026-10-01",
    ]) {
        assert.equal(readDays(wrong), null, wrong);
    }
});

test("areas have the numbers of the two days, and never today's", () => {
    const days = new TwoDays(ANSWER);
    const [waiting, , uncovered] = dayMeasures(STRINGS, null);
    const told = UNITS.map((unit) => days.told("village", unit));
    assert.deepEqual(
        told.map((unit) => changeOf(waiting, unit)),
        [2, -18, null],
    );
    assert.equal(days.told("group", { id: 1 }).waiting, 1);
    // More is worse; ten households are much, either way; what is not known comes last.
    assert.deepEqual(
        told.map((unit) => stepOf(waiting, true, unit)),
        [1, 4, -1],
    );
    assert.deepEqual(
        told.map((unit) => stepOf(uncovered, true, unit)),
        [4, 0, -1],
    );
    assert.deepEqual(
        byNeed(uncovered, true, told).map(({ id }) => id),
        [2, 1, 3],
    );
});

test("a row says both numbers and which way it went", () => {
    const days = new TwoDays(ANSWER);
    const [waiting] = dayMeasures(STRINGS, null);
    const [first, second, third] = UNITS.map((unit) => days.told("village", unit));
    assert.equal(pairText(waiting, first, null), "3 → 5");
    assert.equal(pairText(waiting, third, null), "• → •");
    const words = (unit) => changeWords(waiting, changeOf(waiting, unit), null, STRINGS);
    assert.deepEqual(words(first), {
        text: "+2 households",
        verdict: "worse",
        spoken: "worse: +2 households",
    });
    assert.equal(words(second).spoken, "better: −18 households");
    assert.equal(words(third).spoken, "unknown");
    assert.equal(changeWords(waiting, 0, null, STRINGS).text, "no change");
    assert.equal(dayStepLabel(0, null, STRINGS), "▼▼");
});

test("of the tier above every number is a step, and what is hidden has no change", () => {
    const days = new TwoDays(STEPPED);
    const [waiting] = dayMeasures(STRINGS, 5);
    const told = UNITS.map((unit) => days.told("village", unit));
    assert.deepEqual(
        told.map((unit) => pairText(waiting, unit, 5)),
        ["5–9 → 10–14", "• → 5–9", "20–24 → 5–9"],
    );
    const words = told.map((unit) => changeWords(waiting, changeOf(waiting, unit), 5, STRINGS));
    assert.deepEqual(
        words.map(({ text }) => text),
        ["+1 steps", "–", "−3 steps"],
    );
    assert.deepEqual(
        told.map((unit) => stepOf(waiting, true, unit)),
        [1, -1, 4],
    );
    assert.equal(changeWords(waiting, 0, 5, STRINGS).text, "same step");
    assert.equal(dayStepLabel(4, 5, STRINGS), "▲▲");
});
