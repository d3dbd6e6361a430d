/**
 * Check-ins on their way: kept on the phone before anybody is told so, then sent. Beside the sealed
 * item lies a copy that its writer can read again, encrypted with the phone's own key.
 */
import { dayOf } from "../core/phonemonth.js";
import { newItem, outlived } from "../core/phonequeue.js";
import { sealItem } from "../core/phoneseal.js";
import { decryptJson, encryptJson } from "../core/phonevault.js";
import { changeItem, erase, inOne, read, readAll } from "./db.js";
import { tell } from "./signals.js";
import { vaultKey } from "./vault.js";

/**
 * @typedef {object} Copy
 * @property {any} item as it is sent
 * @property {string} head of the household, to show
 * @property {string} code
 *
 * @typedef {import("../core/phonequeue.js").Item & {opened: Copy | null}} Shown
 */

/**
 * Keep what was written down, in one piece with the end of its draft. When this is done it is on
 * the disk.
 *
 * @param {Copy[]} copies a contact, and perhaps a better place of the household, its issues
 * @param {number | null} household whose draft is done with
 * @param {string} [replaced] uuid of a refused item that this one mends; it may bear the same one
 */
export async function keepItems(copies, household, replaced) {
    const items = await Promise.all(copies.map(itemOf));
    await inOne(["outbox", "drafts"], "readwrite", (outbox, drafts) => {
        if (replaced) {
            outbox.delete(replaced);
        }
        for (const item of items) {
            outbox.add(item);
        }
        if (household !== null) {
            drafts.delete(household);
        }
    });
    tell("queue");
}

async function itemOf(copy) {
    const seal = await read("meta", "seal");
    const { uuid } = copy.item;
    return newItem(
        {
            uuid,
            key_id: seal.key_id,
            sealed: await sealItem(seal, copy.item),
            copy: await encryptJson(vaultKey(), `copy:${uuid}`, copy),
        },
        Date.now(),
    );
}

/** @returns {Promise<Shown[]>} the newest first */
export async function shownItems() {
    const items = await readAll("outbox");
    const shown = items.map(async (item) => ({
        ...item,
        // What an earlier PIN closed is sent all the same; it just cannot be read here.
        opened: await decryptJson(vaultKey(), `copy:${item.uuid}`, item.copy).catch(() => null),
    }));
    return (await Promise.all(shown)).sort((a, b) => b.made_at - a.made_at);
}

/**
 * Contacts that the households of `since` do not count yet.
 *
 * @param {Shown[]} items
 * @param {number} since when the server told them last, milliseconds
 * @returns {import("../core/phonemonth.js").Made[]}
 */
export function madeSince(items, since) {
    return notTold(items, since, "contact").map(({ opened: { item } }) => ({
        household: item.household,
        day: dayOf(Date.parse(item.said_at)),
        in_person: item.channel === "in_person",
        next_visit_on: item.next_visit_on,
    }));
}

/**
 * What was told and reported here, and the households of `since` do not know yet.
 *
 * @param {Shown[]} items
 * @param {number} since
 */
export function issuesSince(items, since) {
    const told = notTold(items, since, "issue_told");
    const reported = notTold(items, since, "issue");
    return {
        told: new Set(told.map(({ opened }) => opened.item.issue)),
        reported: reported.map(({ opened: { item } }) => ({
            household: item.household,
            kind: item.issue_kind,
        })),
    };
}

function notTold(items, since, kind) {
    return items.filter(
        ({ state, settled_at, opened }) =>
            opened?.item.kind === kind &&
            (state === "waiting" || (state === "sent" && settled_at > since)),
    );
}

/** Seal anew what the server's present key does not open; only an unlocked phone can. */
export async function resealItems() {
    const seal = await read("meta", "seal");
    const closed = (await shownItems()).filter(
        ({ state, reseal, key_id, opened }) =>
            state === "waiting" && opened !== null && (reseal || key_id !== seal.key_id),
    );
    for (const { uuid, opened } of closed) {
        const sealed = await sealItem(seal, opened.item);
        await changeItem(uuid, (item) => ({
            ...item,
            sealed,
            key_id: seal.key_id,
            reseal: false,
        }));
    }
}

/** @param {string} uuid its writer has confirmed it */
export async function dropItem(uuid) {
    await erase("outbox", uuid);
    tell("queue");
}

/** Forget what was sent long ago. */
export async function tidy() {
    const gone = outlived(await readAll("outbox"), Date.now());
    await inOne(["outbox"], "readwrite", (outbox) => {
        for (const uuid of gone) {
            outbox.delete(uuid);
        }
    });
}

/** @param {number} household @returns {Promise<any>} what was begun there; null: nothing */
export async function readDraft(household) {
    const record = await read("drafts", household);
    const open = (it) => decryptJson(vaultKey(), `draft:${household}`, it).catch(() => null);
    return record ? open(record) : null;
}

/** @param {number} household @param {object} draft */
export async function keepDraft(household, draft) {
    const record = await encryptJson(vaultKey(), `draft:${household}`, draft);
    await inOne(["drafts"], "readwrite", (drafts) => drafts.put(record, household));
}
