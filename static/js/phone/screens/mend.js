/** An issue, or an answer told, that the server refused: mended by itself, without a new visit. */
import { fill, formatDate } from "../../core/format.js";
import { parted } from "../../core/phoneissues.js";
import { dayOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { keepDraft, keepItems, readDraft } from "../outbox.js";
import { newDraft } from "./checkin.js";
import { issueForm, issueItems, tellBox } from "./issues.js";
import { staleNotice } from "./list.js";
import { addressOf, button, onSubmit } from "./parts.js";

/** @param {import("../app.js").App} app */
export async function mendScreen(app) {
    const { strings } = app;
    const title = strings.mend;
    if (app.isStale) {
        return { title, node: staleNotice(app) };
    }
    const shown = app.items.find(({ uuid }) => uuid === app.mending);
    const item = shown?.opened?.item;
    const node = el("div", { class: "mine-column" });
    if (!item) {
        node.append(el("p", {}, strings.queue_empty), back(app));
        return { title, node, isTask: true };
    }
    let known;
    // What the server knows by now may come while the screen is shown.
    node.renew = () => {
        const home = app.homes.find(({ id }) => id === item.household);
        const issue = home?.issues?.find(({ id }) => id === item.issue);
        const now = JSON.stringify([home?.id ?? null, issue ?? null]);
        if (now !== known) {
            known = now;
            node.replaceChildren(...(home ? [mendForm(app, home, shown)] : gone(app)));
        }
    };
    node.renew();
    return { title, node, isTask: true };
}

function gone(app) {
    return [el("p", {}, app.strings.home_gone), back(app)];
}

function mendForm(app, home, shown) {
    const { strings } = app;
    const form = el("form", { class: "mine-form mine-column", novalidate: true });
    form.append(
        el("h2", {}, home.head),
        el("p", { class: "subtle" }, addressOf(home)),
        el("p", { class: "notice notice-warning" }, shown.reason ?? strings.refused),
    );
    const isReport = shown.opened.item.kind === "issue";
    (isReport ? mendReport : mendTold)(app, form, home, shown);
    return form;
}

function mendReport(app, form, home, shown) {
    const { item } = shown.opened;
    const { issue_kind, details, summary, wish, pass_on } = item;
    const entry = { kind: issue_kind, details: { ...details }, summary, wish, pass_on };
    const entered = issueForm(app, entry, () => {}, null);
    const draft = { ...newDraft(), issues: [entry] };
    form.append(entered.node, sendButton(app));
    onSubmit(form, async () => {
        if (entered.check()) {
            await replace(app, shown, issueItems(app, home, draft, item.said_at));
        }
    });
}

function mendTold(app, form, home, shown) {
    const { item } = shown.opened;
    const { strings } = app;
    const known = parted(home.issues).tell.find(({ id }) => id === item.issue);
    if (!known) {
        form.append(
            el("p", {}, fill(strings.not_to_tell, { day: formatDate(dayText(item)) })),
            item.text ? el("blockquote", {}, item.text) : "",
            item.text ? button(strings.into_note, () => intoNote(home, item), "primary") : "",
            back(app),
        );
        return;
    }
    const draft = { ...newDraft(), uuid: item.contact_uuid, told: {} };
    // What was said to the answer of then is kept; whether it agrees with this one, it must say.
    draft.told[known.id] = { seen: 0, outcome: "", text: item.text };
    const box = tellBox(app, { ...home, issues: [known] }, draft, () => {});
    form.append(box.node, sendButton(app));
    onSubmit(form, async () => {
        const items = issueItems(app, home, draft, new Date().toISOString());
        if (box.check() && items.length > 0) {
            await replace(app, shown, items);
        }
    });
}

function sendButton({ strings }) {
    return el("button", { class: "mine-button mine-button-primary" }, strings.send_again);
}

async function replace(app, { uuid, opened }, items) {
    const copies = items.map((item) => ({ ...opened, item }));
    await keepItems(copies, null, uuid);
    await app.reread();
    location.hash = "#/cho";
    app.sending.soon();
}

/** The household's words are not lost: they go into the next visit's note. */
async function intoNote(home, item) {
    const draft = { ...newDraft(), ...(await readDraft(home.id)) };
    const note = [draft.note, item.text].filter(Boolean).join("\n");
    await keepDraft(home.id, { ...draft, note });
    location.hash = `#/ghi/${home.id}`;
}

function dayText({ said_at }) {
    return dayOf(Date.parse(said_at));
}

function back({ strings }) {
    return el("a", { href: "#/cho", class: "mine-button mine-button-plain" }, strings.queue);
}
