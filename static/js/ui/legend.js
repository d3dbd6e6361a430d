import { fill, formatCount, formatCounted } from "../core/format.js";
import { dot, el } from "./dom.js";

/**
 * @typedef {import("../core/themes.js").Theme} Theme
 * @typedef {import("../core/themes.js").LegendEntry} LegendEntry
 */

/** A cell has hundreds of people; the rest of them is found in the filters. */
const MOST_ENTRIES = 60;

/**
 * What the households are coloured by, as a list to choose from.
 *
 * @param {HTMLSelectElement} select
 * @param {Array<{key: string, label: string}>} themes
 * @param {string} chosen key
 * @param {(key: string) => void} onChange
 */
export function fillSelect(select, themes, chosen, onChange) {
    select.replaceChildren(...themes.map(({ key, label }) => el("option", { value: key }, label)));
    select.value = chosen;
    select.addEventListener("change", () => onChange(select.value));
}

/**
 * The entries of the theme with their counts. Pressing one takes it off the map and back, the
 * button beside it leaves only that one.
 */
export class Legend {
    /**
     * @param {HTMLElement} list
     * @param {{strings: Record<string, string>, onToggle: (key: string, facet?: string) => void,
     *     onOnly: (key: string, facet?: string) => void}} options facet: none is the theme's
     */
    constructor(list, options) {
        this.list = list;
        this.options = options;
        list.addEventListener("click", (event) => {
            const button = event.target.closest("button[data-key]");
            if (button) {
                const act = button.classList.contains("legend-only") ? "onOnly" : "onToggle";
                options[act](button.dataset.key, button.dataset.facet);
            }
        });
    }

    /**
     * @param {string} theme key
     * @param {LegendEntry[]} entries
     * @param {{marks: LegendEntry[], notes: Array<{label: string, style: object}>}} more marks that
     *     dots of every theme may bear; notes: what else is drawn, nothing to press
     * @param {(entry: LegendEntry) => boolean} isShown
     */
    show(theme, entries, { marks, notes }, isShown) {
        const { activeElement } = document;
        const focused = this.list.contains(activeElement) ? activeElement.closest("button") : null;
        this.list.dataset.theme = theme;
        const items = entries.slice(0, MOST_ENTRIES).map((entry) => this.item(entry, isShown));
        const rest = entries.length - MOST_ENTRIES;
        if (rest > 0) {
            const text = fill(this.options.strings.legend_more, { n: formatCount(rest) });
            items.push(el("li", { class: "legend-more" }, text));
        }
        items.push(...marks.map((entry) => this.item(entry, isShown)), ...notes.map(noteItem));
        this.list.replaceChildren(...items);
        if (focused) {
            // The press that changed the counts must not lose its place.
            const { key } = focused.dataset;
            const again = [...this.list.querySelectorAll("button")];
            again
                .find((b) => b.dataset.key === key && b.className === focused.className)
                ?.focus({ preventScroll: true });
        }
    }

    item(entry, isShown) {
        const { strings } = this.options;
        const { key, label, style, count, facet = null, means } = entry;
        const shown = isShown(entry);
        return el(
            "li",
            facet === null ? {} : { class: "legend-mark" },
            el(
                "button",
                {
                    type: "button",
                    class: "legend-class",
                    "aria-pressed": String(shown),
                    "data-key": key,
                    "data-facet": facet,
                    title: [means, strings.legend_hint].filter(Boolean).join("\n"),
                },
                dot(style),
                el("span", { class: "legend-label" }, label),
                el("span", { class: "legend-count" }, formatCounted(count)),
            ),
            el(
                "button",
                {
                    type: "button",
                    class: "legend-only",
                    "data-key": key,
                    "data-facet": facet,
                    "aria-label": fill(strings.legend_only_of, { label }),
                },
                strings.legend_only,
            ),
        );
    }
}

function noteItem({ label, style }) {
    return el("li", { class: "legend-note" }, dot(style), el("span", {}, label));
}

/**
 * What the colours of hexagons mean; nothing to press.
 *
 * @param {HTMLElement} place
 * @param {string} heading
 * @param {Array<{label: string, fill: string}>} steps none: the theme has no such colours
 */
export function showScale(place, heading, steps) {
    place.hidden = steps.length === 0;
    place.replaceChildren(
        el("p", { class: "legend-scale-title" }, heading),
        el("ul", { class: "legend-scale" }, ...steps.map(scaleStep)),
    );
}

function scaleStep({ label, fill: colour }) {
    const swatch = el("span", { class: "legend-swatch", "aria-hidden": "true" });
    swatch.style.backgroundColor = colour;
    return el("li", {}, swatch, label);
}
