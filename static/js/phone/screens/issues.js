/** Issues on a household's card, and in the form at its gate. */
import { fill } from "../../core/format.js";
import {
    isLate,
    issueBody,
    issueFault,
    kindOf,
    labelOf,
    outcomeOf,
    parted,
} from "../../core/phoneissues.js";
import { dayOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { entryField, newEntry } from "./issuefields.js";
import { button, field } from "./parts.js";

const TEXT_LENGTH = 1000;
const WISH_LENGTH = 500;

/**
 * What the household is to hear first, then what to ask it.
 *
 * @param {import("../app.js").App} app
 * @param {{issues?: import("../../core/phoneissues.js").Issue[], to_ask?: string[]}} home
 * @returns {HTMLElement | string}
 */
export function issuesBox(app, home) {
    const { strings, book } = app;
    const words = book.issue_words;
    const { tell, ask } = parted(home.issues);
    const asked = [...ask.map((issue) => askText(issue, words, strings)), ...(home.to_ask ?? [])];
    if (tell.length + asked.length === 0) {
        return "";
    }
    const told = tell.map((issue) =>
        el("li", {}, el("strong", {}, labelOf(words?.kinds, issue.kind)), `: ${heard(issue, app)}`),
    );
    return el(
        "div",
        { class: "mine-issues" },
        listed("mine-tell", strings.to_tell, told),
        listed(
            "mine-ask",
            strings.to_ask,
            asked.map((text) => el("li", {}, text)),
        ),
    );
}

function listed(name, title, rows) {
    return rows.length === 0
        ? ""
        : el("div", { class: name }, el("strong", {}, title), el("ul", {}, ...rows));
}

function askText(issue, words, strings) {
    const state = issue.is_told_here ? strings.told_here : labelOf(words?.states, issue.state);
    const parts = [
        `${labelOf(words?.kinds, issue.kind)}: ${issue.is_made_here ? strings.made_here : state}`,
        issue.level && !issue.is_told_here ? labelOf(words?.levels, issue.level) : null,
        isLate(issue, dayOf(Date.now())) ? strings.issue_late : null,
    ];
    return parts.filter(Boolean).join(" · ");
}

/** What the household hears; a kind without words has none of its own. */
function heard({ answer, state }, { strings }) {
    return answer || strings[state === "refused" ? "answer_refused" : "answer_done"];
}

/**
 * What there is to tell, and what the household says to it.
 *
 * @param {import("../app.js").App} app
 * @param {object} home
 * @param {import("./checkin.js").Draft} draft
 * @param {(values: object) => void} change
 * @returns {{node: HTMLElement | string, check: () => boolean}}
 */
export function tellBox(app, home, draft, change) {
    const rows = parted(home.issues).tell.map((issue) => tellRow(app, issue, draft, change));
    if (rows.length === 0) {
        return { node: "", check: () => true };
    }
    const node = el(
        "section",
        { class: "mine-telling" },
        el("h3", {}, app.strings.to_tell),
        ...rows.map((row) => row.node),
    );
    return { node, check: () => rows.every((row) => row.check()) };
}

function tellRow(app, issue, draft, change) {
    const { strings, book } = app;
    const kind = kindOf(book.issue_words, issue.kind);
    const known = draft.told[issue.id];
    const text = el("textarea", { rows: "2", maxlength: String(TEXT_LENGTH) });
    text.value = known?.text ?? "";
    const words = field(strings.household_said, text, strings.no_private_words);
    let outcome = outcomeOf(issue, known);
    const set = (values) => {
        const { seen } = issue;
        draft.told = { ...draft.told, [issue.id]: { seen, outcome, text: text.value, ...values } };
        change({ told: draft.told });
    };
    const draw = () => {
        words.hidden = outcome !== "disagrees" || !kind?.has_text;
    };
    text.addEventListener("input", () => set({ text: text.value }));
    const choices = pills(`told-${issue.id}`, labelOf(book.issue_words?.kinds, issue.kind), [
        ["", strings.not_told, outcome],
        ["agrees", strings[issue.state === "refused" ? "told_refusal" : "agrees"], outcome],
        ["disagrees", strings.disagrees, outcome],
    ]);
    choices.addEventListener("change", (event) => {
        outcome = event.target.value;
        set({ outcome });
        draw();
    });
    choices.querySelector("legend").after(el("p", { class: "mine-answer" }, heard(issue, app)));
    draw();
    const check = () => {
        const isMissing = !words.hidden && text.value.trim() === "";
        words.fault(isMissing ? strings.say_what : "");
        return !isMissing;
    };
    return { node: el("div", { class: "mine-tell-row" }, choices, words), check };
}

/** Large buttons of which one is chosen. */
export function pills(name, title, choices) {
    const node = el("fieldset", { class: "mine-pills" }, el("legend", {}, title));
    for (const [value, label, chosen] of choices) {
        const input = el("input", { type: "radio", name, value });
        input.checked = value === chosen;
        node.append(el("label", {}, input, el("span", {}, label)));
    }
    return node;
}

/**
 * New issues of the household, one below the other.
 *
 * @returns {{node: HTMLElement | string, check: () => boolean}}
 */
export function reportBox(app, draft, change) {
    const { strings, book } = app;
    if (!book.issue_words) {
        return { node: "", check: () => true };
    }
    const list = el("div", { class: "mine-reports" });
    const more = button(strings.issue_add, () => {
        draft.issues.push(newEntry());
        change({ issues: draft.issues });
        draw();
    });
    let forms = [];
    const draw = () => {
        forms = draft.issues.map((entry) =>
            issueForm(app, entry, change, () => {
                draft.issues.splice(draft.issues.indexOf(entry), 1);
                change({ issues: draft.issues });
                draw();
            }),
        );
        more.textContent = draft.issues.length > 0 ? strings.issue_more : strings.issue_add;
        list.replaceChildren(...forms.map((form) => form.node), more);
    };
    draw();
    const box = el(
        "details",
        { open: draft.issues.length > 0 },
        el("summary", {}, el("span", {}, strings.issue_new)),
        list,
    );
    const check = () => {
        const isFine = forms.every((form) => form.check());
        box.open ||= !isFine;
        return isFine;
    };
    return { node: el("div", { class: "mine-more" }, box), check };
}

/**
 * @param {import("../app.js").App} app
 * @param {import("../../core/phoneissues.js").Entered} entry is written into
 * @param {() => void} onChange
 * @param {(() => void) | null} onDrop null = it stays
 */
export function issueForm(app, entry, onChange, onDrop) {
    const { strings, book } = app;
    const node = el("div", { class: "mine-part mine-report" });
    let fields = new Map();
    const changed = () => onChange({});
    const draw = () => {
        const kind = kindOf(book.issue_words, entry.kind);
        const choose = kindField(app, entry, () => {
            entry.details = {};
            draw();
            changed();
        });
        fields = new Map([["kind", choose], ...fieldsOf(kind, entry, changed, strings)]);
        for (const each of fields.values()) {
            each.addEventListener("input", () => each.fault(""));
        }
        const warning = strings[kind?.has_text ? "no_private_words" : "no_words_at_all"];
        node.replaceChildren(
            ...fields.values(),
            kind ? beginsField(app, kind, entry, changed) : "",
            kind ? el("p", { class: "notice notice-warning" }, warning) : "",
            onDrop ? button(strings.issue_drop, onDrop, "quiet") : "",
        );
    };
    draw();
    const check = () => {
        const wrong = issueFault(kindOf(book.issue_words, entry.kind), entry);
        for (const [name, each] of fields) {
            each.fault(name === wrong?.field ? faultText(wrong, strings) : "");
        }
        return wrong === null;
    };
    return { node, check };
}

/** @returns {Array<[string, HTMLElement]>} by name, as the kind has them */
function fieldsOf(kind, entry, onChange, strings) {
    const own = (kind?.fields ?? []).map((spec) => [
        spec.name,
        entryField(spec, entry.details, onChange, strings),
    ]);
    if (!kind?.has_text) {
        return own;
    }
    return [
        ...own,
        ["summary", line(entry, "summary", strings, onChange, TEXT_LENGTH)],
        ["wish", line(entry, "wish", strings, onChange, WISH_LENGTH)],
    ];
}

let asked = 0;

/** Who has it first; of a kind that always begins with somebody, who that is. */
function beginsField({ strings, book }, kind, entry, onChange) {
    if (kind.begins_with) {
        const level = labelOf(book.issue_words.levels, kind.begins_with);
        return el("p", { class: "mine-goes-to" }, fill(strings.issue_goes_to, { level }));
    }
    asked += 1;
    const chosen = String(entry.pass_on ?? true);
    const choices = pills(`begins-${asked}`, strings.issue_begins, [
        ["true", strings.issue_pass_on, chosen],
        ["false", strings.issue_keep, chosen],
    ]);
    choices.addEventListener("change", (event) => {
        entry.pass_on = event.target.value === "true";
        onChange();
    });
    return choices;
}

function faultText({ fault, most }, strings) {
    return fill(strings[fault === "number" ? "issue_number" : "issue_missing"], { most });
}

function kindField({ book, strings }, entry, onChange) {
    const select = el("select", { required: true }, el("option", { value: "" }, strings.choose));
    for (const { code, label } of book.issue_words.kinds) {
        select.append(el("option", { value: code }, label));
    }
    select.value = entry.kind;
    select.addEventListener("change", () => {
        entry.kind = select.value;
        onChange();
    });
    return field(strings.issue_kind, select);
}

function line(entry, name, strings, onChange, most) {
    const input = el("textarea", { rows: "2", maxlength: String(most) });
    input.value = entry[name];
    input.addEventListener("input", () => {
        entry[name] = input.value;
        onChange();
    });
    return field(strings[`issue_${name}`], input);
}

/**
 * What is sent of all this beside the contact.
 *
 * @param {import("../app.js").App} app
 * @param {object} home
 * @param {import("./checkin.js").Draft} draft
 * @param {string} saidAt
 * @returns {object[]} items
 */
export function issueItems({ book }, home, draft, saidAt) {
    const base = { household: home.id, said_at: saidAt };
    const told = parted(home.issues)
        .tell.map((issue) => ({ issue, known: draft.told[issue.id] }))
        .filter(({ issue, known }) => outcomeOf(issue, known) !== "")
        .map(({ issue, known }) => toldItem(book, base, issue, known, draft.uuid));
    const made = draft.issues.map((entry) => ({
        ...base,
        uuid: crypto.randomUUID(),
        kind: "issue",
        ...issueBody(kindOf(book.issue_words, entry.kind), entry),
    }));
    return [...told, ...made];
}

/** @param {{seen: number, outcome: string, text: string}} known */
export function toldItem(book, base, issue, { outcome, text }, contact) {
    const hasWords = outcome === "disagrees" && kindOf(book.issue_words, issue.kind)?.has_text;
    return {
        ...base,
        uuid: crypto.randomUUID(),
        kind: "issue_told",
        issue: issue.id,
        issue_kind: issue.kind,
        seen: issue.seen,
        outcome,
        text: hasWords ? text.trim() : "",
        contact_uuid: contact,
    };
}
