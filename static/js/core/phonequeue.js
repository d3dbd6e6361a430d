/**
 * The life of an item that waits to be sent: waiting → sent, or → refused with a reason. It leaves
 * the phone's queue only when the server has said so, or by its owner's own hand.
 *
 * @typedef {object} Item
 * @property {string} uuid
 * @property {"waiting" | "sent" | "refused"} state
 * @property {string} sealed
 * @property {string} key_id
 * @property {number} made_at milliseconds, by the phone's clock
 * @property {number} tries that did not reach the server
 * @property {number} next_try_at
 * @property {string | null} reason
 * @property {number | null} code
 * @property {number | null} settled_at
 * @property {boolean} [reseal] the server has another key now
 */

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const SENT_KEPT_MS = 7 * 24 * 60 * 60_000;
const SENT_KEPT = 50;
/** As many as the server takes at once. */
const BATCH = 100;

/**
 * @param {{uuid: string, sealed: string, key_id: string, copy: object}} made
 * @param {number} at
 * @returns {Item}
 */
export function newItem(made, at) {
    return {
        ...made,
        state: "waiting",
        made_at: at,
        tries: 0,
        next_try_at: at,
        reason: null,
        code: null,
        settled_at: null,
    };
}

/**
 * Milliseconds to wait after the given number of tries; a part is left to chance, so that phones
 * that lost the signal together do not come back together.
 *
 * @param {number} tries
 * @param {number} chance 0…1
 * @returns {number}
 */
export function waitAfter(tries, chance) {
    const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1));
    return Math.round(full * (0.5 + chance / 2));
}

/**
 * @param {Item} item
 * @param {number} at
 * @returns {boolean} whether to send it now; a clock set back must not hold it for years
 */
export function isDue(item, at) {
    return (
        item.state === "waiting" &&
        (item.next_try_at <= at || item.next_try_at - at > LONGEST_WAIT_MS)
    );
}

/**
 * After the server has said something of this item. What is settled stays settled.
 *
 * @param {Item} item
 * @param {{status: string, code: number, reason: string | null, answer?: any}} result
 * @param {number} at
 * @returns {Item}
 */
export function afterAnswer(item, result, at) {
    if (item.state === "sent") {
        return item;
    }
    if (result.status === "accepted") {
        return { ...item, state: "sent", reason: null, code: 200, settled_at: at, reseal: false };
    }
    if (result.answer?.code === "cannot_open") {
        return { ...afterFailure(item, at, 1), reseal: true };
    }
    return { ...item, state: "refused", reason: result.reason, code: result.code, settled_at: at };
}

/**
 * After a try that did not reach the server, or found it out of order.
 *
 * @param {Item} item
 * @param {number} at
 * @param {number} chance 0…1
 * @returns {Item}
 */
export function afterFailure(item, at, chance) {
    if (item.state !== "waiting") {
        return item;
    }
    const tries = item.tries + 1;
    return { ...item, tries, next_try_at: at + waitAfter(tries, chance) };
}

/**
 * @param {Item[]} items
 * @returns {{waiting: number, sent: number, refused: number}}
 */
export function counted(items) {
    const counts = { waiting: 0, sent: 0, refused: 0 };
    for (const { state } of items) {
        counts[state] += 1;
    }
    return counts;
}

/**
 * Sent items that need not be shown any longer. Nothing that waits or was refused is ever among
 * them.
 *
 * @param {Item[]} items
 * @param {number} at
 * @returns {string[]} uuids
 */
export function outlived(items, at) {
    return items
        .filter(({ state }) => state === "sent")
        .sort((a, b) => b.settled_at - a.settled_at)
        .filter((item, index) => index >= SENT_KEPT || at - item.settled_at > SENT_KEPT_MS)
        .map(({ uuid }) => uuid);
}

/** Characters of one request; the server takes 256 KB with all around it. */
const BATCH_SIZE = 200_000;

/**
 * Items in the order they were made, in parts that the server takes at once.
 *
 * @param {Item[]} items
 * @returns {Item[][]} each sealed by one key
 */
export function batches(items) {
    const parts = [];
    let size = 0;
    for (const item of [...items].sort((a, b) => a.made_at - b.made_at)) {
        const last = parts.at(-1);
        size += item.sealed.length + 80;
        if (!last || size > BATCH_SIZE || last.length >= BATCH || last[0].key_id !== item.key_id) {
            parts.push([item]);
            size = item.sealed.length + 80;
        } else {
            last.push(item);
        }
    }
    return parts;
}
