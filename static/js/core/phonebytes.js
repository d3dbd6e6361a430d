/** Bytes and text, for keys and sealed items. Standard base64 outwards; both alphabets inwards. */

const CHUNK = 0x8000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** @param {string} text @returns {Uint8Array} */
export function utf8(text) {
    return encoder.encode(text);
}

/** @param {BufferSource} bytes @returns {string} */
export function fromUtf8(bytes) {
    return decoder.decode(bytes);
}

/** @param {Uint8Array} bytes @returns {string} with padding */
export function toBase64(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += CHUNK) {
        text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
    }
    return btoa(text);
}

/** @param {string} text base64 or base64url, with padding or without @returns {Uint8Array} */
export function fromBase64(text) {
    const standard = text.replaceAll("-", "+").replaceAll("_", "/");
    return Uint8Array.from(atob(standard), (sign) => sign.charCodeAt(0));
}

/** @param {...Uint8Array} parts @returns {Uint8Array} */
export function joined(...parts) {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}
