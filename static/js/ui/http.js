/** An answer of the server that is not the data asked for. */
export class HttpError extends Error {
    /**
     * @param {number} status 0 when no answer came
     * @param {{code?: string, message?: string}} [detail] all that the answer held
     */
    constructor(status, detail = {}) {
        super(detail.message ?? `HTTP ${status}`);
        this.status = status;
        this.code = detail.code ?? "";
        this.detail = detail;
        // What the server says of a form it could not even read is for programs, not for readers.
        this.told = this.code === "invalid" ? "" : (detail.message ?? "");
    }
}

/**
 * @param {unknown} error
 * @returns {boolean} whether the reader has to sign in again
 */
export function sessionEnded(error) {
    // A refusal by role says its code; an ended session is refused before anything is asked of it.
    return (
        error instanceof HttpError &&
        (error.status === 401 || (error.status === 403 && !error.code))
    );
}

/**
 * @param {unknown} error why a request failed
 * @param {Record<string, string>} strings of the page
 * @param {string} own the page's words where the server has none for people
 * @returns {string} what the reader is told
 */
export function wordsFor(error, strings, own) {
    return sessionEnded(error) ? strings.session_ended : error.told || own;
}

/**
 * @param {Response} response with `redirect: "manual"`
 * @returns {number} its status; to sign in where it leads to another page
 */
export const statusOf = ({ type, status }) => (type === "opaqueredirect" ? 401 : status);

/**
 * @param {Response} response that is not what was asked for
 * @returns {Promise<HttpError>}
 */
export async function refusalOf(response) {
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    const detail = isJson ? await response.json().catch(() => ({})) : {};
    return new HttpError(statusOf(response), detail);
}

/**
 * @param {string} url of this origin
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 * @throws {HttpError} also when the session has ended and a page came instead of data
 */
export async function getJson(url, signal) {
    const response = await fetch(url, {
        signal,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
    });
    if (!response.ok) {
        throw await refusalOf(response);
    }
    return response.json();
}
