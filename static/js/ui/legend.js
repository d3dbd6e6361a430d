import { formatCount } from "../core/format.js";
import { dot, el } from "./dom.js";

/**
 * @typedef {import("../core/themes.js").Theme} Theme
 */

/**
 * Two radio buttons: what the dots are coloured by.
 *
 * @param {HTMLElement} holder a fieldset
 * @param {Theme[]} themes
 * @param {string} chosen key
 * @param {(theme: Theme) => void} onChange
 */
export function themeToggle(holder, themes, chosen, onChange) {
    for (const theme of themes) {
        const input = el("input", {
            type: "radio",
            name: "theme",
            value: theme.key,
            id: `theme-${theme.key}`,
            class: "visually-hidden",
            checked: theme.key === chosen,
        });
        input.addEventListener("change", () => onChange(theme));
        holder.append(input, el("label", { for: `theme-${theme.key}` }, theme.label));
    }
}

/**
 * The classes of the theme with their counts; pressing one takes it off the map and back.
 */
export class Legend {
    /**
     * @param {HTMLElement} list
     * @param {{hint: string, onToggle: (classIndex: number) => void}} options
     */
    constructor(list, options) {
        this.list = list;
        this.options = options;
    }

    /**
     * @param {Theme} theme
     * @param {number[]} counts
     * @param {ReadonlySet<number>} hidden
     */
    show(theme, counts, hidden) {
        this.list.dataset.theme = theme.key;
        this.list.replaceChildren(
            ...theme.classes.map((entry, index) => {
                const button = el(
                    "button",
                    {
                        type: "button",
                        class: "legend-class",
                        "aria-pressed": String(!hidden.has(index)),
                        "data-key": entry.key,
                        title: this.options.hint,
                    },
                    dot(entry),
                    el("span", { class: "legend-label" }, entry.label),
                    el("span", { class: "legend-count" }, formatCount(counts[index])),
                );
                button.addEventListener("click", () => this.options.onToggle(index));
                return el("li", {}, button);
            }),
        );
    }

    /** @param {ReadonlySet<number>} hidden */
    mark(hidden) {
        this.list.querySelectorAll("button").forEach((button, index) => {
            button.setAttribute("aria-pressed", String(!hidden.has(index)));
        });
    }
}
