import { counted } from "../core/phonequeue.js";
import { readAll } from "./db.js";
import { sendWaiting } from "./sender.js";
import { isUnlocked } from "./vault.js";

const LOOK_MS = 5_000;
const TAG = "gandan-phone-send";

/** Sends what waits when there is hope: at once, when the signal comes back, and now and then. */
export class Sending {
    /** @param {import("./app.js").App} app */
    constructor(app) {
        this.app = app;
    }

    start() {
        window.addEventListener("online", () => this.now());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.now();
            }
        });
        setInterval(() => this.send({}), LOOK_MS);
        this.now();
    }

    /** @returns {Promise<import("../core/phonequeue.js").Item[]>} */
    items() {
        return readAll("outbox");
    }

    /** Whatever the last try said. */
    now() {
        return this.send({ all: true });
    }

    /** After something was kept: the browser may send it even when the page is gone. */
    async soon() {
        try {
            const worker = await navigator.serviceWorker.getRegistration();
            await worker?.sync?.register(TAG);
        } catch {
            // Then it goes when the app is opened.
        }
        return this.now();
    }

    async send(how) {
        const before = counted(await this.items());
        if (before.waiting === 0 || this.app.ended) {
            return;
        }
        const trouble = await sendWaiting(how);
        if (trouble === "other_user" || trouble === "revoked" || trouble === "wipe") {
            this.app.end(trouble);
        } else if (trouble !== null) {
            this.app.news.say(trouble);
        } else if (counted(await this.items()).waiting < before.waiting) {
            this.app.news.clear("offline", "login", "server");
            if (isUnlocked()) {
                await this.app.refresh();
            }
        }
    }
}
