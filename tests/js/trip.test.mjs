import assert from "node:assert/strict";
import { test } from "node:test";

import { issuesOf } from "../../static/js/core/clusters.js";
import { dayAfter, dayTyped, planBody, stopsOf, wayOf } from "../../static/js/core/trip.js";

const [A, B, C] = [1, 2, 3].map((n) => ({ lat: n, lon: n * 10 }));

test("the way begins at the start and comes back to it", () => {
    assert.deepEqual(wayOf(A, [B, C], true), [
        [1, 10],
        [2, 20],
        [3, 30],
        [1, 10],
    ]);
    assert.deepEqual(wayOf(A, [B], false), [
        [1, 10],
        [2, 20],
    ]);
    assert.deepEqual(wayOf(null, [B, C], true), [
        [2, 20],
        [3, 30],
    ]);
    assert.deepEqual(wayOf(A, [], true), [[1, 10]]);
});

test("the day after, over the end of a year", () => {
    assert.equal(dayAfter("2026-12-31", 1), "2027-01-01");
    assert.equal(dayAfter("2028-02-28", 1), "2028-02-29");
});

test("a day as people write it", () => {
    assert.equal(dayTyped("27/11/2026"), "2026-11-27");
    assert.equal(dayTyped(" 1.2.2027 "), "2027-02-01");
    for (const wrong of ["31/02/2026", "2026-11-27", "mai", "", "1/13/2026"]) {
        assert.equal(dayTyped(wrong), null);
    }
});

test("a trip's body is the same whatever the order of the choice", () => {
    const form = { day: "2026-11-27", name: " Nà A " };
    const body = planBody(form, [3, 1, 3], new Map([[1, 7]]));
    assert.deepEqual(body, {
        day: "2026-11-27",
        name: "Nà A",
        stops: [
            { household: 1, issue: 7 },
            { household: 3, issue: null },
        ],
    });
    assert.deepEqual(stopsOf([2]), [{ household: 2, issue: null }]);
});

test("a cluster says whose issue is whose", () => {
    const cluster = {
        free: [
            [11, 1],
            [12, 1],
            [13, 2],
        ],
    };
    assert.deepEqual(
        [...issuesOf(cluster)],
        [
            [1, 11],
            [2, 13],
        ],
    );
});
