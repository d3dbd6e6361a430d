/**
 * A passkey that only opens this phone: its PRF answers the same secret each time. The server
 * never hears of it; for log-in there are others.
 */
import { randomBytes } from "../core/phonevault.js";

const SECRET_BYTES = 32;

/** @returns {Promise<boolean>} whether this phone may have such a thing */
export async function mayHavePasskey() {
    try {
        return await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
    } catch {
        return false;
    }
}

/**
 * @param {string} name
 * @returns {Promise<{id: Uint8Array, salt: Uint8Array, secret: BufferSource} | null>} null: refused,
 *     or the phone's passkeys have no PRF
 */
export async function newPasskey(name) {
    const salt = randomBytes(SECRET_BYTES);
    try {
        const made = await navigator.credentials.create({
            publicKey: {
                challenge: randomBytes(SECRET_BYTES),
                rp: { name: "Gần Dân" },
                user: { id: randomBytes(16), name, displayName: name },
                pubKeyCredParams: [
                    { type: "public-key", alg: -7 },
                    { type: "public-key", alg: -257 },
                ],
                authenticatorSelection: {
                    authenticatorAttachment: "platform",
                    userVerification: "required",
                },
                extensions: { prf: { eval: { first: salt } } },
            },
        });
        const known = { id: new Uint8Array(made.rawId), salt };
        const { prf } = made.getClientExtensionResults();
        // Some answer only when the passkey is used.
        const secret = prf?.results?.first ?? (prf?.enabled ? await passkeySecret(known) : null);
        return secret ? { ...known, secret } : null;
    } catch {
        return null;
    }
}

/**
 * @param {{id: Uint8Array, salt: Uint8Array}} known
 * @returns {Promise<BufferSource | null>}
 */
export async function passkeySecret({ id, salt }) {
    try {
        const used = await navigator.credentials.get({
            publicKey: {
                challenge: randomBytes(SECRET_BYTES),
                allowCredentials: [{ type: "public-key", id }],
                userVerification: "required",
                extensions: { prf: { eval: { first: salt } } },
            },
        });
        return used.getClientExtensionResults().prf?.results?.first ?? null;
    } catch {
        return null;
    }
}
