import { el } from "./dom.js";

let made = 0;

/** @returns {string} an id that the page has not got yet */
function freshId() {
    made += 1;
    return `boundary-field-${made}`;
}

/**
 * @param {string} text
 * @param {HTMLElement} input
 * @param {string} [note] under the label
 * @returns {HTMLElement} with its label
 */
export function field(text, input, note = "") {
    input.id ||= freshId();
    const hint = note ? el("span", { class: "boundary-note", id: `${input.id}-note` }, note) : null;
    if (hint) {
        input.setAttribute("aria-describedby", hint.id);
    }
    return el(
        "div",
        { class: "boundary-field" },
        el("label", { for: input.id }, text),
        hint,
        input,
    );
}

/**
 * @param {string} text
 * @param {boolean} checked
 * @param {(checked: boolean) => void} onChange
 * @returns {HTMLElement} a box with its words, both of them a target
 */
export function tick(text, checked, onChange) {
    const input = el("input", { type: "checkbox", checked });
    input.addEventListener("change", () => onChange(input.checked));
    return el("label", { class: "boundary-tick" }, input, el("span", {}, text));
}

/**
 * @param {string} value
 * @param {number} limit characters
 * @returns {HTMLInputElement}
 */
export function textInput(value, limit) {
    const input = el("input", { type: "text", class: "form-control", maxlength: limit });
    input.value = value;
    return input;
}

/**
 * @param {[string | number, string][]} options value and words
 * @param {string | number | null} chosen
 * @returns {HTMLSelectElement}
 */
export function choice(options, chosen) {
    const select = el("select", { class: "form-select" });
    for (const [value, words] of options) {
        select.append(el("option", { value, selected: value === chosen }, words));
    }
    return select;
}

/**
 * @param {string} text
 * @param {() => void} onPress
 * @param {string} [look] classes
 * @returns {HTMLButtonElement}
 */
export function button(text, onPress, look = "btn btn-outline-primary") {
    const made = el("button", { type: "button", class: look }, text);
    made.addEventListener("click", onPress);
    return made;
}

/**
 * A line that is pressed to see its place on the map.
 *
 * @param {string} text
 * @param {string} kind for its sign
 * @param {() => void} onPress
 */
export function place(text, kind, onPress) {
    return button(text, onPress, `boundary-place boundary-place-${kind}`);
}
