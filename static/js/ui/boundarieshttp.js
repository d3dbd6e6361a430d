import { uuidOf } from "../core/boundariestext.js";
import { HttpError, statusOf } from "./http.js";

/** The server said no, and why. */
export class Refusal extends HttpError {}

/**
 * @param {string} url of this origin
 * @param {object} body
 * @param {string} token against forgery
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {Refusal}
 */
export async function postJson(url, body, token, signal) {
    const response = await fetch(url, {
        method: "POST",
        headers: {
            Accept: "application/json",
            "Content-Type": "application/json",
            "X-CSRFToken": token,
        },
        credentials: "same-origin",
        redirect: "manual",
        body: JSON.stringify(body),
        signal,
    }).catch((error) => {
        throw error.name === "AbortError" ? error : new Refusal(0, {});
    });
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const data = isJson ? await response.json() : {};
    if (!response.ok || !isJson) {
        throw new Refusal(statusOf(response), data);
    }
    return data;
}

/** Gives the same body the same key, so that a request sent twice is done once. */
export class Keys {
    /**
     * @param {string} url
     * @param {object} body
     * @returns {string}
     */
    keyOf(url, body) {
        const text = url + JSON.stringify(body);
        if (text !== this.text) {
            this.text = text;
            this.key = uuidOf(crypto.getRandomValues(new Uint8Array(16)));
        }
        return this.key;
    }
}
