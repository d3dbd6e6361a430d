import { formatArea } from "../core/boundariestext.js";
import { fill, formatCount } from "../core/format.js";
import { button } from "./boundariesforms.js";
import { el } from "./dom.js";

/**
 * The units of a level, one a line; the chosen one opens to what can be done with it.
 *
 * @param {{units: object[], chosen: number | null, strings: Record<string, string>,
 *     actions: [string, string][]}} state actions: name and words, in the order shown
 * @param {{choose: (id: number | null) => void, act: (name: string, unit: object) => void}} acts
 * @returns {HTMLElement}
 */
export function unitList({ units, chosen, strings, actions }, acts) {
    const rows = units.map((unit) => {
        const open = unit.id === chosen;
        const head = button("", () => acts.choose(open ? null : unit.id), "boundary-unit-row");
        head.setAttribute("aria-expanded", String(open));
        head.dataset.unit = String(unit.id);
        head.append(
            el("span", { class: "boundary-unit-name" }, unit.name),
            el(
                "span",
                { class: "boundary-note" },
                fill(strings.unit_line, {
                    households: formatCount(unit.households),
                    area: formatArea(unit.area),
                }),
            ),
        );
        return el("li", {}, head, open ? actionsOf(unit, actions, acts) : null);
    });
    return el("ul", { class: "boundary-units" }, ...rows);
}

function actionsOf(unit, actions, acts) {
    const buttons = actions.map(([name, words], index) => {
        const look = index === 0 ? "btn btn-primary" : "btn btn-outline-primary";
        const made = button(words, () => acts.act(name, unit), look);
        made.dataset.act = name;
        return made;
    });
    return el("div", { class: "boundary-grid" }, ...buttons);
}

/**
 * What was just saved, or found from before.
 *
 * @param {string} title
 * @param {string[]} lines
 * @param {...HTMLElement} buttons
 */
export function notice(title, lines, ...buttons) {
    return el(
        "div",
        { class: "notice boundary-notice" },
        el("p", {}, el("strong", {}, title)),
        lines.length > 0 ? el("ul", {}, ...lines.map((text) => el("li", {}, text))) : null,
        buttons.length > 0 ? el("div", { class: "boundary-actions" }, ...buttons) : null,
    );
}
