import { markInk } from "../core/palette.js";

/**
 * An element with attributes and children. Text becomes text nodes, never markup, so that a name
 * such as "<b>" stays a name.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null>} [attributes] false and null leave an
 *     attribute out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== false && value !== null) {
            element.setAttribute(name, value === true ? "" : String(value));
        }
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
    const element = document.getElementById(id);
    if (element === null) {
        throw new Error(`the page has no #${id}`);
    }
    return element;
}

/**
 * Put other children into a box without losing the place of who is in it by keyboard.
 *
 * @param {HTMLElement} box
 * @param {Node[]} children
 * @param {{key: string, instead: (held: {byKey: boolean, index: number}) => HTMLElement | null}}
 *     focus key: attribute by which an element is found again; instead: where the focus goes when
 *     what had it is gone, given whether it was there by keyboard and among which of the children
 */
export function refill(box, children, { key, instead }) {
    const held = document.activeElement;
    if (!box.contains(held)) {
        box.replaceChildren(...children);
        return;
    }
    const value = held.getAttribute(key);
    const byKey = held.matches(":focus-visible");
    const index = [...box.children].findIndex((child) => child.contains(held));
    box.replaceChildren(...children);
    const again = [...box.querySelectorAll(`[${key}]`)].find(
        (element) => element.getAttribute(key) === value,
    );
    (again ?? instead({ byKey, index }))?.focus();
}

/**
 * A dot as on the map, for legends and rows.
 *
 * @param {{fill: string, ring: string, hollow: boolean, provisional?: boolean, late?: boolean,
 *     mark?: "core" | "bar" | null}} style
 * @returns {HTMLElement}
 */
export function dot(style) {
    const element = el("span", { class: "dot", "aria-hidden": "true" });
    element.style.backgroundColor = style.fill;
    element.style.borderColor = style.ring;
    element.classList.toggle("dot-hollow", style.hollow);
    element.classList.toggle("dot-provisional", style.provisional === true);
    element.classList.toggle("dot-late", style.late === true);
    if (style.mark) {
        // The mark takes the ink of the text.
        element.style.color = markInk(style.fill);
        element.classList.add(style.mark === "core" ? "dot-core" : "dot-bar");
    }
    return element;
}

/**
 * @param {string} id of a `json_script` block
 * @returns {any}
 */
export function readJson(id) {
    return JSON.parse(byId(id).textContent);
}

/** @returns {boolean} whether the page is laid out for a phone, as in static/css/map.css */
export function isNarrow() {
    return window.matchMedia("(max-width: 859px)").matches;
}
