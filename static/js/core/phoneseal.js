/**
 * Items sealed to the server's public key: what waits on the phone can be sent while the phone is
 * locked, and nobody who finds the phone can read it, its owner's PIN or not.
 *
 * Sealed: ephemeral public key (65 bytes) | iv (12) | AES-256-GCM of the item's JSON, with the
 * item's uuid as what is authenticated beside it; the key by HKDF-SHA256 from ECDH on P-256.
 */
import { fromBase64, joined, toBase64, utf8 } from "./phonebytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = "gandan-phone-seal-1";
const IV_BYTES = 12;

/**
 * @param {{key_id: string, public_key: string}} seal the server's, its point in base64url
 * @param {{uuid: string}} item
 * @returns {Promise<string>} base64
 */
export async function sealItem(seal, item) {
    const { subtle } = globalThis.crypto;
    const server = await subtle.importKey("raw", fromBase64(seal.public_key), CURVE, false, []);
    const own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
    const header = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    const key = await sealingKey(own.privateKey, server, header, "encrypt");
    const iv = globalThis.crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: utf8(item.uuid) },
        key,
        utf8(JSON.stringify(item)),
    );
    return toBase64(joined(header, iv, new Uint8Array(sealed)));
}

/**
 * The key of one item, from either side.
 *
 * @param {CryptoKey} privateKey
 * @param {CryptoKey} publicKey
 * @param {Uint8Array} header the ephemeral public key, raw
 * @param {"encrypt" | "decrypt"} use
 * @returns {Promise<CryptoKey>}
 */
export async function sealingKey(privateKey, publicKey, header, use) {
    const { subtle } = globalThis.crypto;
    const shared = await subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
    const base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    return subtle.deriveKey(
        { name: "HKDF", hash: "SHA-256", salt: header, info: utf8(PURPOSE) },
        base,
        { name: "AES-GCM", length: 256 },
        false,
        [use],
    );
}
