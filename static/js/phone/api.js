import { read, write } from "./db.js";

const API = "/api/phone/";
const PATIENCE_MS = 25_000;
/** Whoever may no longer use the app at all; other refusals take nothing from the phone. */
const REVOKED = new Set(["role_too_low", "revoked"]);

/**
 * Why there is no answer to work with: no signal; log-in needed; no longer allowed; told to delete
 * everything; somebody else is logged in; or the server is out of order.
 *
 * @typedef {"offline" | "login" | "revoked" | "wipe" | "other_user" | "server"} Trouble
 */
export class ApiError extends Error {
    /** @param {Trouble} trouble @param {number} [status] @param {any} [body] */
    constructor(trouble, status = 0, body = null) {
        super(`${trouble} ${status}`);
        this.trouble = trouble;
        this.status = status;
        this.body = body;
    }
}

/**
 * Post to the phone's API, from the page or its worker.
 *
 * @param {string} path below the API, as "changes/"
 * @param {object} body
 * @returns {Promise<any>} an answer may carry `wipe: true` beside its data; see `obey`
 * @throws {ApiError}
 */
export async function post(path, body) {
    const device = await read("meta", "device");
    const send = async (csrf) =>
        ask(path, {
            method: "POST",
            body: JSON.stringify(device ? { device, ...body } : body),
            headers: {
                "Content-Type": "application/json",
                "X-CSRFToken": csrf,
                ...(device ? { "X-Device": device } : {}),
            },
        });
    const known = await read("meta", "csrf");
    try {
        return await send(known ?? (await freshToken()));
    } catch (error) {
        // A token ends with its session; once a fresh one is worth the way.
        if (error instanceof ApiError && error.status === 403 && error.trouble === "server") {
            return send(await freshToken());
        }
        throw await toldFrom(error, device);
    }
}

/**
 * An account that was switched off has no session to be told by: it looks like one that has to log
 * in again. The server knows the phone, though.
 */
async function toldFrom(error, device) {
    if (!(error instanceof ApiError) || error.trouble !== "login" || !device) {
        return error;
    }
    const body = JSON.stringify({ device });
    const headers = { "Content-Type": "application/json" };
    const standing = await ask("standing/", { method: "POST", body, headers }).catch(() => null);
    return standing?.wipe === true ? new ApiError("revoked", error.status) : error;
}

/** @param {string} path @returns {Promise<any>} @throws {ApiError} */
export function get(path) {
    return ask(path, { method: "GET" });
}

async function freshToken() {
    const { csrf } = await get("token/");
    await write("meta", "csrf", csrf);
    return csrf;
}

async function ask(path, options) {
    let response;
    try {
        response = await fetch(API + path, {
            ...options,
            headers: { Accept: "application/json", ...options.headers },
            credentials: "same-origin",
            redirect: "manual",
            cache: "no-store",
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
    } catch {
        throw new ApiError("offline");
    }
    const body = await response.json().catch(() => null);
    if (response.ok && body !== null) {
        return body;
    }
    throw new ApiError(troubleOf(response, body), response.status, body);
}

function troubleOf(response, body) {
    if (body?.wipe === true) {
        return "wipe";
    }
    if (response.status === 401 || response.type === "opaqueredirect") {
        return "login";
    }
    if (response.status === 403 && REVOKED.has(body?.code)) {
        return "revoked";
    }
    return response.status === 409 && body?.code === "other_user" ? "other_user" : "server";
}
