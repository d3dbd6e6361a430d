/** An answer of the server that is not the data asked for. */
export class HttpError extends Error {
    /** @param {number} status */
    constructor(status) {
        super(`HTTP ${status}`);
        this.status = status;
    }
}

/**
 * @param {unknown} error
 * @returns {boolean} whether the reader has to sign in again
 */
export function sessionEnded(error) {
    return error instanceof HttpError && (error.status === 401 || error.status === 403);
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
    if (response.type === "opaqueredirect") {
        throw new HttpError(401);
    }
    if (!response.ok) {
        throw new HttpError(response.status);
    }
    return response.json();
}
