import { el } from "./dom.js";

/**
 * Where the reader is among the areas, each step up a button.
 *
 * @template P
 * @param {HTMLElement} list an ol inside a nav
 * @param {Array<{place: P, name: string}>} steps from the whole down
 * @param {(place: P) => void} onGo
 */
export function showBreadcrumbs(list, steps, onGo) {
    list.replaceChildren(
        ...steps.map(({ place, name }, index) => {
            if (index === steps.length - 1) {
                return el("li", { "aria-current": "location" }, name);
            }
            const button = el("button", { type: "button", class: "crumb" }, name);
            button.addEventListener("click", () => onGo(place));
            return el("li", {}, button);
        }),
    );
}
