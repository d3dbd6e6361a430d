/**
 * Logging out from any page deletes what the phone keeps, after a warning of what was not sent yet.
 */
import { counted } from "../core/phonequeue.js";
import { isMarked, readAll } from "./db.js";
import { sendWaiting, wipe } from "./sender.js";

/**
 * @param {HTMLFormElement} form that logs out
 * @param {HTMLDialogElement} dialog
 */
export function wipeWith(form, dialog) {
    form.addEventListener("submit", async (event) => {
        if (!isMarked()) {
            return;
        }
        event.preventDefault();
        if (await mayGo(dialog)) {
            await wipe().catch(() => null);
            form.submit();
        }
    });
}

/** @returns {Promise<boolean>} nothing is left to send, or its writer gave it up */
async function mayGo(dialog) {
    for (let isFirst = true; ; isFirst = false) {
        const unsent = await countUnsent();
        if (unsent === 0) {
            return true;
        }
        dialog.querySelector("[data-count]").textContent = String(unsent);
        dialog.querySelector("[data-again]").hidden = isFirst;
        const answer = await asked(dialog);
        if (answer !== "send") {
            return answer === "drop";
        }
        await sendWaiting({ all: true }).catch(() => null);
    }
}

async function countUnsent() {
    const { waiting, refused } = counted(await readAll("outbox"));
    return waiting + refused;
}

function asked(dialog) {
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    });
}
