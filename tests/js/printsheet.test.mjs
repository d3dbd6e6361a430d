import assert from "node:assert/strict";
import { test } from "node:test";

import {
    mapPixels,
    niceScale,
    pagesOf,
    scaleBar,
    scaleOf,
    sheetOf,
    shortTitle,
    zoomFor,
} from "../../static/js/core/printsheet.js";

test("sheets turn, and the map lies within them", () => {
    for (const paper of ["a4", "a3"]) {
        const portrait = sheetOf(paper, "portrait");
        const landscape = sheetOf(paper, "landscape");
        assert.deepEqual([portrait.width, portrait.height], [landscape.height, landscape.width]);
        for (const sheet of [portrait, landscape]) {
            assert.ok(sheet.mapWidth < sheet.width && sheet.mapHeight < sheet.height - 40);
        }
    }
    assert.equal(sheetOf("a4", "portrait").width, 210);
    assert.equal(sheetOf("a3", "landscape").width, 420);
});

test("a map pixel is two thirds of a CSS pixel of paper", () => {
    assert.equal(mapPixels(25.4), 144);
});

test("scale and zoom are each other's inverse", () => {
    for (const n of [1000, 25_000, 1_000_000]) {
        assert.ok(Math.abs(scaleOf(zoomFor(n, 21.5), 21.5) / n - 1) < 1e-9);
    }
    // 156 543 m a pixel on the equator, 144 map pixels an inch.
    assert.ok(Math.abs(scaleOf(0, 0) - (156543.03392804097 * 144) / 0.0254) < 1);
});

test("a round scale shows at least as much, and not much more", () => {
    for (let n = 500; n < 5_000_000; n *= 1.07) {
        const nice = niceScale(n);
        assert.ok(nice >= n * (1 - 1e-8) && nice <= n * 1.34, `${n} → ${nice}`);
    }
    assert.equal(niceScale(10_000), 10_000);
    assert.equal(niceScale(10_001), 12_500);
    assert.equal(niceScale(81_000), 100_000);
});

test("the bar is a round length that fits", () => {
    assert.deepEqual(scaleBar(10_000), { metres: 500, mm: 50 });
    assert.deepEqual(scaleBar(25_000), { metres: 1000, mm: 40 });
    for (let n = 500; n < 5_000_000; n *= 1.3) {
        const { mm } = scaleBar(n);
        assert.ok(mm <= 60 && mm >= 23, `${n}: ${mm} mm`);
    }
});

test("titles are one short line", () => {
    assert.equal(shortTitle("  Thôn\n Nà  A "), "Thôn Nà A");
    assert.equal(shortTitle("a".repeat(500)).length, 120);
});

test("rows are shared out over pages without losing one", () => {
    assert.deepEqual(pagesOf([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
    assert.deepEqual(pagesOf([], 2), []);
});
