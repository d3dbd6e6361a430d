import { el, refill } from "./dom.js";

/**
 * @typedef {{key: string, label: string, kind: "toggles" | "list",
 *     options: Array<{value: string, label: string, chosen: boolean}>}} FacetView
 * @typedef {{key: string, text: string, remove: () => void, spoken: string}} Chip
 */

/** The bar with the count, the chips of what is filtered by, and the panel to choose from. */
export class FilterPanel {
    /**
     * @param {Record<string, HTMLElement>} parts open, count, clear, chips, panel, text, facets
     * @param {{strings: Record<string, string>, onPick: (facet: string, value: string) => void,
     *     onText: (text: string) => void, onClear: () => void, onOpen: () => void}} hooks
     */
    constructor(parts, hooks) {
        this.parts = parts;
        this.hooks = hooks;
        this.facets = () => [];
        const { open, panel, clear, text, facets } = parts;
        open.addEventListener("click", () => {
            panel.hidden = !panel.hidden;
            open.setAttribute("aria-expanded", String(!panel.hidden));
            this.showFacets();
            hooks.onOpen();
        });
        panel.addEventListener("keydown", (event) => {
            if (event.key === "Escape") {
                event.preventDefault();
                panel.hidden = true;
                open.setAttribute("aria-expanded", "false");
                open.focus();
            }
        });
        clear.addEventListener("click", () => {
            hooks.onClear();
            open.focus();
        });
        text.addEventListener("input", () => hooks.onText(text.value));
        facets.addEventListener("click", (event) => {
            const button = event.target.closest("button[data-value]");
            if (button) {
                hooks.onPick(button.dataset.facet, button.dataset.value);
            }
        });
        facets.addEventListener("change", (event) => {
            if (event.target.value !== "") {
                hooks.onPick(event.target.dataset.facet, event.target.value);
            }
        });
    }

    /**
     * @param {{count: string, chips: Chip[], text: string, facets: () => FacetView[]}} view
     *     facets: asked for while the panel is open; a commune has hundreds of people to list
     */
    show({ count, chips, facets, text }) {
        const { parts } = this;
        parts.count.textContent = count;
        parts.clear.hidden = chips.length === 0;
        refill(
            parts.chips,
            chips.map((chip) => this.chip(chip)),
            { key: "data-chip", instead: ({ index }) => this.besides(index) },
        );
        if (parts.text.value !== text) {
            parts.text.value = text;
        }
        this.facets = facets;
        this.showFacets();
    }

    showFacets() {
        const { parts } = this;
        if (parts.panel.hidden) {
            return;
        }
        const held = document.activeElement;
        const { facet, value } = parts.facets.contains(held) ? held.dataset : {};
        parts.facets.replaceChildren(...this.facets().map((entry) => this.facet(entry)));
        if (facet) {
            const again = [...parts.facets.querySelectorAll(`[data-facet="${facet}"]`)];
            again.find((element) => element.dataset.value === value)?.focus();
        }
    }

    /** The chip that came in the place of one taken off, or the last; the button when none is. */
    besides(index) {
        const left = this.parts.chips.querySelectorAll("button");
        return left[Math.min(index, left.length - 1)] ?? this.parts.open;
    }

    chip({ key, text, remove, spoken }) {
        const button = el("button", {
            type: "button",
            class: "filter-chip",
            "aria-label": spoken,
            "data-chip": key,
        });
        button.append(el("span", {}, text), el("span", { "aria-hidden": "true" }, "×"));
        button.addEventListener("click", remove);
        return el("li", {}, button);
    }

    /** @param {FacetView} view */
    facet(view) {
        const legend = el("legend", {}, view.label);
        return view.kind === "list"
            ? el("fieldset", { class: "facet" }, legend, this.select(view))
            : el("fieldset", { class: "facet" }, legend, this.toggles(view));
    }

    toggles({ key, options }) {
        return el(
            "div",
            { class: "facet-toggles" },
            ...options.map(({ value, label, chosen }) =>
                el(
                    "button",
                    {
                        type: "button",
                        class: "facet-toggle",
                        "data-facet": key,
                        "data-value": value,
                        "aria-pressed": String(chosen),
                    },
                    label,
                ),
            ),
        );
    }

    select({ key, label, options }) {
        return el(
            "select",
            { class: "facet-select", "data-facet": key, "aria-label": label },
            el("option", { value: "" }, this.hooks.strings.facet_add),
            ...options.map(({ value, label: name, chosen }) =>
                el("option", { value }, chosen ? `✓ ${name}` : name),
            ),
        );
    }
}
