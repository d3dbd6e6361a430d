import assert from "node:assert/strict";
import { test } from "node:test";

import { restGrid, sheetOf } from "../../static/js/core/printsheet.js";

const SHEETS = ["a4", "a3"].flatMap((paper) =>
    ["portrait", "landscape"].map((orientation) => [paper, orientation]),
);

test("a short legend leaves the map its room", () => {
    for (const [paper, orientation] of SHEETS) {
        const two = sheetOf(paper, orientation, 2);
        assert.equal(two.legend.here, 2);
        assert.equal(two.mapHeight, sheetOf(paper, orientation).mapHeight);
    }
});

test("no entry is lost, however long the legend", () => {
    for (const [paper, orientation] of SHEETS) {
        for (const entries of [1, 8, 9, 60, 500, 2178]) {
            const sheet = sheetOf(paper, orientation, entries);
            const { here, columns, rows } = sheet.legend;
            assert.ok(here <= columns * rows);
            assert.ok(sheet.mapHeight > sheet.height * 0.4, `${paper} ${entries}`);
            const rest = entries - here;
            assert.equal(rest > 0 ? restGrid(sheet, rest).here : 0, rest);
        }
    }
});

test("legend and scale stand side by side", () => {
    for (const [paper, orientation] of SHEETS) {
        const { legend, mapWidth } = sheetOf(paper, orientation, 500);
        assert.ok(legend.columns * legend.column + 80 <= mapWidth);
    }
});

test("a page of the rest is filled and no higher than asked", () => {
    const sheet = sheetOf("a4", "landscape", 500);
    const grid = restGrid(sheet, 400, 150);
    assert.deepEqual([grid.columns, grid.rows, grid.here], [4, 25, 100]);
    assert.equal(restGrid(sheet, 7, 150).here, 7);
});
