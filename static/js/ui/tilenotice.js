import { byId, el } from "./dom.js";
import { sessionEnded } from "./http.js";

/** Says that a part of the map has not come, and what to do about it. */
export class TileNotice {
    /**
     * @param {Record<string, string>} strings
     * @param {() => void} retry
     */
    constructor(strings, retry) {
        this.strings = strings;
        this.retry = retry;
        this.box = byId("map-trouble");
        this.shown = null;
    }

    /** @param {Error | null} error why parts of the map are missing; null: none is */
    show(error) {
        const kind = error === null ? null : sessionEnded(error) ? "ended" : "partial";
        if (kind === this.shown) {
            return;
        }
        this.shown = kind;
        this.box.hidden = kind === null;
        this.box.replaceChildren(...(kind === null ? [] : this.parts(kind === "ended")));
    }

    parts(ended) {
        const { strings } = this;
        const button = el(
            "button",
            { type: "button", class: "btn btn-primary" },
            ended ? strings.sign_in_again : strings.retry,
        );
        button.addEventListener("click", () => (ended ? window.location.reload() : this.retry()));
        return [el("p", {}, ended ? strings.session_ended : strings.tiles_missing), button];
    }
}
