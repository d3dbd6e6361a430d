import assert from "node:assert/strict";
import { test } from "node:test";

import { makeMeasures, stepsOf } from "../../static/js/core/measures.js";
import { PEOPLE_FILLS } from "../../static/js/core/palette.js";
import {
    COVERAGE_STYLES,
    ISSUE_FILLS,
    LATENESS_STYLES,
    MONTH_STYLES,
    POVERTY_STYLES,
    recencyStyles,
    STAGE_STYLES,
} from "../../static/js/core/themes.js";

/** Machado, Oliveira & Fernandes (2009), full severity, applied to linear RGB. */
const VISIONS = {
    normal: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ],
    protanopia: [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
};

function linear(hex) {
    return [1, 3, 5].map((at) => {
        const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
}

function toLab(rgb) {
    const [r, g, b] = rgb.map((value) => Math.min(1, Math.max(0, value)));
    const [x, y, z] = [
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    ].map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex, vision) {
    const rgb = linear(hex);
    return toLab(VISIONS[vision].map((row) => row.reduce((sum, w, i) => sum + w * rgb[i], 0)));
}

function smallestDifference(colours, vision) {
    const labs = colours.map((colour) => seen(colour, vision));
    let smallest = Number.POSITIVE_INFINITY;
    labs.forEach((a, i) => {
        for (const b of labs.slice(i + 1)) {
            smallest = Math.min(smallest, Math.hypot(...a.map((value, k) => value - b[k])));
        }
    });
    return smallest;
}

/** The colour that carries the meaning: the ring where the dot is hollow. */
const main = (style) => (style.hollow ? style.ring : style.fill);

for (const vision of Object.keys(VISIONS)) {
    test(`every class is told apart with ${vision} colour vision`, () => {
        // A CIE76 difference of 20 is plain even between small dots.
        assert.ok(smallestDifference(Object.values(COVERAGE_STYLES).map(main), vision) > 40);
        assert.ok(smallestDifference(recencyStyles(6).map(main), vision) > 20);
        for (const styles of [MONTH_STYLES, POVERTY_STYLES, STAGE_STYLES, LATENESS_STYLES]) {
            assert.ok(smallestDifference(Object.values(styles).map(main), vision) > 20);
        }
        assert.ok(
            smallestDifference([COVERAGE_STYLES.uncovered.fill, ...PEOPLE_FILLS], vision) > 20,
        );
        assert.ok(smallestDifference(ISSUE_FILLS, vision) > 12);
        for (const measure of makeMeasures({})) {
            for (const compared of [false, true]) {
                const fills = stepsOf(measure, compared).map((step) => step.fill);
                assert.ok(smallestDifference(fills, vision) > 20, measure.key);
            }
        }
    });
}

test("a commune with fewer classes keeps the two ends and their meaning", () => {
    const fills = recencyStyles(4).map(main);
    assert.equal(fills.length, 4);
    assert.deepEqual(
        [fills[0], ...fills.slice(-2)],
        [main(recencyStyles(6)[0]), ...recencyStyles(6).slice(-2).map(main)],
    );
});
