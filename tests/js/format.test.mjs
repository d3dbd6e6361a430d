import assert from "node:assert/strict";
import { test } from "node:test";

import {
    fill,
    formatCount,
    formatDate,
    formatDistance,
    formatShare,
    writeNumbersAs,
} from "../../static/js/core/format.js";

test("counts group by a dot; a hidden one says so", () => {
    assert.equal(formatCount(1234567), "1.234.567");
    assert.equal(formatCount(0), "0");
    assert.equal(formatCount(null), "•");
});

test("shares have one decimal and never hide a remainder", () => {
    assert.equal(formatShare(1340, 3391), "39,5%");
    assert.equal(formatShare(37, 100), "37,0%");
    assert.equal(formatShare(19999, 20000), "99,9%");
    assert.equal(formatShare(1, 20000), "0,1%");
    assert.equal(formatShare(5, 5), "100%");
    assert.equal(formatShare(0, 5), "0%");
    assert.equal(formatShare(0, 0), "–");
    assert.equal(formatShare(null, 9), "–");
});

test("dates are dd/MM/yyyy", () => {
    assert.equal(formatDate("2026-11-03"), "03/11/2026");
    assert.equal(formatDate("2026-11-03T08:15:00+07:00"), "03/11/2026");
    assert.equal(formatDate(null), "");
});

test("distances are in metres, then kilometres", () => {
    assert.equal(formatDistance(347), "350 m");
    assert.equal(formatDistance(996), "1,0 km");
    assert.equal(formatDistance(2440), "2,4 km");
    assert.equal(formatDistance(26400), "26 km");
});

test("numbers follow the page's language, and come back", () => {
    writeNumbersAs("en");
    assert.equal(formatCount(1234567), "1,234,567");
    assert.equal(formatShare(1340, 3391), "39.5%");
    assert.equal(formatDistance(2440), "2.4 km");
    assert.equal(formatDate("2026-11-03"), "03/11/2026");
    writeNumbersAs("vi");
    assert.equal(formatCount(1234567), "1.234.567");
});

test("fill puts values in by name and leaves unknown names", () => {
    assert.equal(fill("{n} hộ ở {place}", { n: 3, place: "Thôn <b>" }), "3 hộ ở Thôn <b>");
    assert.equal(fill("{other}", {}), "{other}");
});
