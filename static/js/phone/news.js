import { byId, el } from "../ui/dom.js";

/** Kinds that need something done have a button; the rest pass by themselves. */
const KINDS = {
    refreshing: "quiet",
    offline: "quiet",
    server: "warning",
    login: "warning",
    failed: "danger",
    full: "danger",
    update: "warning",
};

/** One line under the header: no signal, a new version, no room. The last said stands there. */
export class News {
    /** @param {Record<string, string>} strings */
    constructor(strings) {
        this.strings = strings;
        this.box = byId("mine-news");
        /** @type {Map<string, (() => void) | undefined>} */
        this.told = new Map();
        this.actions = {};
    }

    /** @param {keyof typeof KINDS} kind @param {() => void} [act] what its button does */
    say(kind, act = this.actions[kind]) {
        this.told.delete(kind);
        this.told.set(kind, act);
        this.draw();
    }

    /** @param {...string} kinds */
    clear(...kinds) {
        for (const kind of kinds) {
            this.told.delete(kind);
        }
        this.draw();
    }

    draw() {
        const kinds = [...this.told.keys()];
        // A new version or a full phone must not be hidden by what passes.
        const kind = kinds.findLast((each) => KINDS[each] !== "quiet") ?? kinds.at(-1);
        if (kind === undefined) {
            this.box.replaceChildren();
            return;
        }
        const line = el("p", { class: `mine-told mine-told-${KINDS[kind]}` });
        line.append(this.strings[`news_${kind}`]);
        const act = this.told.get(kind);
        if (act) {
            const button = el("button", { type: "button" }, this.strings[`news_${kind}_act`]);
            button.addEventListener("click", act);
            line.append(button);
        }
        this.box.replaceChildren(line);
    }
}
