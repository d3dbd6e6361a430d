/**
 * What all screens share: which one is shown, what is known, where the phone stands, what waits;
 * and what happens to the data when the server says that it must go.
 */
import { writeNumbersAs } from "../core/format.js";
import { isStale } from "../core/phonehomes.js";
import { withHere } from "../core/phoneissues.js";
import { dayOf, withMade } from "../core/phonemonth.js";
import { counted } from "../core/phonequeue.js";
import { ApiError } from "./api.js";
import { AutoLock } from "./autolock.js";
import { readBook, refreshBook, registerDevice } from "./book.js";
import { isMarked, read } from "./db.js";
import { Frame } from "./frame.js";
import { News } from "./news.js";
import { issuesSince, madeSince, resealItems, shownItems, tidy } from "./outbox.js";
import { checkinScreen } from "./screens/checkin.js";
import { deviceScreen } from "./screens/device.js";
import { doneScreen } from "./screens/done.js";
import { listScreen } from "./screens/list.js";
import { endedScreen, lockScreen, setupScreen } from "./screens/lock.js";
import { mapScreen } from "./screens/map.js";
import { mendScreen } from "./screens/mend.js";
import { queueScreen } from "./screens/queue.js";
import { obey, sendWaiting } from "./sender.js";
import { Sending } from "./sending.js";
import { startShell } from "./shell.js";
import { listen } from "./signals.js";
import { isSetUp, isUnlocked, Locked, lock, whileOpen } from "./vault.js";

/** Address after the "#" → screen. */
const SCREENS = [
    [/^#\/ban-do$/, mapScreen],
    [/^#\/cho$/, queueScreen],
    [/^#\/may$/, deviceScreen],
    [/^#\/ghi\/(\d+)$/, checkinScreen],
    [/^#\/xong\/(\d+)$/, doneScreen],
    [/^#\/sua$/, mendScreen],
];

export class App {
    /** @param {any} config as the server left it in the page */
    constructor(config) {
        this.config = config;
        this.strings = config.strings;
        /** @type {import("./book.js").Book | null} */
        this.book = null;
        /** @type {import("./outbox.js").Shown[]} */
        this.items = [];
        /** @type {import("../core/phonehomes.js").Fix | null} */
        this.place = null;
        this.leave = () => {};
        /** Counts the screens that were asked for. */
        this.turn = 0;
        this.frame = new Frame(this.strings);
        this.news = new News(this.strings);
        this.sending = new Sending(this);
        this.autolock = new AutoLock(() => this.lock());
        this.news.actions = {
            login: () => location.assign(config.login),
            failed: () => location.reload(),
        };
        writeNumbersAs(config.language);
    }

    async start() {
        window.addEventListener("hashchange", () => this.show());
        listen((what) => this.hear(what));
        startShell(this.config.worker, this.news);
        await this.show();
        document.body.setAttribute("aria-busy", "false");
        // For measuring: the first screen stands and takes what is typed.
        performance.mark("phone-usable");
        this.sending.start();
    }

    /** Show the screen of the address; or the one that stands before it. */
    async show() {
        this.leave();
        this.leave = () => {};
        this.turn += 1;
        const turn = this.turn;
        const made = await this.make().catch((error) => {
            if (turn === this.turn) {
                throw error;
            }
        });
        // Another screen was asked for while this one was being made: it must not cover that.
        if (turn !== this.turn) {
            made?.leave?.();
            return;
        }
        const { title, node, leave, focus, isTask, isInside } = made;
        this.leave = leave ?? (() => {});
        this.frame.put(title, node, { isInside, isTask, focus });
        await this.countQueue();
    }

    /** The screen of the address, made but not shown. */
    async make() {
        const { screen, isInside } = await this.gate();
        const [, id] = (isInside && /\/(\d+)$/.exec(location.hash)) || [];
        return { ...(await screen(this, Number(id))), isInside };
    }

    async gate() {
        if (!globalThis.crypto?.subtle) {
            return { screen: endedScreen("insecure"), isInside: false };
        }
        if (this.ended) {
            return { screen: endedScreen(this.ended), isInside: false };
        }
        if (!(await isSetUp())) {
            const isLost = isMarked() && (await read("meta", "device")) === undefined;
            return { screen: setupScreen(isLost), isInside: false };
        }
        if (!isUnlocked()) {
            return { screen: lockScreen, isInside: false };
        }
        const known = SCREENS.find(([address]) => address.test(location.hash));
        return { screen: known ? known[1] : listScreen, isInside: true };
    }

    /** After the PIN was right: what is known at once, what is new as it comes. */
    async opened() {
        this.autolock.start();
        await this.reread();
        await this.show();
        this.refresh();
        tidy();
    }

    /**
     * Read anew what the phone knows.
     *
     * @returns {Promise<boolean>} false: the app was locked meanwhile, and knows nothing
     */
    async reread() {
        try {
            const [book, items] = await whileOpen(() => Promise.all([readBook(), shownItems()]));
            Object.assign(this, { book, items });
            return true;
        } catch (error) {
            if (error instanceof Locked) {
                return false;
            }
            throw error;
        }
    }

    /** @returns {boolean} whether what is known is too old to be shown */
    get isStale() {
        return this.book === null || isStale(this.book.taken_at, Date.now());
    }

    /** My households as they stand, with what was written down here. */
    get homes() {
        const { homes, rule, taken_at } = this.book;
        const made = madeSince(this.items, taken_at);
        const shown = withMade(homes, made, rule, dayOf(Date.now()), dayOf(taken_at));
        return withHere(shown, issuesSince(this.items, taken_at));
    }

    /** Ask the server what is new, and show it. */
    async refresh() {
        this.news.say("refreshing");
        try {
            // Whoever was relieved of a duty may still bring what was done while in charge.
            const trouble = await sendWaiting({ all: true });
            if (trouble !== null) {
                throw new ApiError(trouble);
            }
            await registerDevice();
            await refreshBook();
            await resealItems();
            this.news.clear("refreshing", "offline", "login", "server");
        } catch (error) {
            this.news.clear("refreshing");
            await this.trouble(error);
        }
        await this.redraw();
    }

    /** Something has changed that the shown screen may tell of. */
    async redraw() {
        if (isUnlocked() && !this.ended && (await this.reread())) {
            this.frame.renew?.();
        }
        await this.countQueue();
    }

    /** @param {unknown} error @returns {Promise<void>} */
    async trouble(error) {
        // Whoever opens it again is told then.
        if (error instanceof Locked) {
            return;
        }
        if (!(error instanceof ApiError)) {
            this.news.say(error?.name === "QuotaExceededError" ? "full" : "failed");
            console.error(error);
            return;
        }
        if (error.trouble === "other_user") {
            this.end("other_user");
        } else if (await obey(error.trouble)) {
            this.end(error.trouble);
        } else {
            this.news.say(error.trouble);
        }
    }

    /** @param {string} why the data is gone, or not to be shown to whoever is logged in */
    end(why) {
        const isNew = this.ended !== why;
        this.ended = why;
        this.forget();
        if (isNew) {
            this.show();
        }
    }

    lock() {
        this.forget();
        this.show();
    }

    forget() {
        // What was being written is kept while there is still the key for it.
        this.leave();
        this.leave = () => {};
        lock();
        this.autolock.stop();
        this.book = null;
        this.items = [];
    }

    hear(what) {
        if (what === "queue") {
            this.redraw();
        } else {
            this.end(what === "revoked" ? "revoked" : "wipe");
        }
    }

    async countQueue() {
        this.frame.badge(counted(await this.sending.items()));
    }
}
