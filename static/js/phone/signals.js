/** What the page, other tabs and the worker tell each other: the queue changed, all is deleted. */

const NAME = "gandan-phone";

/** @param {"queue" | "wiped" | "revoked"} what */
export function tell(what) {
    const channel = new BroadcastChannel(NAME);
    channel.postMessage(what);
    channel.close();
}

/** @param {(what: string) => void} hear @returns {() => void} stops listening */
export function listen(hear) {
    const channel = new BroadcastChannel(NAME);
    channel.addEventListener("message", ({ data }) => hear(data));
    return () => channel.close();
}
