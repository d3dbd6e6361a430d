import { byId, el } from "./dom.js";
import { sessionEnded } from "./http.js";

/**
 * What the page is doing: loading, failed, empty or ready; and spoken news for screen readers.
 */
export class Status {
    /** @param {Record<string, string>} strings */
    constructor(strings) {
        this.strings = strings;
        this.box = byId("map-status");
        this.live = byId("map-live");
    }

    loading() {
        this.show("loading", el("p", {}, this.strings.loading));
        document.body.setAttribute("aria-busy", "true");
    }

    ready() {
        this.box.hidden = true;
        this.box.replaceChildren();
        document.body.setAttribute("aria-busy", "false");
    }

    /** @param {string} message */
    empty(message) {
        document.body.setAttribute("aria-busy", "false");
        this.show("empty", el("p", {}, message));
    }

    /**
     * @param {unknown} error
     * @param {() => void} retry
     */
    failed(error, retry) {
        document.body.setAttribute("aria-busy", "false");
        const ended = sessionEnded(error);
        const button = el(
            "button",
            { type: "button", class: "btn btn-primary" },
            ended ? this.strings.sign_in_again : this.strings.retry,
        );
        button.addEventListener("click", () => (ended ? window.location.reload() : retry()));
        const message = ended ? this.strings.session_ended : this.strings.load_failed;
        this.show("failed", el("p", { role: "alert" }, message), button);
    }

    /** @param {string} text */
    say(text) {
        this.live.textContent = text;
    }

    show(kind, ...children) {
        this.box.dataset.kind = kind;
        this.box.replaceChildren(...children);
        this.box.hidden = false;
    }
}
