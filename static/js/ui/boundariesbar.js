import { fill, formatCount } from "../core/format.js";
import { button } from "./boundariesforms.js";
import { byId, el } from "./dom.js";

/** The bar over the map while something is drawn: what to do next, and back. */
export class DrawBar {
    /** @param {Record<string, string>} strings */
    constructor(strings) {
        this.strings = strings;
        this.box = byId("boundary-bar");
        this.hide();
    }

    hide() {
        this.box.hidden = true;
        this.box.replaceChildren();
        this.corners = () => {};
        this.keys = {};
    }

    /**
     * Escape, Enter and Backspace while corners are set, unless a field or a button wants them.
     *
     * @param {KeyboardEvent} event
     */
    onKey(event) {
        const act = this.keys[event.key];
        if (act && !event.target.closest?.("button, a, input, select, textarea, summary")) {
            event.preventDefault();
            act();
        }
    }

    /**
     * While corners are set one after another.
     *
     * @param {{hint: string, least: number, finish: () => void, back: () => void,
     *     cancel: () => void}} task least: corners that make a shape
     */
    drawing({ hint, least, finish, back, cancel }) {
        const { strings } = this;
        const done = button(strings.draw_finish, finish, "btn btn-primary");
        const undo = button(strings.draw_back, back);
        this.corners = (count) => {
            done.disabled = count < least;
            undo.disabled = count === 0;
        };
        this.corners(0);
        this.keys = { Escape: cancel, Enter: () => done.click(), Backspace: () => undo.click() };
        this.show(el("p", {}, hint), done, undo, button(strings.draw_stop, cancel));
    }

    /**
     * While an outline is changed.
     *
     * @param {{undo: () => void, redo: () => void}} task
     */
    editing(task) {
        const { strings } = this;
        this.news = el("p", {}, strings.edit_bar);
        this.undo = button(strings.step_back, () => task.undo());
        this.redo = button(strings.step_forward, () => task.redo());
        this.corners = () => {};
        this.keys = {};
        this.show(this.news, this.undo, this.redo);
    }

    /** @param {{canUndo: boolean, canRedo: boolean}} trail */
    refresh({ canUndo, canRedo }) {
        this.undo.disabled = !canUndo;
        this.redo.disabled = !canRedo;
    }

    /** @param {object} check in few words, for those whose sheet is down */
    tell(check) {
        const { strings } = this;
        const text = check.ok
            ? fill(strings.bar_moves, { n: formatCount(check.households?.moves ?? 0) })
            : (check.fault?.message ?? strings.bar_refused);
        this.news.textContent = text;
        this.box.classList.toggle("is-refused", !check.ok);
    }

    show(news, ...buttons) {
        this.box.classList.remove("is-refused");
        this.box.replaceChildren(news, el("div", { class: "boundary-actions" }, ...buttons));
        this.box.hidden = false;
    }
}
