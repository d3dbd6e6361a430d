/**
 * The key that what lies on the phone is encrypted with: random, and kept only wrapped, by a key
 * made from the PIN or from a passkey. Forgetting the PIN loses what it protects, on purpose.
 */
import { fromUtf8, utf8 } from "./phonebytes.js";

export const PIN_LENGTH = 6;
const ROUNDS = 600_000;
const AES = { name: "AES-GCM", length: 256 };
const IV_BYTES = 12;
const SALT_BYTES = 16;

/** @param {number} length @returns {Uint8Array} */
export function randomBytes(length) {
    return globalThis.crypto.getRandomValues(new Uint8Array(length));
}

/**
 * @typedef {{salt: Uint8Array, iv: Uint8Array, key: Uint8Array, rounds: number}} Wrapped
 *
 * @returns {Promise<CryptoKey>} can be wrapped
 */
export function newDataKey() {
    return globalThis.crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
}

/**
 * @param {CryptoKey} dataKey extractable
 * @param {string} pin
 * @param {number} [rounds]
 * @returns {Promise<Wrapped>}
 */
export async function wrapByPin(dataKey, pin, rounds = ROUNDS) {
    const salt = randomBytes(SALT_BYTES);
    return { salt, rounds, ...(await wrap(dataKey, await pinKey(pin, salt, rounds))) };
}

/**
 * @param {Wrapped} wrapped
 * @param {string} pin
 * @param {boolean} [extractable] only to wrap it anew
 * @returns {Promise<CryptoKey | null>} null: it is not that PIN
 */
export async function unwrapByPin(wrapped, pin, extractable = false) {
    return unwrap(wrapped, await pinKey(pin, wrapped.salt, wrapped.rounds), extractable);
}

/**
 * By what a passkey answers (32 bytes of its PRF), which needs no stretching.
 *
 * @param {CryptoKey} dataKey extractable
 * @param {BufferSource} secret
 * @returns {Promise<{iv: Uint8Array, key: Uint8Array}>}
 */
export async function wrapBySecret(dataKey, secret) {
    return wrap(dataKey, await secretKey(secret));
}

/** @param {{iv: Uint8Array, key: Uint8Array}} wrapped @param {BufferSource} secret */
export async function unwrapBySecret(wrapped, secret) {
    return unwrap(wrapped, await secretKey(secret), false);
}

/**
 * @param {CryptoKey} key
 * @param {string} name of the record, so that one cannot stand in for another
 * @param {unknown} value
 * @returns {Promise<{iv: Uint8Array, data: Uint8Array}>}
 */
export async function encryptJson(key, name, value) {
    const iv = randomBytes(IV_BYTES);
    const data = await globalThis.crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: utf8(name) },
        key,
        utf8(JSON.stringify(value)),
    );
    return { iv, data: new Uint8Array(data) };
}

/**
 * @param {CryptoKey} key
 * @param {string} name
 * @param {{iv: Uint8Array, data: Uint8Array}} record
 * @returns {Promise<any>}
 */
export async function decryptJson(key, name, { iv, data }) {
    const plain = await globalThis.crypto.subtle.decrypt(
        { name: "AES-GCM", iv, additionalData: utf8(name) },
        key,
        data,
    );
    return JSON.parse(fromUtf8(plain));
}

/**
 * @param {string} pin
 * @returns {"short" | "simple" | null} what is wrong with it
 */
export function pinFault(pin) {
    if (pin.length < PIN_LENGTH) {
        return "short";
    }
    const steps = [...pin].slice(1).map((sign, at) => sign.charCodeAt(0) - pin.charCodeAt(at));
    const isRow = [-1, 0, 1].some((step) => steps.every((each) => each === step));
    return isRow ? "simple" : null;
}

/**
 * Seconds to wait after so many wrong PINs in a row: none at first, then longer and longer.
 *
 * @param {number} wrong
 * @returns {number}
 */
export function pinWait(wrong) {
    return wrong < 5 ? 0 : Math.min(15 * 60, 30 * 2 ** (wrong - 5));
}

async function pinKey(pin, salt, iterations) {
    const { subtle } = globalThis.crypto;
    const base = await subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    return subtle.deriveKey(how, base, AES, false, ["wrapKey", "unwrapKey"]);
}

function secretKey(secret) {
    return globalThis.crypto.subtle.importKey("raw", secret, "AES-GCM", false, [
        "wrapKey",
        "unwrapKey",
    ]);
}

async function wrap(dataKey, by) {
    const iv = randomBytes(IV_BYTES);
    const key = await globalThis.crypto.subtle.wrapKey("raw", dataKey, by, {
        name: "AES-GCM",
        iv,
    });
    return { iv, key: new Uint8Array(key) };
}

async function unwrap({ iv, key }, by, extractable) {
    const uses = ["encrypt", "decrypt"];
    const how = { name: "AES-GCM", iv };
    try {
        return await globalThis.crypto.subtle.unwrapKey(
            "raw",
            key,
            by,
            how,
            AES,
            extractable,
            uses,
        );
    } catch {
        return null;
    }
}
