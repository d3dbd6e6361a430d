/**
 * What the phone keeps, in IndexedDB. `meta` holds no personal data; `homes` and `drafts` hold
 * encrypted records; `outbox` what waits to be sent: sealed to the server, and encrypted for the
 * reader.
 */
const NAME = "gandan-phone";
const VERSION = 1;
/** Beside the database, so that a phone which threw the database away can be told from a new one. */
const MARK = "gandan-phone-kept";
export const STORES = ["meta", "homes", "drafts", "outbox"];

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

function open() {
    opening ??= new Promise((resolve, reject) => {
        const request = indexedDB.open(NAME, VERSION);
        request.onupgradeneeded = () => {
            for (const store of STORES) {
                request.result.createObjectStore(
                    store,
                    store === "outbox" ? { keyPath: "uuid" } : {},
                );
            }
        };
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
            const database = request.result;
            const forget = () => {
                opening = null;
            };
            database.onclose = forget;
            database.onversionchange = () => {
                database.close();
                forget();
            };
            resolve(database);
        };
    });
    return opening.catch((error) => {
        opening = null;
        throw error;
    });
}

/**
 * One transaction. `work` gets the stores and must not wait for anything but them; what it returns
 * is the answer, a request's result where it returns a request. The promise is kept when the data
 * is on the disk, not merely on its way there.
 *
 * @template T
 * @param {string[]} names
 * @param {"readonly" | "readwrite"} mode
 * @param {(...stores: IDBObjectStore[]) => T} work
 * @returns {Promise<any>}
 */
export async function inOne(names, mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
        const transaction = database.transaction(names, mode, { durability: "strict" });
        const made = work(...names.map((name) => transaction.objectStore(name)));
        transaction.oncomplete = () => resolve(made instanceof IDBRequest ? made.result : made);
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
}

/** @param {string} store @param {IDBValidKey} key @returns {Promise<any>} undefined when absent */
export function read(store, key) {
    return inOne([store], "readonly", (from) => from.get(key));
}

/** @param {string} store @returns {Promise<any[]>} */
export function readAll(store) {
    return inOne([store], "readonly", (from) => from.getAll());
}

/** @param {string} store @param {IDBValidKey} key @param {unknown} value */
export function write(store, key, value) {
    return inOne([store], "readwrite", (into) => into.put(value, key));
}

/** @param {string} store @param {IDBValidKey} key */
export function erase(store, key) {
    return inOne([store], "readwrite", (from) => from.delete(key));
}

/**
 * Change one item of the outbox as it is at that moment, whoever else works on it.
 *
 * @param {string} uuid
 * @param {(item: import("../core/phonequeue.js").Item) => import("../core/phonequeue.js").Item} change
 */
export function changeItem(uuid, change) {
    return inOne(["outbox"], "readwrite", (outbox) => {
        const asked = outbox.get(uuid);
        asked.onsuccess = () => {
            if (asked.result) {
                outbox.put(change(asked.result));
            }
        };
    });
}

/** Everything goes, at once; the empty database stays. */
export async function eraseAll() {
    await inOne(STORES, "readwrite", (...stores) => {
        for (const store of stores) {
            store.clear();
        }
    });
    mark(false);
}

/**
 * Delete all that the reader of this phone could read, and the key to it. What waits stays: sealed,
 * it can only be sent.
 */
export function eraseReadable() {
    return inOne(STORES, "readwrite", (meta, homes, drafts, outbox) => {
        homes.clear();
        drafts.clear();
        for (const name of ["wrapped", "passkey", "wrong"]) {
            meta.delete(name);
        }
        const asked = outbox.getAll();
        asked.onsuccess = () => {
            for (const { uuid, state } of asked.result) {
                if (state !== "waiting") {
                    outbox.delete(uuid);
                }
            }
        };
    });
}

/** @param {boolean} isKept */
export function mark(isKept) {
    // A worker has no such storage, and needs none.
    try {
        if (isKept) {
            localStorage.setItem(MARK, "1");
        } else {
            localStorage.removeItem(MARK);
        }
    } catch {
        // Then a phone that lost its data looks like a new one.
    }
}

/** @returns {boolean} whether this browser was given data to keep, and not told to forget it */
export function isMarked() {
    try {
        return localStorage.getItem(MARK) !== null;
    } catch {
        return false;
    }
}
