import { fill, formatCount } from "../core/format.js";
import { search } from "../core/search.js";
import { byId, el } from "./dom.js";

const LIMIT = 12;

/**
 * @typedef {object} SearchEntry
 * @property {string} key folded text
 * @property {string} title
 * @property {string} under second line
 * @property {() => void} choose
 */

/**
 * @typedef {object} SearchWords
 * @property {string} none where nothing is found
 * @property {string} besides what is not looked through; "": all is
 */

/**
 * Search as a combo box: type, go through the answers with the arrow keys, Enter chooses.
 */
export class SearchBox {
    /**
     * @param {Record<string, string>} strings
     * @param {(text: string) => void} say tells screen readers
     */
    constructor(strings, say) {
        this.strings = strings;
        this.say = say;
        this.input = byId("search-input");
        this.popup = byId("search-popup");
        this.answers = byId("search-answers");
        this.note = byId("search-note");
        /** @type {SearchEntry[]} */
        this.entries = [];
        /** @type {SearchEntry[]} */
        this.found = [];
        this.active = -1;
        /** @type {SearchWords} */
        this.words = { none: strings.search_none, besides: "" };
        this.input.addEventListener("input", () => this.update());
        this.input.addEventListener("focus", () => this.update());
        this.input.addEventListener("blur", () => this.close());
        this.input.addEventListener("keydown", (event) => this.onKey(event));
        // Keeps the focus, and with it the list, while a mouse press becomes a click.
        this.answers.addEventListener("pointerdown", (event) => event.preventDefault());
        this.answers.addEventListener("click", (event) => {
            const option = event.target.closest("[role=option]");
            if (option) {
                this.choose(Number(option.dataset.index));
            }
        });
    }

    /** @param {SearchEntry[]} entries @param {SearchWords} words */
    setEntries(entries, words) {
        this.entries = entries;
        this.words = words;
        if (!this.popup.hidden) {
            this.update();
        }
    }

    update() {
        const { found, total } = search(this.entries, this.input.value, LIMIT);
        this.found = found;
        this.active = -1;
        if (this.input.value.trim() === "") {
            this.close();
            return;
        }
        this.answers.replaceChildren(...found.map((entry, index) => this.option(entry, index)));
        this.note.textContent = this.noteFor(total);
        this.note.hidden = this.note.textContent === "";
        this.answers.hidden = found.length === 0;
        this.popup.hidden = false;
        this.input.setAttribute("aria-expanded", String(found.length > 0));
        this.input.removeAttribute("aria-activedescendant");
        this.say(
            total === 0
                ? this.words.none
                : fill(this.strings.search_found, { n: formatCount(total) }),
        );
    }

    noteFor(total) {
        if (total === 0) {
            return this.words.none;
        }
        const more = total - this.found.length;
        const rest = more > 0 ? fill(this.strings.search_more, { n: formatCount(more) }) : "";
        return [rest, this.words.besides].filter(Boolean).join(" ");
    }

    option(entry, index) {
        return el(
            "li",
            {
                role: "option",
                id: `answer-${index}`,
                "data-index": index,
                "aria-selected": "false",
            },
            el("span", { class: "answer-title" }, entry.title),
            el("span", { class: "answer-under" }, entry.under),
        );
    }

    onKey(event) {
        const count = this.found.length;
        if (event.key === "ArrowDown" && count > 0) {
            this.move((this.active + 1) % count);
        } else if (event.key === "ArrowUp" && count > 0) {
            this.move((this.active <= 0 ? count : this.active) - 1);
        } else if (event.key === "Enter" && count > 0) {
            this.choose(Math.max(this.active, 0));
        } else if (event.key === "Escape") {
            this.clear();
        } else {
            return;
        }
        event.preventDefault();
    }

    move(index) {
        this.answers.children[this.active]?.setAttribute("aria-selected", "false");
        this.active = index;
        const option = this.answers.children[index];
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", option.id);
    }

    choose(index) {
        const entry = this.found[index];
        this.close();
        entry?.choose();
    }

    clear() {
        if (this.popup.hidden) {
            this.input.value = "";
        }
        this.close();
    }

    close() {
        this.active = -1;
        this.popup.hidden = true;
        this.answers.hidden = true;
        this.input.setAttribute("aria-expanded", "false");
        this.input.removeAttribute("aria-activedescendant");
    }
}
