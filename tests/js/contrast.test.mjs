import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { markInk, PEOPLE_FILLS } from "../../static/js/core/palette.js";
import { makeThemes } from "../../static/js/core/themes.js";

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what carries a meaning without text. */
const TEXT = 4.5;
const GRAPHIC = 3;

const styles = (name) =>
    readFileSync(new URL(`../../static/css/${name}`, import.meta.url), "utf-8");
const tokens = Object.fromEntries(
    [...styles("base.css").matchAll(/--gd-([\w-]+):\s*(#[0-9a-f]{3,6});/gi)].map(
        ([, name, colour]) => [name, colour],
    ),
);
const [, ground] = /--map-ground:\s*(#[0-9a-f]{6})/.exec(styles("map.css"));

const INKS = ["ink", "muted", "link", "primary", "primary-dark", "danger", "success", "warning"];
const PAPERS = ["surface", "paper", "primary-soft", "danger-soft", "success-soft", "warning-soft"];
const FILLED = ["primary", "primary-dark", "danger", "success"];

function luminance(colour) {
    const full = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, "$&$&") : colour;
    const [r, g, b] = [1, 3, 5].map((at) => {
        const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

test("the measure of contrast is the standard's", () => {
    assert.equal(contrast("#000", "#ffffff"), 21);
    assert.ok(Math.abs(contrast("#777777", "#fff") - 4.48) < 0.01);
});

test("every ink is readable on every paper", () => {
    for (const ink of INKS) {
        for (const paper of PAPERS) {
            const found = contrast(tokens[ink], tokens[paper]);
            assert.ok(found >= TEXT, `${ink} on ${paper}: ${found.toFixed(2)}`);
        }
    }
});

test("white is readable on every filled button", () => {
    for (const fill of FILLED) {
        assert.ok(contrast("#ffffff", tokens[fill]) >= TEXT, fill);
    }
});

test("edges of fields and the ring of focus are seen", () => {
    for (const edge of ["line-strong", "focus"]) {
        for (const paper of ["surface", "paper"]) {
            const found = contrast(tokens[edge], tokens[paper]);
            assert.ok(found >= GRAPHIC, `${edge} on ${paper}: ${found.toFixed(2)}`);
        }
    }
    assert.ok(contrast(tokens["focus-on-dark"], tokens.primary) >= GRAPHIC);
});

test("the mark in a dot is seen on its colour", () => {
    for (const fill of PEOPLE_FILLS) {
        const found = contrast(markInk(fill), fill);
        assert.ok(found >= GRAPHIC, `${fill}: ${found.toFixed(2)}`);
    }
});

test("every dot is seen on the map and on paper, by its fill or by its ring", () => {
    const strings = new Proxy({}, { get: () => "" });
    const recency = ["d7", "d15", "d30", "d60", "over", "never"].map((key) => ({ key }));
    const themes = makeThemes({ strings, recency, rule: { per_month: 2 }, tiles: { gaps: "/" } });
    let seen = 0;
    for (const theme of themes) {
        for (const { key, fill, ring } of theme.classes) {
            for (const paper of [ground, "#ffffff"]) {
                const found = Math.max(contrast(fill, paper), contrast(ring, paper));
                assert.ok(found >= GRAPHIC, `${theme.key} ${key}: ${found.toFixed(2)}`);
                seen += 1;
            }
        }
    }
    assert.ok(seen > 2 * PEOPLE_FILLS.length);
});
