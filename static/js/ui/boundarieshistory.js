import { fill, formatCount, formatDate } from "../core/format.js";
import { el } from "./dom.js";

/**
 * What happened to units, newest first: when, what, from which to which, who, why.
 *
 * @param {object[]} edits
 * @param {Record<string, string>} strings
 * @returns {HTMLElement}
 */
export function timeline(edits, strings) {
    return el("ol", { class: "boundary-timeline" }, ...edits.map((each) => entry(each, strings)));
}

/**
 * @param {object} edit
 * @param {Record<string, string>} strings
 * @returns {string} "Thôn A, Thôn B → Thôn C"
 */
export function lineage(edit, strings) {
    const after = names(edit.units);
    const before = names(edit.ended);
    return before ? fill(strings.lineage, { before, after }) : after;
}

function names(units) {
    return (units ?? []).map((unit) => unit.name).join(", ");
}

function entry(edit, strings) {
    const written = fill(strings.history_written, {
        date: formatDate(edit.written),
        name: edit.by,
    });
    const moved = edit.households
        ? fill(strings.moved_households, { n: formatCount(edit.households) })
        : strings.moved_none;
    return el(
        "li",
        { class: edit.undone ? "is-undone" : null, "data-edit": edit.id },
        el("p", { class: "boundary-when" }, formatDate(edit.at)),
        el(
            "p",
            { class: "boundary-what" },
            el("strong", {}, edit.kind_label),
            edit.undone ? el("span", { class: "boundary-badge" }, strings.was_undone) : null,
        ),
        el("p", {}, lineage(edit, strings)),
        el("p", { class: "boundary-note" }, moved),
        edit.reason ? el("p", {}, fill(strings.history_reason, { reason: edit.reason })) : null,
        el("p", { class: "boundary-note" }, written),
    );
}
