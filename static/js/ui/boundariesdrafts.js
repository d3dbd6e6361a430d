import { DRAFT_PREFIX, draftKey, packDraft, readDraft } from "../core/boundariesdraft.js";

/** The drawing this account has not saved yet, kept by the browser. */
export class DraftStore {
    /** @param {number | string} user */
    constructor(user) {
        this.key = draftKey(user);
    }

    /** @returns {import("../core/boundariesdraft.js").Draft | null} */
    read() {
        try {
            return readDraft(localStorage.getItem(this.key));
        } catch {
            return null;
        }
    }

    /** @param {import("../core/boundariesdraft.js").Draft} draft */
    write(draft) {
        try {
            localStorage.setItem(this.key, packDraft(draft));
        } catch {
            // A browser that keeps nothing still draws and saves.
        }
    }

    clear() {
        try {
            localStorage.removeItem(this.key);
        } catch {
            // There was nothing to keep it in.
        }
    }
}

/**
 * Whoever logs out leaves no drawing behind, whichever page they leave from.
 *
 * @param {HTMLFormElement} form that logs out
 */
export function clearDraftsWith(form) {
    form.addEventListener("submit", () => {
        try {
            for (const key of Object.keys(localStorage)) {
                if (key.startsWith(DRAFT_PREFIX)) {
                    localStorage.removeItem(key);
                }
            }
        } catch {
            // There was nothing to keep it in.
        }
    });
}
