import { refusalOf } from "./http.js";

/**
 * Post JSON and save the file that comes back.
 *
 * @param {string} url of this origin
 * @param {object} body
 * @param {string} token against forgery, from the page
 * @throws {import("./http.js").HttpError}
 */
export async function downloadPost(url, body, token) {
    const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        credentials: "same-origin",
        redirect: "manual",
        body: JSON.stringify(body),
    });
    if (!response.ok) {
        throw await refusalOf(response);
    }
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
    saveAs(await response.blob(), name?.[1] ?? "gan-dan");
}

/**
 * @param {Blob} blob
 * @param {string} name of the file
 */
export function saveAs(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    // The browser has taken its copy once the click is through.
    setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
