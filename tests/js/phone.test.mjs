import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, fromUtf8, toBase64, utf8 } from "../../static/js/core/phonebytes.js";
import { better, canPlace, fixState, toFix } from "../../static/js/core/phonefix.js";
import {
    found,
    inOrder,
    isStale,
    likelyChannel,
    metresTo,
    nearerOnes,
} from "../../static/js/core/phonehomes.js";
import {
    addDays,
    dayOf,
    daysBetween,
    monthStart,
    standingOf,
    withMade,
} from "../../static/js/core/phonemonth.js";
import {
    afterAnswer,
    afterFailure,
    counted,
    isDue,
    newItem,
    outlived,
    waitAfter,
} from "../../static/js/core/phonequeue.js";
import { sealItem, sealingKey } from "../../static/js/core/phoneseal.js";
import {
    decryptJson,
    encryptJson,
    newDataKey,
    pinFault,
    pinWait,
    randomBytes,
    unwrapByPin,
    unwrapBySecret,
    wrapByPin,
    wrapBySecret,
} from "../../static/js/core/phonevault.js";

const RULE = { per_month: 2, in_person_minimum: 1, month_start: 1 };
const TODAY = "2026-11-26";
const HOUR = 60 * 60 * 1000;

function home(id, more = {}) {
    return {
        id,
        code: `T01-1-${id}`,
        head: `Nông Thị ${id}`,
        address: "",
        village: "Thôn Nà A",
        group: "Tổ 1",
        lon: 106.2,
        lat: 21.5,
        month: { days: 0, in_person: 0 },
        last_day: null,
        next_visit_on: null,
        ...more,
    };
}

const row = (one, metres = null) => ({
    home: one,
    standing: standingOf(one, RULE, TODAY, TODAY),
    metres,
});

test("the day is that of Vietnam, whatever the phone's zone", () => {
    assert.equal(dayOf(Date.parse("2026-11-25T16:59:59Z")), "2026-11-25");
    assert.equal(dayOf(Date.parse("2026-11-25T17:00:00Z")), "2026-11-26");
    assert.equal(daysBetween("2026-10-31", "2026-11-02"), 2);
    assert.equal(addDays("2026-12-30", 7), "2027-01-06");
});

test("the commune's month may begin on any day up to the 28th", () => {
    assert.equal(monthStart(TODAY, 1), "2026-11-01");
    assert.equal(monthStart(TODAY, 26), "2026-11-26");
    assert.equal(monthStart(TODAY, 27), "2026-10-27");
    assert.equal(monthStart("2026-01-03", 25), "2025-12-25");
});

test("a household is done when the days and the meetings are there", () => {
    const kept = home(1, { month: { days: 2, in_person: 1 }, last_day: "2026-11-20" });
    assert.deepEqual(standingOf(kept, RULE, TODAY, TODAY), {
        days: 2,
        done: true,
        owed: 0,
        needsMeeting: false,
        since: 6,
    });
    const phoned = standingOf(home(1, { month: { days: 2, in_person: 0 } }), RULE, TODAY, TODAY);
    assert.equal(phoned.done, false);
    assert.equal(phoned.owed, 1);
    assert.equal(phoned.needsMeeting, true);
    assert.equal(phoned.since, null);
});

test("what was told last month counts for nothing in this one", () => {
    const kept = home(1, { month: { days: 2, in_person: 2 }, last_day: "2026-10-30" });
    assert.equal(standingOf(kept, RULE, "2026-11-01", "2026-10-31").owed, 2);
});

test("what was written down here counts at once, several on one day once", () => {
    const made = [
        { household: 1, day: TODAY, in_person: false, next_visit_on: null },
        { household: 1, day: TODAY, in_person: true, next_visit_on: "2026-12-01" },
        { household: 1, day: "2026-10-30", in_person: true, next_visit_on: null },
    ];
    const [one, two] = withMade([home(1), home(2)], made, RULE, TODAY, TODAY);
    assert.deepEqual(one.month, { days: 1, in_person: 1 });
    assert.equal(one.last_day, TODAY);
    assert.equal(one.next_visit_on, "2026-12-01");
    assert.deepEqual(two, home(2));
    const told = home(1, { month: { days: 1, in_person: 1 }, last_day: TODAY });
    assert.deepEqual(withMade([told], made, RULE, TODAY, TODAY)[0].month, told.month);
});

test("whom I owe comes first, then the nearest", () => {
    const done = home(9, { month: { days: 2, in_person: 2 } });
    const rows = [row(done, 5), row(home(2), 900), row(home(1), 40), row(home(3), null)];
    assert.deepEqual(
        inOrder(rows).map((each) => each.home.id),
        [1, 2, 3, 9],
    );
});

test("without a position the longest ago comes first, and never before all", () => {
    const rows = [
        row(home(1, { last_day: "2026-11-20" })),
        row(home(2, { last_day: "2026-09-20" })),
        row(home(3)),
        row(home(4, { month: { days: 1, in_person: 1 }, last_day: "2026-11-01" })),
    ];
    assert.deepEqual(
        inOrder(rows).map((each) => each.home.id),
        [3, 2, 1, 4],
    );
});

test("a search needs no accents and looks in name, code and place", () => {
    const rows = [row(home(1, { head: "Hoàng Văn Đức" })), row(home(2))];
    assert.deepEqual(found(rows, "duc hoang", "all"), [rows[0]]);
    assert.deepEqual(found(rows, "t01-1-2", "all"), [rows[1]]);
    assert.equal(found(rows, "", "owed").length, 2);
    assert.equal(found(rows, "", "done").length, 0);
});

test("data is stale after 72 hours, and when the clock was set back", () => {
    assert.equal(isStale(0, 72 * HOUR), false);
    assert.equal(isStale(0, 72 * HOUR + 1), true);
    assert.equal(isStale(25 * HOUR, 0), true);
});

test("nearer households are offered only when the chosen one is far", () => {
    const chosen = home(1);
    const fix = { lon: 106.21, lat: 21.5, accuracy: 20 };
    const homes = [
        chosen,
        home(2, { lon: 106.2101 }),
        home(3, { lon: 106.2105 }),
        home(4, { lon: null, lat: null }),
    ];
    assert.ok(Math.abs(metresTo(chosen, fix) - 1035) < 5);
    assert.deepEqual(
        nearerOnes(homes, chosen, fix).map((each) => each.home.id),
        [2, 3],
    );
    assert.deepEqual(nearerOnes(homes, chosen, { ...fix, lon: 106.2005 }), []);
    assert.deepEqual(nearerOnes(homes, chosen, { ...fix, accuracy: 2000 }), []);
    assert.equal(metresTo(homes[3], fix), null);
    assert.equal(metresTo(chosen, null), null);
});

test("in person is likely unless one is plainly elsewhere", () => {
    assert.equal(likelyChannel(null), "in_person");
    assert.equal(likelyChannel(40), "in_person");
    assert.equal(likelyChannel(5000), "phone");
});

test("a position is waited for up to half a minute", () => {
    const rough = { lon: 1, lat: 1, accuracy: 80 };
    assert.equal(fixState(null, 0, false), "waiting");
    assert.equal(fixState(rough, 29_999, false), "waiting");
    assert.equal(fixState(rough, 30_000, false), "poor");
    assert.equal(fixState(null, 30_000, false), "none");
    assert.equal(fixState(null, 0, true), "denied");
    assert.equal(fixState({ ...rough, accuracy: 12 }, 0, false), "good");
    assert.deepEqual(better({ ...rough, accuracy: 12 }, rough).accuracy, 12);
    assert.deepEqual(better(null, rough), rough);
    assert.equal(canPlace(rough), false);
    assert.deepEqual(
        toFix({ coords: { longitude: 106.12345678, latitude: 21.5, accuracy: 7.26 } }),
        { lon: 106.123457, lat: 21.5, accuracy: 7.3 },
    );
});

test("an item waits longer and longer, and never for ever", () => {
    assert.equal(waitAfter(1, 1), 5_000);
    assert.equal(waitAfter(3, 1), 20_000);
    assert.equal(waitAfter(30, 1), 15 * 60_000);
    assert.equal(waitAfter(1, 0), 2_500);
    let item = newItem({ uuid: "a", sealed: "", key_id: "k", copy: {} }, 1000);
    assert.ok(isDue(item, 1000));
    item = afterFailure(item, 1000, 1);
    assert.ok(!isDue(item, 5_999));
    assert.ok(isDue(item, 6_000));
    // The clock was two years ahead when it failed.
    assert.ok(isDue({ ...item, next_try_at: 1000 + 2 * 365 * 24 * HOUR }, 1000));
});

test("an item is settled by the server's word alone", () => {
    const item = newItem({ uuid: "a", sealed: "", key_id: "k", copy: {} }, 0);
    const sent = afterAnswer(item, { status: "accepted", code: 200, reason: null }, 5);
    assert.equal(sent.state, "sent");
    assert.equal(afterAnswer(sent, { status: "refused", code: 409, reason: "x" }, 6).state, "sent");
    assert.equal(afterFailure(sent, 6, 1), sent);
    const refused = afterAnswer(item, { status: "refused", code: 422, reason: "Sai ngày" }, 5);
    assert.deepEqual([refused.state, refused.reason, refused.code], ["refused", "Sai ngày", 422]);
    const closed = { status: "refused", code: 422, reason: "", answer: { code: "cannot_open" } };
    const waiting = afterAnswer(item, closed, 5);
    assert.deepEqual([waiting.state, waiting.reseal], ["waiting", true]);
    assert.deepEqual(counted([item, sent, refused, refused]), { waiting: 1, sent: 1, refused: 2 });
});

test("only what was sent is ever let go", () => {
    const item = newItem({ uuid: "a", sealed: "", key_id: "k", copy: {} }, 0);
    const old = { ...item, uuid: "old", state: "sent", settled_at: 0 };
    const fresh = { ...item, uuid: "fresh", state: "sent", settled_at: 8 * 24 * HOUR };
    const refused = { ...item, uuid: "refused", state: "refused", settled_at: 0 };
    assert.deepEqual(outlived([item, refused, old, fresh], 8 * 24 * HOUR), ["old"]);
    const many = Array.from({ length: 53 }, (_, n) => ({ ...old, uuid: `${n}`, settled_at: n }));
    assert.deepEqual(outlived(many, 60), ["2", "1", "0"]);
});

test("bytes come back from either alphabet of base64", () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    assert.deepEqual(fromBase64("-_8"), Uint8Array.of(251, 255));
    assert.equal(fromUtf8(utf8("Nguyễn")), "Nguyễn");
});

test("only the PIN opens what it closed, and a record opens under its own name only", async () => {
    const key = await newDataKey();
    const wrapped = await wrapByPin(key, "281947", 1000);
    assert.equal(await unwrapByPin(wrapped, "281948"), null);
    const opened = await unwrapByPin(wrapped, "281947");
    assert.equal(opened.extractable, false);
    const record = await encryptJson(key, "book", { head: "Nông Thị Én" });
    assert.deepEqual(await decryptJson(opened, "book", record), { head: "Nông Thị Én" });
    await assert.rejects(decryptJson(opened, "layers", record));
});

test("a passkey's secret opens the same key", async () => {
    const key = await newDataKey();
    const secret = randomBytes(32);
    const opened = await unwrapBySecret(await wrapBySecret(key, secret), secret);
    const record = await encryptJson(key, "book", 1);
    assert.equal(await decryptJson(opened, "book", record), 1);
    assert.equal(await unwrapBySecret(await wrapBySecret(key, secret), randomBytes(32)), null);
});

test("a PIN that is a row is none", () => {
    assert.equal(pinFault("12345"), "short");
    for (const row of ["123456", "654321", "000000"]) {
        assert.equal(pinFault(row), "simple");
    }
    assert.equal(pinFault("281947"), null);
    assert.deepEqual([4, 5, 7, 40].map(pinWait), [0, 30, 120, 900]);
});

test("what was sealed opens with the server's key, and under its own uuid only", async () => {
    const { subtle } = globalThis.crypto;
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const server = await subtle.generateKey(curve, true, ["deriveBits"]);
    const raw = new Uint8Array(await subtle.exportKey("raw", server.publicKey));
    const public_key = toBase64(raw).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
    const item = { uuid: "0b0e7f5e-0000-4000-8000-000000000001", note: "Đã gặp chủ hộ" };
    const sealed = fromBase64(await sealItem({ key_id: "1", public_key }, item));
    const header = sealed.slice(0, 65);
    const ephemeral = await subtle.importKey("raw", header, curve, false, []);
    const key = await sealingKey(server.privateKey, ephemeral, header, "decrypt");
    const open = (uuid) =>
        subtle.decrypt(
            { name: "AES-GCM", iv: sealed.slice(65, 77), additionalData: utf8(uuid) },
            key,
            sealed.slice(77),
        );
    assert.deepEqual(JSON.parse(fromUtf8(await open(item.uuid))), item);
    await assert.rejects(open("0b0e7f5e-0000-4000-8000-000000000002"));
});
