import { fold } from "../../core/fold.js";
import { fill, formatDate } from "../../core/format.js";
import { addDays, dayOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { button } from "./parts.js";

const FEW = 8;
/** As many as the server takes. */
const MOST_COMPANIONS = 10;
const NEXT_DAYS = [7, 14];

/**
 * How one was in touch. Until somebody chooses, the likely one is chosen.
 *
 * @param {Array<{code: string, label: string}>} known
 * @param {import("./checkin.js").Draft} draft
 * @param {(values: object) => void} change
 * @param {Record<string, string>} strings
 */
export function channels(known, draft, change, strings) {
    const node = el("fieldset", { class: "mine-pills" }, el("legend", {}, strings.channel));
    const made = { node, onChange: () => {} };
    for (const { code, label } of known) {
        const input = el("input", { type: "radio", name: "channel", value: code });
        input.checked = draft.channel === code;
        input.addEventListener("change", () => {
            change({ channel: code });
            made.onChange();
        });
        node.append(el("label", {}, input, el("span", {}, label)));
    }
    const inputs = [...node.querySelectorAll("input")];
    made.suggest = (code) => {
        if (draft.channel === null) {
            for (const input of inputs) {
                input.checked = input.value === code;
            }
        }
    };
    made.value = () => inputs.find((input) => input.checked)?.value ?? "in_person";
    return made;
}

/**
 * What changed in the household, from the server's closed lists.
 *
 * @param {Array<{code: string, label: string, part: string}>} known
 */
export function changeLists(known, draft, change, strings) {
    const box = folded(strings.changes, draft.changes.length > 0);
    let part = null;
    for (const { code, label, part: name } of known) {
        if (part?.dataset.part !== name) {
            part = el(
                "fieldset",
                { class: "mine-part", "data-part": name },
                el("legend", {}, name),
            );
            box.append(part);
        }
        part.append(checkbox(label, code, draft.changes, (changes) => change({ changes })));
    }
    box.hidden = known.length === 0;
    return box;
}

/** Who went along. @param {Array<{id: number, name: string}>} known */
export function companions(known, draft, change, strings) {
    const box = folded(strings.companions, draft.companions.length > 0);
    const list = el("div", { class: "mine-people" });
    const told = el("p", { class: "field-error", role: "alert" });
    const set = (chosen, input) => {
        const isTooMany = chosen.length > MOST_COMPANIONS;
        told.textContent = isTooMany ? fill(strings.companions_most, { n: MOST_COMPANIONS }) : "";
        if (isTooMany) {
            input.checked = false;
            chosen.pop();
        }
        change({ companions: chosen });
    };
    for (const { id, name } of known) {
        list.append(checkbox(name, id, draft.companions, set));
    }
    if (known.length > FEW) {
        const input = el("input", { type: "search", "aria-label": strings.find_person });
        input.placeholder = strings.find_person;
        input.addEventListener("input", () => {
            const sought = fold(input.value.trim());
            for (const label of list.children) {
                label.hidden = !fold(label.textContent).includes(sought);
            }
        });
        box.append(input);
    }
    box.append(told, list);
    box.hidden = known.length === 0;
    return box;
}

/** When to come again: one tap for the usual ones. */
export function nextVisit(draft, change, strings) {
    const today = dayOf(Date.now());
    const input = el("input", {
        type: "date",
        min: today,
        max: addDays(today, 366),
        "aria-label": strings.next_visit,
    });
    input.value = draft.next_visit_on ?? "";
    const told = el("span", { class: "mine-next-told" });
    const set = (day) => {
        input.value = day ?? "";
        told.textContent = day ? formatDate(day) : "";
        change({ next_visit_on: day });
    };
    told.textContent = draft.next_visit_on ? formatDate(draft.next_visit_on) : "";
    input.addEventListener("change", () => set(input.value === "" ? null : input.value));
    const chips = NEXT_DAYS.map((days) =>
        button(fill(strings.in_days, { n: days }), () => set(addDays(today, days))),
    );
    const clear = button(strings.no_next, () => set(null), "quiet");
    const box = folded(strings.next_visit, draft.next_visit_on !== null);
    box.querySelector("summary").append(told);
    box.append(el("div", { class: "mine-next" }, ...chips, input, clear));
    return box;
}

function folded(title, isOpen) {
    return el("details", { open: isOpen }, el("summary", {}, el("span", {}, title)));
}

function checkbox(label, value, chosen, onChange) {
    const input = el("input", { type: "checkbox" });
    input.checked = chosen.includes(value);
    input.addEventListener("change", () => {
        const index = chosen.indexOf(value);
        if (index >= 0) {
            chosen.splice(index, 1);
        }
        if (input.checked) {
            chosen.push(value);
        }
        onChange(chosen, input);
    });
    return el("label", { class: "mine-check" }, input, el("span", {}, label));
}
