import { fill, formatCount } from "../core/format.js";
import { byId, el } from "./dom.js";

/**
 * @typedef {object} Action something to do with the chosen households
 * @property {string} key
 * @property {string} label in the reader's language
 * @property {string} icon path of a 24 × 24 drawing
 * @property {(page: object) => boolean} [see] whether this reader has the button at all
 * @property {(ids: number[], page: object) => void | Promise<void>} run
 */

/** @type {Map<string, Action>} */
const actions = new Map();
/** @type {Set<() => void>} */
const watchers = new Set();

/**
 * Put a button into the selection bar of this page; a later feature needs no more than this line.
 *
 * @param {Action} action
 */
export function registerAction(action) {
    actions.set(action.key, action);
    for (const watcher of watchers) {
        watcher();
    }
}

/** How many households are chosen, and what can be done with them. */
export class SelectionBar {
    /**
     * @param {object} page the map page
     * @param {{onShow: () => void, onOnly: (on: boolean) => void}} hooks
     */
    constructor(page, hooks) {
        this.page = page;
        this.selection = page.selection;
        this.box = byId("selection-bar");
        this.only = byId("selection-only");
        byId("selection-show").addEventListener("click", hooks.onShow);
        this.only.addEventListener("click", () => hooks.onOnly(!this.isOnly));
        byId("selection-undo").addEventListener("click", () => this.selection.undo());
        byId("selection-clear").addEventListener("click", () => this.clear());
        watchers.add(() => this.showActions());
        this.showActions();
    }

    get isOnly() {
        return this.only.getAttribute("aria-pressed") === "true";
    }

    set isOnly(on) {
        this.only.setAttribute("aria-pressed", String(on));
    }

    clear() {
        if (this.selection.size > 0) {
            this.selection.clear();
        } else {
            this.selection.forget();
        }
    }

    showActions() {
        const seen = [...actions.values()].filter(({ see }) => see === undefined || see(this.page));
        byId("selection-actions").replaceChildren(...seen.map((action) => this.button(action)));
    }

    button(action) {
        const button = el(
            "button",
            { type: "button", class: "selection-button is-action", "data-action": action.key },
            icon(action.icon),
            el("span", {}, action.label),
        );
        button.addEventListener("click", async () => {
            button.disabled = true;
            try {
                await action.run([...this.selection.ids], this.page);
            } finally {
                button.disabled = this.selection.size === 0;
            }
        });
        return button;
    }

    /** @param {{uncovered: number, unlocated: number}} among the chosen */
    show({ uncovered, unlocated }) {
        const { strings } = this.page;
        const { size, canUndo } = this.selection;
        this.box.hidden = size === 0 && !canUndo;
        byId("selection-count").textContent =
            size === 0 ? strings.select_none : fill(strings.select_count, { n: formatCount(size) });
        byId("selection-detail").textContent =
            size === 0
                ? ""
                : fill(strings.select_detail, {
                      uncovered: formatCount(uncovered),
                      unlocated: formatCount(unlocated),
                  });
        byId("selection-undo").disabled = !canUndo;
        for (const button of this.box.querySelectorAll(
            ".is-action, #selection-show, #selection-only",
        )) {
            button.disabled = size === 0;
        }
        this.note("");
    }

    /** @param {string} text what came of an action */
    note(text) {
        byId("selection-note").textContent = text;
    }
}

function icon(path) {
    const space = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(space, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    drawing.append(line);
    return drawing;
}
