import { fill, formatCount } from "../core/format.js";
import { el } from "./dom.js";

/**
 * A choice among households that share a point, above the card's facts: a press on the map finds
 * one of them, and this leads to the others.
 */
export class StackChoice {
    /**
     * @param {HTMLElement} body before which it stands
     * @param {Record<string, string>} strings
     * @param {(household: object) => void} onChoose
     */
    constructor(body, strings, onChoose) {
        this.strings = strings;
        this.stack = [];
        this.said = el("span", {});
        this.select = el("select", { class: "form-select", id: "card-stack-choice" });
        this.box = el("label", { class: "card-stack", id: "card-stack" }, this.said, this.select);
        this.box.hidden = true;
        body.before(this.box);
        this.select.addEventListener("change", () => {
            const chosen = this.stack.find(({ id }) => String(id) === this.select.value);
            if (chosen) {
                onChoose(chosen);
            }
        });
    }

    /**
     * @param {{id: number, provisional?: boolean}} household
     * @param {object[]} stack all at its point
     */
    show(household, stack) {
        this.stack = stack;
        this.box.hidden = stack.length < 2;
        if (this.box.hidden) {
            this.select.replaceChildren();
            return;
        }
        const words = household.provisional ? "stack_provisional" : "stack_here";
        this.said.textContent = fill(this.strings[words], { n: formatCount(stack.length) });
        // The same choice stays as it is, and so does the focus on it.
        const known = [...this.select.options].map(({ value }) => value).join();
        if (known !== stack.map(({ id }) => id).join()) {
            this.select.replaceChildren(...stack.map((one, index) => this.option(one, index)));
        }
        this.select.value = String(household.id);
    }

    option({ id, head, code }, index) {
        const name = [head, code].filter(Boolean).join(" · ");
        const number = fill(this.strings.stack_number, { n: formatCount(index + 1) });
        return el("option", { value: id }, name || number);
    }
}
