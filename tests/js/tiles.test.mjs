import assert from "node:assert/strict";
import { test } from "node:test";

import { PbfWriter } from "pbf";

import { decodeTile, factsAt, holds } from "../../static/js/core/mvt.js";
import { TileCache } from "../../static/js/core/tilecache.js";

/** A tile by hand: layer name → features of whole-number attributes. */
function makeTile(layers) {
    const tile = new PbfWriter();
    for (const [name, features] of Object.entries(layers)) {
        const [keys, values] = [[], []];
        tile.writeMessage(3, (_, layer) => {
            layer.writeVarintField(15, 2);
            layer.writeStringField(1, name);
            for (const feature of features) {
                const tags = Object.entries(feature.facts).flatMap(([key, value]) => [
                    keys.push(key) - 1,
                    values.push(value) - 1,
                ]);
                layer.writeMessage(2, (_feature, out) => {
                    out.writeVarintField(1, feature.id);
                    out.writePackedVarint(2, tags);
                    out.writeVarintField(3, feature.type);
                    out.writePackedVarint(4, feature.commands);
                });
            }
            for (const key of keys) {
                layer.writeStringField(3, key);
            }
            for (const value of values) {
                layer.writeMessage(4, (_value, out) => out.writeVarintField(4, value));
            }
            layer.writeVarintField(5, 4096);
        });
    }
    return tile.finish();
}

const zigzag = (value) => (value << 1) ^ (value >> 31);
const point = (x, y) => [9, zigzag(x), zigzag(y)];
const square = (side) => [9, 0, 0, 26, zigzag(side), 0, 0, zigzag(side), zigzag(-side), 0, 15];

test("a household's facts come out; what the tile leaves out is null, none or 0", () => {
    const bytes = makeTile({
        households: [
            {
                id: 7,
                type: 1,
                commands: point(2048, 1024),
                facts: { v: 3, p: 9, d: 0, i: 2, s: 2, f: 1, t: 1 },
            },
            { id: 8, type: 1, commands: point(4095, 0), facts: { v: 3 } },
        ],
    });
    const { households } = decodeTile(bytes, { z: 2, x: 1, y: 3 });
    assert.deepEqual([...households.ids], [7, 8]);
    assert.equal(households.xs[0], 1.5 / 4);
    assert.equal(households.ys[0], 3.25 / 4);
    const nothing = { group: null, month: 0 };
    assert.deepEqual(factsAt(households, 0), {
        ...nothing,
        id: 7,
        village: 3,
        person: 9,
        days: 0,
        lacks: 2,
        poverty: "poor",
        policy: true,
        provisional: true,
        issues: "",
    });
    assert.deepEqual(factsAt(households, 1), {
        ...nothing,
        id: 8,
        village: 3,
        person: null,
        days: null,
        lacks: 0,
        poverty: "none",
        policy: false,
        provisional: false,
        issues: "",
    });
});

test("an area comes with its figures and holds what lies in it", () => {
    const bytes = makeTile({
        villages: [{ id: 5, type: 3, commands: square(2048), facts: { h: 12, u: 3 } }],
    });
    const { villages, communes } = decodeTile(bytes, { z: 0, x: 0, y: 0 });
    assert.deepEqual(communes, []);
    assert.deepEqual({ ...villages[0].facts }, { h: 12, u: 3 });
    assert.ok(holds(villages[0], 0.25, 0.25));
    assert.ok(!holds(villages[0], 0.75, 0.25));
});

test("a crowd is a number of households in the middle of them", () => {
    const crowds = [{ id: 0, type: 1, commands: point(2048, 1024), facts: { n: 9, u: 4 } }];
    const tile = decodeTile(makeTile({ crowds }), { z: 2, x: 1, y: 3 });
    assert.deepEqual(tile.crowds, [
        { x: 1.5 / 4, y: 3.25 / 4, households: 9, uncovered: 4, covered: 5 },
    ]);
    assert.equal(tile.households.ids.length, 0);
});

test("a tile without a byte is an empty one", () => {
    const tile = decodeTile(new ArrayBuffer(0), { z: 5, x: 1, y: 1 });
    assert.equal(tile.households.ids.length, 0);
    assert.deepEqual(tile.gaps, []);
});

test("the cache forgets the tile used longest ago, and old ones", () => {
    let now = 0;
    const cache = new TileCache(2, 100, () => now);
    cache.set("a", 1);
    cache.set("b", 2);
    assert.equal(cache.get("a"), 1);
    cache.set("c", 3);
    assert.equal(cache.get("b"), undefined);
    now = 101;
    assert.equal(cache.get("a"), undefined);
});
