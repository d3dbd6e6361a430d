import assert from "node:assert/strict";
import { test } from "node:test";

import { asTyped, plainDegrees } from "../../static/js/core/typedplace.js";

test("plain degrees are read with a dot or a comma", () => {
    assert.deepEqual(plainDegrees("21.5592", " 106,21103 "), { lat: 21.5592, lon: 106.21103 });
    assert.deepEqual(plainDegrees("-8", "0"), { lat: -8, lon: 0 });
});

test("everything else is the server's to read", () => {
    for (const [first, second] of [
        ["", ""],
        ["21°33'", "106°12'"],
        ["2385222.6", "392196.9"],
        ["106.2", "21.5"],
        ["NaN", "106"],
        ["1e1", "106"],
    ]) {
        assert.equal(plainDegrees(first, second), null);
    }
});

test("what is written is read again", () => {
    assert.equal(asTyped(106.2110312345), "106.211031");
    assert.deepEqual(plainDegrees(asTyped(21.5), asTyped(106)), { lat: 21.5, lon: 106 });
});
