import { byNeed, COVERAGE_STEPS, coverageStep, NO_FIGURE_FILL } from "../core/choropleth.js";
import { fill, formatCount, formatShare } from "../core/format.js";
import { dot, el } from "./dom.js";

/**
 * @typedef {import("../core/choropleth.js").Unit} Unit
 */

const EDGE = "#4d5a65";

/**
 * Communes or villages as buttons, the lowest coverage first, for those who see numbers only.
 *
 * @param {HTMLElement} list
 * @param {Unit[]} units
 * @param {{strings: Record<string, string>, onChoose: (unit: Unit) => void}} options
 */
export function showUnits(list, units, { strings, onChoose }) {
    list.replaceChildren(
        ...byNeed(units).map((unit) => {
            const button = el(
                "button",
                {
                    type: "button",
                    class: "unit-row",
                    "data-unit": unit.id,
                    "aria-pressed": "false",
                },
                dot({ fill: stepFill(coverageStep(unit)), ring: EDGE, hollow: false }),
                el(
                    "span",
                    { class: "row-main" },
                    el("span", { class: "row-title" }, unit.name),
                    el(
                        "span",
                        { class: "row-under" },
                        fill(strings.unit_figures, {
                            households: formatCount(unit.households),
                            uncovered: formatCount(unit.uncovered),
                        }),
                    ),
                ),
                el("span", { class: "unit-share" }, formatShare(unit.covered, unit.households)),
            );
            button.addEventListener("click", () => onChoose(unit));
            return el("li", {}, button);
        }),
    );
}

/**
 * Mark the chosen unit in the list.
 *
 * @param {HTMLElement} list
 * @param {number} id
 */
export function markUnit(list, id) {
    for (const button of list.querySelectorAll(".unit-row")) {
        const chosen = button.dataset.unit === String(id);
        button.setAttribute("aria-pressed", String(chosen));
        if (chosen) {
            button.scrollIntoView({ block: "nearest" });
        }
    }
}

/**
 * The steps of the coverage colours with the number of units in each.
 *
 * @param {HTMLElement} list
 * @param {Unit[]} units
 * @param {Record<string, string>} strings
 */
export function showUnitLegend(list, units, strings) {
    const steps = units.map(coverageStep);
    const entries = COVERAGE_STEPS.map((_, index) => ({
        index,
        label: `${index * 20}–${index * 20 + 20}%`,
    }));
    entries.push({ index: -1, label: strings.no_figure });
    list.replaceChildren(
        ...entries.map(({ index, label }) => {
            const count = steps.filter((step) => step === index).length;
            return el(
                "li",
                { class: "legend-class" },
                dot({ fill: stepFill(index), ring: EDGE, hollow: false }),
                el("span", { class: "legend-label" }, label),
                el("span", { class: "legend-count" }, formatCount(count)),
            );
        }),
    );
}

function stepFill(step) {
    return step === -1 ? NO_FIGURE_FILL : COVERAGE_STEPS[step].fill;
}
