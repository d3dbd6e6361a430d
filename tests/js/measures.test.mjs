import assert from "node:assert/strict";
import { test } from "node:test";

import {
    byNeed,
    changeOf,
    fillOf,
    judge,
    makeMeasures,
    measured,
    NO_FIGURE_FILL,
    stepOf,
    stepsOf,
    total,
} from "../../static/js/core/measures.js";

const MEASURES = Object.fromEntries(makeMeasures({}).map((measure) => [measure.key, measure]));
const unit = (households, covered, before = null) => ({
    households,
    covered,
    uncovered: covered === null ? null : households - covered,
    recency: { never: 2 },
    before,
});

test("a measure is a part of all households; hidden figures and empty areas have none", () => {
    assert.equal(measured(MEASURES.coverage, unit(10, 4)), 0.4);
    assert.equal(measured(MEASURES.never, unit(10, 4)), 0.2);
    assert.equal(measured(MEASURES.uncovered, unit(10, 4)), 6);
    assert.equal(measured(MEASURES.coverage, unit(10, null)), null);
    assert.equal(measured(MEASURES.coverage, unit(0, 0)), null);
    assert.equal(measured(MEASURES.poor, unit(10, 4)), null);
});

test("shares fall into five steps; hidden or empty areas into none", () => {
    const steps = [0, 1, 2, 5, 8, 10].map((n) => stepOf(MEASURES.coverage, false, unit(10, n)));
    assert.deepEqual(steps, [0, 0, 1, 2, 4, 4]);
    assert.equal(fillOf(MEASURES.coverage, false, unit(10, null)), NO_FIGURE_FILL);
    assert.equal(stepsOf(MEASURES.coverage, true).length, 5);
});

test("change is a difference of shares, and its judgement knows which way is good", () => {
    const up = unit(10, 6, unit(10, 4));
    assert.ok(Math.abs(changeOf(MEASURES.coverage, up) - 0.2) < 1e-12);
    assert.equal(judge(MEASURES.coverage, 0.2), "better");
    assert.equal(judge(MEASURES.uncovered, 2), "worse");
    assert.equal(judge(MEASURES.coverage, 0), "same");
    assert.equal(judge(MEASURES.coverage, null), null);
    assert.equal(changeOf(MEASURES.coverage, unit(10, 6)), null);
    assert.equal(stepOf(MEASURES.coverage, true, up), 4);
    assert.equal(stepOf(MEASURES.uncovered, true, unit(10, 9, unit(10, 4))), 3);
});

test("those in need come first, hidden ones last", () => {
    const [bad, good, hidden] = [unit(10, 1), unit(10, 9), unit(10, null)];
    assert.deepEqual(byNeed(MEASURES.coverage, false, [hidden, good, bad]), [bad, good, hidden]);
    assert.deepEqual(byNeed(MEASURES.uncovered, false, [hidden, good, bad]), [bad, good, hidden]);
});

test("sums say when a figure was hidden", () => {
    const units = [unit(10, 4), unit(20, null)];
    assert.deepEqual(
        total(units, (each) => each.households),
        { sum: 30, partial: false },
    );
    assert.deepEqual(
        total(units, (each) => each.covered),
        { sum: 4, partial: true },
    );
});
