import assert from "node:assert/strict";
import { test } from "node:test";

import { byNeed, coverageShare, coverageStep, total } from "../../static/js/core/choropleth.js";
import { readState, writeState } from "../../static/js/core/state.js";

const unit = (name, households, covered) => ({
    id: name.length,
    name,
    households,
    covered,
    uncovered: covered === null ? null : households - covered,
});

test("shares fall into five steps; hidden or empty units into none", () => {
    assert.equal(coverageShare(unit("a", 10, 4)), 0.4);
    assert.deepEqual(
        [0, 1, 2, 5, 8, 10].map((covered) => coverageStep(unit("a", 10, covered))),
        [0, 0, 1, 2, 4, 4],
    );
    assert.equal(coverageStep(unit("hidden", 10, null)), -1);
    assert.equal(coverageStep(unit("empty", 0, 0)), -1);
});

test("sums say when a figure was hidden", () => {
    const units = [unit("a", 10, 4), unit("b", 20, null)];
    assert.deepEqual(total(units, "households"), { sum: 30, partial: false });
    assert.deepEqual(total(units, "covered"), { sum: 4, partial: true });
});

test("the lowest coverage comes first, hidden ones last", () => {
    const units = [unit("hidden", 10, null), unit("good", 10, 9), unit("bad", 10, 1)];
    assert.deepEqual(
        byNeed(units).map((u) => u.name),
        ["bad", "good", "hidden"],
    );
});

const KNOWN = { themes: ["coverage", "recency"], tabs: ["uncovered", "unlocated", "all"] };

test("the address keeps theme, tab and village, and nothing it does not know", () => {
    const state = { theme: "recency", tab: "all", village: 12 };
    assert.deepEqual(readState(writeState(state, KNOWN), KNOWN), state);
    assert.deepEqual(readState("?theme=x&tab=__proto__&v=1e9&h=5", KNOWN), {
        theme: "coverage",
        tab: "uncovered",
        village: null,
    });
    assert.equal(writeState({ theme: "coverage", tab: "uncovered", village: null }, KNOWN), "");
});
