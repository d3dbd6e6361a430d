import { formatArea } from "../core/boundariestext.js";
import { fill, formatCount, formatSigned } from "../core/format.js";
import { button, choice, field, place, tick } from "./boundariesforms.js";
import { el } from "./dom.js";

/**
 * @typedef {{found: object, check: object,
 *     decisions: import("../core/boundarieswarnings.js").Decision[]}} State found: the outline
 *     alone; check: with what the neighbours give and take
 * @typedef {{look: (at: [number, number]) => void, repair: () => void,
 *     decide: (key: string, taker: number | null) => void}} Acts
 */

/**
 * What the server thinks of an outline, in order of what must be done about it.
 *
 * @param {HTMLElement} box
 * @param {State} state
 * @param {Record<string, string>} strings
 * @param {Acts} acts
 */
export function tellCheck(box, state, strings, acts) {
    const { found, check, decisions } = state;
    // The reader's place in the list outlives the new answer.
    const held = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    box.replaceChildren(
        ...faults(found, check, strings, acts),
        ...decisions.map((each) => borderOf(each, strings, acts)),
        ...outside(found, strings, acts),
        ...(found.fault ? [] : people(check, strings)),
        areaLine(check, strings),
    );
    if (held) {
        box.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
    }
}

function faults(found, check, strings, acts) {
    const lines = [];
    if (found.fault) {
        lines.push(place(found.fault.message, "stop", () => acts.look(found.fault.at)));
        if (found.fault.repairable) {
            lines.push(button(strings.repair, acts.repair));
        }
    }
    const refusals = new Set((check.refusals ?? []).map((each) => each.message));
    refusals.delete(found.fault?.message);
    return [
        ...lines,
        ...[...refusals].map((text) =>
            el("p", { class: "boundary-place boundary-place-stop" }, text),
        ),
    ];
}

function borderOf(decision, strings, acts) {
    const { key, kind, piece, takers, taker } = decision;
    const names = takers.map((each) => each.name).join(", ");
    const text = kind === "overlap" ? strings.overlap : names ? strings.gap : strings.gap_alone;
    const line = place(fill(text, { area: formatArea(piece.area), name: names }), kind, () =>
        acts.look(piece.at),
    );
    if (takers.length === 0) {
        return el("div", { class: "boundary-border" }, line);
    }
    return el("div", { class: "boundary-border" }, line, follower(decision, strings, acts));

    function follower() {
        if (takers.length === 1) {
            const words = kind === "overlap" ? strings.overlap_give : strings.gap_give;
            const box = tick(fill(words, { name: takers[0].name }), taker !== null, (checked) =>
                acts.decide(key, checked ? takers[0].id : null),
            );
            box.querySelector("input").dataset.key = key;
            return box;
        }
        const options = takers.map((each) => [each.id, each.name]);
        const select = choice([["", strings.gap_leave], ...options], taker ?? "");
        select.dataset.key = key;
        select.addEventListener("change", () =>
            acts.decide(key, select.value === "" ? null : Number(select.value)),
        );
        return field(strings.gap_to, select);
    }
}

function outside(found, strings, acts) {
    return (found.outside ?? []).map((piece) =>
        place(
            fill(strings.outside, { area: formatArea(piece.area) }),
            piece.grave ? "stop" : "gap",
            () => acts.look(piece.at),
        ),
    );
}

function people({ households, groups_outside: groups }, strings) {
    if (!households) {
        return [];
    }
    const lines = [
        el(
            "p",
            { class: "boundary-people" },
            fill(strings.households_inside, {
                n: formatCount(households.inside),
                moves: formatCount(households.moves),
            }),
        ),
    ];
    if (households.moves > 0) {
        lines.push(movers(households, strings));
    }
    if (households.left_outside > 0) {
        const words = { n: formatCount(households.left_outside) };
        lines.push(el("p", { class: "boundary-people" }, fill(strings.left_outside, words)));
    }
    for (const group of groups ?? []) {
        const words = { name: group.name, area: formatArea(group.area) };
        lines.push(el("p", { class: "boundary-people" }, fill(strings.group_outside, words)));
    }
    return lines;
}

function movers(households, strings) {
    const rows = households.list.map((each) =>
        el(
            "li",
            {},
            el("strong", {}, each.code),
            ` ${fill(strings.lineage, { before: each.from ?? "–", after: each.to ?? "–" })}`,
        ),
    );
    const more = households.moves - households.list.length;
    if (more > 0) {
        rows.push(el("li", {}, fill(strings.and_more, { n: formatCount(more) })));
    }
    return el(
        "details",
        { class: "boundary-movers" },
        el("summary", {}, strings.who_moves),
        el("ul", {}, ...rows),
    );
}

function areaLine({ area, before }, strings) {
    if (area === null || area === undefined) {
        return el("p", { class: "boundary-note" });
    }
    const change = before ? (area / before - 1) * 100 : null;
    const words = { area: formatArea(area), before: before ? formatArea(before) : "" };
    const text =
        change === null
            ? fill(strings.area_new, words)
            : fill(strings.area_change, { ...words, change: formatSigned(change, 1) });
    return el("p", { class: "boundary-note" }, text);
}
