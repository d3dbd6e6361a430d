/** The key of this phone's data while it is unlocked, in memory only. */
import {
    newDataKey,
    pinWait,
    unwrapByPin,
    unwrapBySecret,
    wrapByPin,
    wrapBySecret,
} from "../core/phonevault.js";
import { erase, inOne, mark, read, write } from "./db.js";
import { newPasskey, passkeySecret } from "./passkey.js";

/** @type {CryptoKey | null} */
let key = null;

/** The app was locked, or locked meanwhile: what was asked for ends with that, and nobody need know. */
export class Locked extends Error {}

/** @returns {CryptoKey} @throws {Locked} */
export function vaultKey() {
    if (key === null) {
        throw new Locked("locked");
    }
    return key;
}

/**
 * What `reading` finds, unless the app was locked before it had found all: then nothing is handed
 * out, not even to whoever has opened it again.
 *
 * @template Found
 * @param {() => Promise<Found>} reading
 * @returns {Promise<Found>}
 * @throws {Locked}
 */
export async function whileOpen(reading) {
    const opened = vaultKey();
    const found = await reading();
    if (key !== opened) {
        throw new Locked("locked meanwhile");
    }
    return found;
}

/** @returns {boolean} */
export function isUnlocked() {
    return key !== null;
}

/** @returns {Promise<boolean>} */
export async function isSetUp() {
    return (await read("meta", "wrapped")) !== undefined;
}

/**
 * A new key behind a new PIN; what was encrypted before cannot be read any more.
 *
 * @param {string} pin
 */
export async function setUp(pin) {
    const made = await newDataKey();
    const wrapped = await wrapByPin(made, pin);
    await inOne(["meta", "homes", "drafts"], "readwrite", (meta, homes, drafts) => {
        homes.clear();
        drafts.clear();
        meta.delete("passkey");
        meta.delete("wrong");
        meta.put(wrapped, "wrapped");
    });
    mark(true);
    key = await unwrapByPin(wrapped, pin);
}

/** @returns {Promise<number>} seconds until another PIN may be tried */
export async function secondsToWait() {
    const wrong = await read("meta", "wrong");
    if (!wrong) {
        return 0;
    }
    const passed = (Date.now() - wrong.at) / 1000;
    // A clock set back must not lock anybody out for years.
    return passed < 0 ? 0 : Math.max(0, Math.ceil(pinWait(wrong.count) - passed));
}

/** @param {string} pin @returns {Promise<boolean>} */
export async function unlock(pin) {
    const opened = await unwrapByPin(await read("meta", "wrapped"), pin);
    if (opened === null) {
        const wrong = (await read("meta", "wrong")) ?? { count: 0 };
        await write("meta", "wrong", { count: wrong.count + 1, at: Date.now() });
        return false;
    }
    await erase("meta", "wrong");
    key = opened;
    return true;
}

export function lock() {
    key = null;
}

/** @param {string} old @param {string} fresh @returns {Promise<boolean>} false: the old one is wrong */
export async function changePin(old, fresh) {
    const opened = await unwrapByPin(await read("meta", "wrapped"), old, true);
    if (opened === null) {
        return false;
    }
    await write("meta", "wrapped", await wrapByPin(opened, fresh));
    return true;
}

/** @returns {Promise<boolean>} */
export async function hasPasskey() {
    return (await read("meta", "passkey")) !== undefined;
}

/**
 * Let a passkey of this phone (a finger, a face) open it, too.
 *
 * @param {string} pin
 * @param {string} name shown by the phone
 * @returns {Promise<"done" | "wrong" | "impossible">}
 */
export async function addPasskey(pin, name) {
    const opened = await unwrapByPin(await read("meta", "wrapped"), pin, true);
    if (opened === null) {
        return "wrong";
    }
    const made = await newPasskey(name);
    if (made === null) {
        return "impossible";
    }
    const { secret, ...known } = made;
    await write("meta", "passkey", { ...known, wrapped: await wrapBySecret(opened, secret) });
    return "done";
}

export function removePasskey() {
    return erase("meta", "passkey");
}

/** @returns {Promise<boolean>} */
export async function unlockByPasskey() {
    const known = await read("meta", "passkey");
    const secret = known && (await passkeySecret(known));
    const opened = secret ? await unwrapBySecret(known.wrapped, secret) : null;
    key = opened ?? key;
    return opened !== null;
}
