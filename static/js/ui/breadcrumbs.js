import { el, refill } from "./dom.js";

/**
 * Where the reader is among the areas, each step up a button.
 *
 * @template P
 * @param {HTMLElement} list an ol inside a nav
 * @param {Array<{place: P, name: string}>} steps from the whole down
 * @param {(place: P) => void} onGo
 */
export function showBreadcrumbs(list, steps, onGo) {
    refill(
        list,
        steps.map(({ place, name }, index) => {
            if (index === steps.length - 1) {
                return el("li", { "aria-current": "location", tabindex: -1 }, name);
            }
            const button = el(
                "button",
                { type: "button", class: "crumb", "data-place": `${place.level}-${place.id}` },
                name,
            );
            button.addEventListener("click", () => onGo(place));
            return el("li", {}, button);
        }),
        { key: "data-place", instead: () => currentCrumb(list) },
    );
}

/**
 * @param {HTMLElement} list
 * @returns {HTMLElement | null} the area shown; takes the focus
 */
export function currentCrumb(list) {
    return list.querySelector("[aria-current]");
}
