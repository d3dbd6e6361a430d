/** What waits, what was sent, what was refused and how to mend it. Nothing leaves unseen. */
import { fill } from "../../core/format.js";
import { labelOf } from "../../core/phoneissues.js";
import { counted } from "../../core/phonequeue.js";
import { el } from "../../ui/dom.js";
import { dropItem, keepDraft, keepItems } from "../outbox.js";
import { newDraft } from "./checkin.js";
import { ask, button } from "./parts.js";

const ORDER = ["refused", "waiting", "sent"];
const ISSUES = new Set(["issue", "issue_told"]);

/** @param {import("../app.js").App} app */
export async function queueScreen(app) {
    const { strings } = app;
    const node = el("div", { class: "mine-column mine-queue" });
    node.renew = () => {
        const counts = counted(app.items);
        node.replaceChildren(head(app, counts));
        for (const state of ORDER) {
            const items = app.items.filter((item) => item.state === state);
            if (items.length > 0) {
                node.append(
                    el("h2", {}, fill(strings[`queue_${state}`], { n: items.length })),
                    el("ul", { class: "mine-items" }, ...items.map((item) => row(app, item))),
                );
            }
        }
    };
    node.renew();
    return { title: strings.queue, node };
}

function head(app, { waiting, refused }) {
    const { strings } = app;
    if (waiting + refused === 0) {
        return el("p", { class: "notice notice-success" }, strings.queue_empty);
    }
    if (waiting === 0) {
        return el("p", { class: "notice notice-warning" }, strings.queue_mend);
    }
    return el(
        "div",
        { class: "mine-send" },
        el("p", {}, strings.queue_text),
        button(strings.send_now, () => app.sending.now(), "primary"),
    );
}

function row(app, item) {
    const { strings } = app;
    const { opened, state } = item;
    const made = el("li", { class: "mine-item", "data-state": state });
    const at = new Date(opened ? Date.parse(opened.item.said_at) : item.made_at);
    made.append(
        el("strong", {}, opened?.head ?? strings.closed_item),
        el("span", { class: "subtle" }, `${kindText(app, opened)} · ${clockText(at)}`),
    );
    const words = opened?.item.note || opened?.item.summary || opened?.item.text;
    if (words) {
        made.append(el("p", { class: "mine-item-note" }, words));
    }
    if (state === "refused") {
        made.append(
            el("p", { class: "field-error" }, item.reason ?? strings.refused),
            mending(app, item),
        );
    } else {
        made.append(
            el("span", { class: `mine-state mine-state-${state}` }, strings[`state_${state}`]),
        );
    }
    return made;
}

function kindText({ strings, book }, opened) {
    if (opened?.item.kind === "position_proposal") {
        return strings.kind_position;
    }
    if (opened?.item.issue_kind) {
        const kind = labelOf(book?.issue_words?.kinds, opened.item.issue_kind);
        return `${strings[`kind_${opened.item.kind}`]}: ${kind}`;
    }
    const channel = book?.channels.find(({ code }) => code === opened?.item.channel);
    return channel?.label ?? strings.kind_contact;
}

function clockText(at) {
    const two = (number) => String(number).padStart(2, "0");
    const day = `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
    return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

function mending(app, item) {
    const { strings } = app;
    const buttons = el("div", { class: "mine-answers" });
    if (item.opened?.item.kind === "contact") {
        buttons.append(button(strings.mend, () => mend(item), "primary"));
    } else if (ISSUES.has(item.opened?.item.kind)) {
        buttons.append(button(strings.mend, () => mendIssue(app, item), "primary"));
    } else if (item.opened) {
        buttons.append(button(strings.send_again, () => again(app, item), "primary"));
    }
    buttons.append(button(strings.drop, () => drop(app, item)));
    return buttons;
}

/** The server keeps no key of what it refused, but where the key stands for something else. */
const KEY_USED = 409;

/**
 * A contact with the old one's words, time and place; the old one goes when it is kept. The key
 * stays: an answer told in that talk names it, and may be at the server already.
 */
async function mend({ opened, uuid, reason, code }) {
    const { household, channel, note, changes, companions, next_visit_on } = opened.item;
    const { said_at, position } = opened.item;
    await keepDraft(household, {
        ...newDraft(),
        ...(code === KEY_USED ? {} : { uuid }),
        ...{ channel, note, changes, companions, next_visit_on },
        mends: { uuid, reason, said_at, position },
    });
    location.hash = `#/ghi/${household}`;
}

function mendIssue(app, { uuid }) {
    app.mending = uuid;
    location.hash = "#/sua";
}

async function again(app, { opened, uuid }) {
    const item = { ...opened.item, uuid: crypto.randomUUID() };
    await keepItems([{ ...opened, item }], null, uuid);
    app.sending.now();
}

async function drop(app, { uuid, opened }) {
    const { strings } = app;
    const answer = await ask(
        strings.drop_title,
        fill(strings.drop_text, { head: opened?.head ?? "" }),
        [
            ["stay", strings.stay, "primary"],
            ["go", strings.drop, "danger"],
        ],
    );
    if (answer === "go") {
        await dropItem(uuid);
    }
}
