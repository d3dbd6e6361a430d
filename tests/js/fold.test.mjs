import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold, foldWords } from "../../static/js/core/fold.js";

const cases = JSON.parse(readFileSync(new URL("./fold_cases.json", import.meta.url), "utf8"));

test("folds the cases PostgreSQL is held to as well", () => {
    for (const [text, folded] of cases.pairs) {
        assert.equal(fold(text), folded);
    }
});

test("leaves only plain lower-case letters of the Vietnamese alphabet", () => {
    assert.match(fold(cases.letters), /^[adeiouy]+$/);
});

test("both placements of the tone, and both normal forms, are one word", () => {
    for (const text of ["Hoà", "Hòa", "Hoà".normalize("NFD"), "HÒA"]) {
        assert.equal(fold(text), "hoa");
    }
});

test("splits a query into words", () => {
    assert.deepEqual(foldWords("  Nguyễn   ĐÀO "), ["nguyen", "dao"]);
    assert.deepEqual(foldWords("   "), []);
});
