import { fill, formatCount, formatDistance } from "../core/format.js";
import { initialOf } from "../core/planboard.js";
import { el } from "./dom.js";

/** Small parts that the panel of the plan's map is put together from. */

/**
 * @param {string} words
 * @param {() => void} onPress
 * @param {string} [look] classes
 * @returns {HTMLButtonElement}
 */
export function button(words, onPress, look = "btn btn-outline-primary") {
    const made = el("button", { type: "button", class: look }, words);
    made.addEventListener("click", onPress);
    return made;
}

/**
 * A person's letter in their colour, as on the map.
 *
 * @param {import("../core/planboard.js").Board} board
 * @param {import("../core/planboard.js").Person} person
 */
export function chip(board, person) {
    const made = el("span", { class: "plan-chip", "aria-hidden": "true" }, initialOf(person.name));
    const [fill, , ink] = board.colour(person.id);
    made.style.setProperty("--person", fill);
    made.style.setProperty("--person-ink", ink);
    return made;
}

/** How much of what a person can carry is taken: a bar beside its numbers. */
export class LoadBar {
    /** @param {Record<string, string>} strings */
    constructor(strings) {
        this.strings = strings;
        this.words = el("span", { class: "plan-load-words", "aria-hidden": "true" });
        this.spoken = el("span", { class: "visually-hidden" });
        this.taken = el("span", { class: "plan-load-taken" });
        const bar = el("span", { class: "plan-load-bar", "aria-hidden": "true" }, this.taken);
        this.element = el("span", { class: "plan-load" }, this.words, this.spoken, bar);
    }

    /** @param {import("../core/planboard.js").Load} load */
    show({ total, capacity, over }) {
        const numbers = { total: formatCount(total), capacity: formatCount(capacity) };
        this.words.textContent = fill(this.strings.load, numbers);
        this.spoken.textContent = fill(this.strings.load_spoken, numbers);
        const share = capacity > 0 ? Math.min(1, total / capacity) : Number(total > 0);
        this.taken.style.width = `${Math.round(share * 100)}%`;
        this.element.classList.toggle("is-over", over > 0);
        this.element.classList.toggle("is-full", over === 0 && total >= capacity);
    }
}

/** @param {number | null} metres @param {Record<string, string>} strings */
export function distanceWords(metres, strings) {
    return metres === null ? strings.no_distance : formatDistance(metres);
}

/** What a household is called: its head, or its code where no name is known. */
export function homeName({ head_name: head, code }) {
    return head || code;
}
