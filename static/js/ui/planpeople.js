import { fill, formatCount } from "../core/format.js";
import { el } from "./dom.js";
import { chip, distanceWords, LoadBar } from "./planparts.js";

/** The list of people with what each carries. Rows are made once, so that focus stays where it is. */
export class PeopleList {
    /**
     * @param {HTMLElement} list
     * @param {import("../core/planboard.js").Board} board
     * @param {Record<string, string>} strings
     * @param {(person: number) => void} onPick
     */
    constructor(list, board, strings, onPick) {
        this.board = board;
        this.strings = strings;
        this.rows = [...board.people.values()].map((person) => this.row(person, onPick));
        list.replaceChildren(...this.rows.map(({ item }) => item));
    }

    row(person, onPick) {
        const bar = new LoadBar(this.strings);
        const note = el("span", { class: "plan-note" });
        const name = el("span", { class: "plan-person-name" }, person.name);
        const words = el("span", { class: "plan-person-words" }, name, note);
        const press = el(
            "button",
            { type: "button", class: "plan-person", "data-person": person.id },
            chip(this.board, person),
            words,
            bar.element,
        );
        press.addEventListener("click", () => onPick(person.id));
        return { person, item: el("li", {}, press), press, note, bar };
    }

    show() {
        for (const { person, note, bar } of this.rows) {
            const load = this.board.load(person.id);
            bar.show(load);
            note.textContent = this.noteOf(person, load);
        }
    }

    noteOf(person, { given, metres, over }) {
        const { strings } = this;
        const parts = [];
        if (given > 0 && metres !== null) {
            parts.push(fill(strings.mean, { distance: distanceWords(metres, strings) }));
        }
        if (person.lon === null) {
            parts.push(strings.no_home);
        }
        if (person.elsewhere > 0) {
            parts.push(fill(strings.elsewhere, { n: formatCount(person.elsewhere) }));
        }
        if (over > 0) {
            parts.push(fill(strings.over, { n: formatCount(over) }));
        }
        return parts.join(" · ");
    }

    focus(person) {
        this.rows.find((row) => row.person.id === person)?.press.focus();
    }
}
