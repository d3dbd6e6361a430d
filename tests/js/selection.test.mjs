import assert from "node:assert/strict";
import { test } from "node:test";

import { applyTo, modeOf, Selection } from "../../static/js/core/selection.js";

const chosen = (selection) => [...selection.ids].sort((a, b) => a - b);

test("adds, removes, replaces, toggles", () => {
    const selection = new Selection();
    selection.add([1, 2, 3]);
    selection.remove([2, 9]);
    assert.deepEqual(chosen(selection), [1, 3]);
    selection.toggle([3, 4]);
    assert.deepEqual(chosen(selection), [1, 3, 4]);
    selection.toggle([3, 4]);
    assert.deepEqual(chosen(selection), [1]);
    selection.replace([7]);
    assert.deepEqual(chosen(selection), [7]);
});

test("tells of changes only", () => {
    const selection = new Selection();
    let told = 0;
    const stop = selection.on(() => {
        told += 1;
    });
    selection.add([1]);
    selection.add([1]);
    selection.remove([5]);
    assert.equal(told, 1);
    stop();
    selection.clear();
    assert.equal(told, 1);
});

test("the last change can be undone, and the undoing too", () => {
    const selection = new Selection();
    assert.equal(selection.canUndo, false);
    selection.replace([1, 2]);
    selection.clear();
    selection.undo();
    assert.deepEqual(chosen(selection), [1, 2]);
    selection.undo();
    assert.deepEqual(chosen(selection), []);
});

test("what is no longer there is dropped for good", () => {
    const selection = new Selection();
    selection.replace([1, 2, 3]);
    selection.keep((id) => id !== 2);
    assert.deepEqual(chosen(selection), [1, 3]);
    assert.equal(selection.canUndo, false);
});

test("there is no upper limit", () => {
    const selection = new Selection();
    selection.replace(Array.from({ length: 200000 }, (_, index) => index));
    assert.equal(selection.size, 200000);
});

test("keys win over what the bar says", () => {
    assert.equal(modeOf({ shiftKey: true }, "remove"), "add");
    assert.equal(modeOf({ altKey: true, shiftKey: true }, "replace"), "remove");
    assert.equal(modeOf({}, "add"), "add");
    const selection = new Selection();
    applyTo(selection, "add", [1, 2]);
    applyTo(selection, "remove", [1]);
    assert.deepEqual(chosen(selection), [2]);
    applyTo(selection, "replace", [3]);
    assert.deepEqual(chosen(selection), [3]);
});
