/**
 * What the server has told: households, rule, companions. One encrypted record, so that it is whole
 * or not there.
 */
import { decryptJson, encryptJson } from "../core/phonevault.js";
import { ApiError, get, post } from "./api.js";
import { inOne, read, write } from "./db.js";
import { vaultKey } from "./vault.js";

const LAYERS_KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * @typedef {object} Book
 * @property {import("../core/phonemonth.js").Home[]} homes
 * @property {import("../core/phonemonth.js").Rule} rule
 * @property {{key?: string, name: string, person: number | null}} user
 * @property {Array<{id: number, name: string}>} companions
 * @property {Array<{code: string, label: string, part: string}>} changes
 * @property {Array<{code: string, label: string}>} channels
 * @property {import("../core/phoneissues.js").Words} [issue_words] an earlier server has none
 * @property {string} cursor
 * @property {number} taken_at milliseconds, by this phone's clock
 */

/** Register this browser, and learn the key that items are sealed to. */
export async function registerDevice() {
    const uuid = (await read("meta", "device")) ?? crypto.randomUUID();
    await write("meta", "device", uuid);
    const { seal, wipe } = await post("device/", { uuid, kind: deviceKind(), wiped: false });
    await write("meta", "seal", seal);
    if (wipe === true) {
        throw new ApiError("wipe", 200);
    }
}

/** So that its owner knows it in the list of his or her phones. */
function deviceKind() {
    const known = [
        [/Android/, "android"],
        [/iPhone|iPad/, "iphone"],
        [/Windows|Macintosh|Linux/, "computer"],
    ];
    return known.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? "other";
}

/** @returns {Promise<Book | null>} */
export async function readBook() {
    const record = await read("homes", "book");
    return record ? decryptJson(vaultKey(), "book", record) : null;
}

/**
 * Ask what has changed since, and keep it.
 *
 * @returns {Promise<Book>}
 * @throws {ApiError}
 */
export async function refreshBook() {
    const known = await readBook();
    const answer = await askChanges(known?.cursor ?? null);
    // A phone that is to forget is told nothing more.
    if (answer.wipe === true) {
        throw new ApiError("wipe", 200);
    }
    const isSameUser = !known || known.user.key === answer.user.key;
    if (!isSameUser) {
        throw new ApiError("other_user", 409);
    }
    const book = merged(known, answer);
    await keep("book", book);
    return book;
}

async function askChanges(cursor) {
    try {
        return await post("changes/", { cursor });
    } catch (error) {
        // A cursor of another time: then everything anew.
        if (cursor !== null && error instanceof ApiError && [400, 422].includes(error.status)) {
            return { ...(await post("changes/", { cursor: null })), anew: true };
        }
        throw error;
    }
}

/**
 * @param {Book | null} known
 * @param {any} answer
 * @returns {Book}
 */
function merged(known, answer) {
    const homes = new Map(answer.anew ? [] : (known?.homes ?? []).map((home) => [home.id, home]));
    for (const id of answer.gone) {
        homes.delete(id);
    }
    for (const home of answer.changed) {
        homes.set(home.id, home);
    }
    const { rule, user, companions, changes, channels, issue_words, cursor } = answer;
    return {
        ...{ rule, user, companions, changes, channels, issue_words, cursor },
        homes: [...homes.values()],
        taken_at: Date.now(),
    };
}

/**
 * Outlines of my villages and groups, the last ones seen where there is no signal.
 *
 * @returns {Promise<object | null>} GeoJSON
 */
export async function layers() {
    const record = await read("homes", "layers");
    const known = record ? await decryptJson(vaultKey(), "layers", record) : null;
    if (known && Date.now() - known.taken_at < LAYERS_KEPT_MS) {
        return known.outlines;
    }
    try {
        const outlines = await get("layers/");
        await keep("layers", { outlines, taken_at: Date.now() });
        return outlines;
    } catch {
        return known?.outlines ?? null;
    }
}

async function keep(name, value) {
    const record = await encryptJson(vaultKey(), name, value);
    await inOne(["homes"], "readwrite", (homes) => homes.put(record, name));
}
