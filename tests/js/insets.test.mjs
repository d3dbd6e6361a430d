import assert from "node:assert/strict";
import { test } from "node:test";

import { clearOfTools } from "../../static/js/core/insets.js";

const SIDES = { top: 120, right: 0, bottom: 110, left: 0 };
const PHONE = { width: 390, height: 844 };

/** As Leaflet fits: whole zoom levels, each twice as large, both ways. */
function zoomsOf(width, height) {
    return ({ top, right, bottom, left }) =>
        Math.floor(
            Math.log2(
                Math.min(
                    (PHONE.width - left - right) / width,
                    (PHONE.height - top - bottom) / height,
                ),
            ),
        );
}

test("an area with room beside the tools moves over", () => {
    assert.deepEqual(clearOfTools({ ...SIDES, tools: 60 }, zoomsOf(150, 290)), {
        ...SIDES,
        right: 60,
    });
});

test("an area that needs the whole width keeps it", () => {
    assert.deepEqual(clearOfTools({ ...SIDES, tools: 60 }, zoomsOf(190, 290)), SIDES);
});

test("without tools nothing moves", () => {
    assert.deepEqual(clearOfTools(SIDES, zoomsOf(150, 290)), SIDES);
});
