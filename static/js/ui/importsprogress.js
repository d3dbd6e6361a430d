import { fill, formatCount } from "../core/format.js";
import { waitBefore } from "../core/imports.js";
import { getJson } from "./http.js";

/** Asks how the job is getting on, ever more seldom, and says when the page is out of date. */
export class Progress {
    /**
     * @param {object} config of the page
     * @param {() => void} onChange called when there is something new to read
     */
    constructor(config, onChange) {
        this.config = config;
        this.onChange = onChange;
        this.asked = 0;
        this.mark = null;
        this.timer = 0;
    }

    /** Begin asking, or begin anew. */
    start() {
        this.stop();
        this.asked = 0;
        this.mark = null;
        this.ask();
    }

    stop() {
        window.clearTimeout(this.timer);
    }

    async ask() {
        let told = null;
        try {
            told = await getJson(this.config.urls.progress);
        } catch (error) {
            if (error.status === 401 || error.status === 404) {
                // Logged out, or the batch is gone: the server has the better words.
                window.location.reload();
                return;
            }
            // The network comes back; what is on the screen stays true meanwhile.
        }
        if (told !== null) {
            this.mark ??= told.mark;
            if (told.mark !== this.mark || told.phase === "idle") {
                this.mark = told.mark;
                this.asked = 0;
                this.onChange(told.phase);
            }
            if (told.phase === "idle") {
                return;
            }
            this.show(told);
        }
        this.timer = window.setTimeout(() => this.ask(), waitBefore(this.asked));
        this.asked += 1;
    }

    show({ message, note, done, total }) {
        const said = document.getElementById("import-progress-said");
        if (said === null) {
            return;
        }
        // Spoken when it changes, and only then.
        if (said.textContent !== message) {
            said.textContent = message;
        }
        const bar = document.getElementById("import-progress-bar");
        if (total > 0) {
            bar.max = total;
            bar.value = done;
        } else {
            bar.removeAttribute("value");
        }
        const counted = { note, done: formatCount(done), total: formatCount(total) };
        document.getElementById("import-progress-note").textContent =
            total > 0 ? fill(this.config.strings.progress, counted) : note;
    }
}
