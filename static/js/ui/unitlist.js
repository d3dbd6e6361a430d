import { dot, el, refill } from "./dom.js";

/**
 * @typedef {object} UnitRow texts of one area, ready to be shown
 * @property {number} id
 * @property {string} name
 * @property {string} under second line: households and gaps
 * @property {string} value of the measure
 * @property {{text: string, verdict: "better" | "worse" | "same" | null, spoken: string} | null}
 *     change since last month, when compared
 * @property {string} fill CSS colour as on the map
 */

const EDGE = "#4d5a65";
const ARROWS = { better: "▲", worse: "▼", same: "=" };

/**
 * Areas as buttons in the order given; a press goes down into one, hovering points at it.
 *
 * @param {HTMLElement} list
 * @param {UnitRow[]} rows
 * @param {{onChoose: (id: number) => void, onPoint: (id: number | null) => void,
 *     here: () => HTMLElement | null}} hooks here: what names the area that these are parts of
 */
export function showUnits(list, rows, { onChoose, onPoint, here }) {
    refill(
        list,
        rows.map((row) => {
            const button = el(
                "button",
                { type: "button", class: "unit-row", "data-unit": row.id },
                dot({ fill: row.fill, ring: EDGE, hollow: false }),
                el(
                    "span",
                    { class: "row-main" },
                    el("span", { class: "row-title" }, row.name),
                    el("span", { class: "row-under" }, row.under),
                ),
                el(
                    "span",
                    { class: "unit-side" },
                    el("span", { class: "unit-share" }, row.value),
                    row.change && changeOf(row.change),
                ),
            );
            button.addEventListener("click", () => onChoose(row.id));
            button.addEventListener("pointerenter", () => onPoint(row.id));
            button.addEventListener("pointerleave", () => onPoint(null));
            button.addEventListener("focus", () => onPoint(row.id));
            button.addEventListener("blur", () => onPoint(null));
            return el("li", {}, button);
        }),
        {
            key: "data-unit",
            // Who went down by keyboard goes on among the parts.
            instead: ({ byKey }) => (byKey ? list.querySelector(".unit-row") : null) ?? here(),
        },
    );
}

function changeOf({ text, verdict, spoken }) {
    return el(
        "span",
        { class: `unit-change${verdict ? ` is-${verdict}` : ""}` },
        el("span", { "aria-hidden": "true" }, `${ARROWS[verdict] ?? ""} ${text}`),
        el("span", { class: "visually-hidden" }, spoken),
    );
}

/**
 * Mark the area that the pointer is on in the map.
 *
 * @param {HTMLElement} list
 * @param {number | null} id
 */
export function pointAtUnit(list, id) {
    for (const button of list.querySelectorAll(".unit-row")) {
        button.classList.toggle("is-pointed", button.dataset.unit === String(id));
    }
}

/**
 * The steps of the area colours with the number of areas in each.
 *
 * @param {HTMLElement} list
 * @param {Array<{fill: string, label: string, count: string}>} steps
 */
export function showSteps(list, steps) {
    list.replaceChildren(
        ...steps.map(({ fill, label, count }) =>
            el(
                "li",
                { class: "legend-step" },
                dot({ fill, ring: EDGE, hollow: false }),
                el("span", { class: "legend-label" }, label),
                el("span", { class: "legend-count" }, count),
            ),
        ),
    );
}
