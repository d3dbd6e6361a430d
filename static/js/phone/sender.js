/**
 * Sends what waits, sealed as it lies there: no key of the user is needed, so the worker can do it
 * while the phone is locked, and the log-out on its way out.
 */
import { afterAnswer, afterFailure, batches, isDue } from "../core/phonequeue.js";
import { ApiError, post } from "./api.js";
import { changeItem, eraseAll, eraseReadable, read, readAll, write } from "./db.js";
import { tell } from "./signals.js";

const LOCK = "gandan-phone-send";
/** After these the data on the phone goes. */
const ENDS = new Set(["revoked", "wipe"]);

/**
 * Every waiting item that is due, or every one.
 *
 * @param {{all?: boolean}} [options]
 * @returns {Promise<import("./api.js").Trouble | null>} why some still wait; null: none was in the way
 */
export function sendWaiting({ all = false } = {}) {
    return exclusive(async () => {
        const now = Date.now();
        const items = (await readAll("outbox")).filter(
            (item) => !item.reseal && (all ? item.state === "waiting" : isDue(item, now)),
        );
        let isWipeAsked = false;
        for (const batch of batches(items)) {
            const { trouble, wipe } = await sendBatch(batch);
            isWipeAsked ||= wipe;
            if (trouble !== null) {
                await endIf(trouble);
                return trouble;
            }
        }
        if (isWipeAsked || (await isEnding())) {
            await wipe();
            return "wipe";
        }
        return null;
    });
}

/** Two at once would do no harm, for the server knows each item; but it would be twice the way. */
function exclusive(work) {
    return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function sendBatch(batch) {
    try {
        const answer = await post("sealed/", {
            version: 1,
            key_id: batch[0].key_id,
            sent_at: new Date().toISOString(),
            items: batch.map(({ uuid, sealed }) => ({ uuid, sealed })),
        });
        const at = Date.now();
        for (const result of answer.results) {
            await changeItem(result.uuid, (item) => afterAnswer(item, result, at));
        }
        return { trouble: null, wipe: answer.wipe === true };
    } catch (error) {
        if (!(error instanceof ApiError)) {
            throw error;
        }
        for (const { uuid } of batch) {
            await changeItem(uuid, (item) => afterFailure(item, Date.now(), Math.random()));
        }
        return { trouble: error.trouble, wipe: false };
    } finally {
        tell("queue");
    }
}

async function endIf(trouble) {
    if (ENDS.has(trouble)) {
        await wipe(trouble);
    }
}

/**
 * Do as an answer of the server says about the data on this phone: nothing, as a rule.
 *
 * @param {import("./api.js").Trouble} trouble
 * @returns {Promise<boolean>} whether all is deleted now
 */
export async function obey(trouble) {
    if (!ENDS.has(trouble)) {
        return false;
    }
    // What waits is not the phone's alone: it goes where it was meant for, if that is allowed still.
    await eraseReadable();
    await write("meta", "ending", true);
    await sendWaiting({ all: true });
    if (trouble === "revoked") {
        await wipe(trouble);
    } else {
        tell("wiped");
    }
    return true;
}

/** Told to delete while something waited that could not be sent yet; by now it may be. */
async function isEnding() {
    const isLeft = (await readAll("outbox")).some(({ state }) => state === "waiting");
    return !isLeft && (await read("meta", "ending")) === true;
}

/**
 * Delete all of it, and say so to the server and to what else is open.
 *
 * @param {"wipe" | "revoked"} [why] the revoked are not heard any more
 */
export async function wipe(why = "wipe") {
    const device = await read("meta", "device");
    const csrf = await read("meta", "csrf");
    await eraseAll();
    tell(why === "revoked" ? "revoked" : "wiped");
    if (device && csrf && why !== "revoked") {
        await post("device/", { uuid: device, device, wiped: true }).catch(() => null);
        await eraseAll();
    }
}
