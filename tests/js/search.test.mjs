import assert from "node:assert/strict";
import { test } from "node:test";

import { fold } from "../../static/js/core/fold.js";
import { score, search } from "../../static/js/core/search.js";

const ENTRIES = ["Phan Khoáng T1", "Lê Hoà T2", "Hòa Văn Lê T3", "Nguyễn Thị Hoan T4"].map(
    (text) => ({ text, key: fold(text) }),
);

test("finds both spellings of Hoà, whole words before parts", () => {
    const { found, total } = search(ENTRIES, "hoa", 10);
    assert.equal(total, 4);
    assert.deepEqual(
        found.map((entry) => entry.text),
        ["Hòa Văn Lê T3", "Lê Hoà T2", "Nguyễn Thị Hoan T4", "Phan Khoáng T1"],
    );
});

test("every word must occur, in any order and with any accents", () => {
    assert.deepEqual(
        search(ENTRIES, "LÊ hòa", 10).found.map((entry) => entry.text),
        ["Lê Hoà T2", "Hòa Văn Lê T3"],
    );
    assert.equal(search(ENTRIES, "hoa xyz", 10).total, 0);
});

test("a limit cuts the answers, not the count; nothing typed finds nothing", () => {
    const { found, total } = search(ENTRIES, "hoa", 1);
    assert.equal(found.length, 1);
    assert.equal(total, 4);
    assert.deepEqual(search(ENTRIES, "  ", 5), { found: [], total: 0 });
});

test("scores a whole word over a beginning over an inside", () => {
    assert.deepEqual(
        ["hoa", "hoan", "khoa", "lan"].map((key) => score(key, ["hoa"])),
        [3, 2, 1, 0],
    );
});

test("twenty thousand households answer well within a key stroke", () => {
    const many = Array.from({ length: 20000 }, (_, index) => ({
        key: `nguyen thi hoa t${index} to ${index % 9} thon dong tien`,
    }));
    const start = performance.now();
    search(many, "hoa t1999", 12);
    assert.ok(performance.now() - start < 500);
});
