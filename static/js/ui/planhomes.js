import { fold, foldWords } from "../core/fold.js";
import { fill, formatCount } from "../core/format.js";
import { el } from "./dom.js";
import { button, distanceWords, homeName } from "./planparts.js";

/** Rows put into the page at a time. */
const AT_ONCE = 60;

/** All households with whom each is given to: the way of keyboard and screen reader. */
export class HomesList {
    /**
     * @param {{search: HTMLInputElement, gaps: HTMLInputElement, list: HTMLElement,
     *     more: HTMLElement, count: HTMLElement}} parts
     * @param {object} options board, strings, units, hooks {give, lock, choose}
     */
    constructor(parts, options) {
        Object.assign(this, parts, options);
        this.mayWrite = false;
        this.shown = AT_ONCE;
        this.rows = new Map();
        const names = new Map();
        for (const home of this.board.homes.values()) {
            names.set(home.id, fold(`${home.head_name} ${home.code} ${this.unitOf(home)}`));
        }
        this.names = names;
        const again = () => {
            this.shown = AT_ONCE;
            this.draw();
        };
        this.search.addEventListener("input", again);
        this.gaps.addEventListener("change", again);
    }

    unitOf({ village, group }) {
        const names = [this.units.get(`group ${group}`), this.units.get(`village ${village}`)];
        return names.filter(Boolean).join(", ");
    }

    matching() {
        const words = foldWords(this.search.value);
        return [...this.board.homes.values()].filter(
            ({ id }) =>
                words.every((word) => this.names.get(id).includes(word)) &&
                // A row that was just filled stays until the list is asked for again.
                (!this.gaps.checked || this.board.isOpen(id)),
        );
    }

    /** The list anew, after another question. */
    draw() {
        const found = this.matching();
        this.rows = new Map(found.slice(0, this.shown).map((home) => [home.id, this.row(home)]));
        this.list.replaceChildren(...[...this.rows.values()].map(({ item }) => item));
        this.count.textContent = fill(this.strings.homes_found, { n: formatCount(found.length) });
        const rest = found.length - this.rows.size;
        this.more.replaceChildren(
            ...(rest > 0
                ? [
                      button(fill(this.strings.homes_more, { n: formatCount(rest) }), () => {
                          this.shown += AT_ONCE;
                          this.draw();
                      }),
                  ]
                : []),
        );
    }

    row(home) {
        const name = el(
            "button",
            { type: "button", class: "plan-home-name plan-link" },
            homeName(home),
        );
        name.addEventListener("click", () => this.hooks.choose([home.id]));
        const note = el("span", { class: "plan-note" });
        const select = el("select", { class: "form-select" });
        select.setAttribute(
            "aria-label",
            fill(this.strings.give_home_to, { name: homeName(home) }),
        );
        // Options nearest first cost a reckoning a row; they are made when somebody opens it.
        select.addEventListener("focus", () => this.fillOptions(home.id));
        select.addEventListener("pointerdown", () => this.fillOptions(home.id));
        select.addEventListener("change", () => {
            this.hooks.give([home.id], select.value === "" ? null : Number(select.value));
        });
        const lock = el("input", { type: "checkbox" });
        lock.addEventListener("change", () => this.hooks.lock([home.id], lock.checked));
        const lockLabel = el("label", { class: "plan-tick" }, lock, this.strings.locked_short);
        const item = el(
            "li",
            { class: "plan-home", "data-home": home.id },
            el("div", { class: "plan-home-head" }, name, note),
            el("div", { class: "plan-home-choice" }, select, lockLabel),
        );
        const row = { home, item, note, select, lock };
        this.update(row);
        return row;
    }

    /** What has changed, in the rows that are there. */
    show() {
        for (const row of this.rows.values()) {
            this.update(row);
        }
    }

    update({ home, note, select, lock }) {
        const { board, strings } = this;
        const held = board.heldBy(home.id);
        const metres = held ? distanceWords(board.metres(home.id, held.person), strings) : "";
        note.textContent = [home.code, this.unitOf(home), metres].filter(Boolean).join(" · ");
        const value = held === null ? "" : String(held.person);
        if (![...select.options].some((option) => option.value === value)) {
            const who = board.people.get(held?.person)?.name ?? strings.nobody;
            select.append(new Option(held === null ? strings.nobody : who, value));
        }
        select.value = value;
        select.disabled = !this.mayWrite || held?.locked === true;
        lock.checked = held?.locked === true;
        lock.disabled = !this.mayWrite || held === null;
    }

    fillOptions(id) {
        const { select } = this.rows.get(id);
        const { board, strings } = this;
        const held = board.heldBy(id);
        const options = board.options([id]).map(({ person, metres, load, obstacle, refused }) => {
            const words = fill(strings.option, {
                name: person.name,
                distance: distanceWords(metres, strings),
                total: formatCount(load.total),
                capacity: formatCount(load.capacity),
            });
            const note = obstacle === null ? "" : ` – ${strings[`obstacle_${obstacle}`]}`;
            const made = new Option(words + note, String(person.id));
            made.disabled = refused && held?.person !== person.id;
            return made;
        });
        select.replaceChildren(new Option(strings.nobody, ""), ...options);
        select.value = held === null ? "" : String(held.person);
    }
}
