/**
 * A contact written down: two taps and a line of text. Each keystroke is kept as a draft, so that
 * neither a lock nor a dead battery takes it.
 */
import { fill, formatDate } from "../../core/format.js";
import { canPlace } from "../../core/phonefix.js";
import { likelyChannel, metresTo } from "../../core/phonehomes.js";
import { dayOf, standingOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { keepDraft, keepItems, readDraft } from "../outbox.js";
import { changeLists, channels, companions, nextVisit } from "./checkinparts.js";
import { placeBox } from "./checkinplace.js";
import { issueItems, reportBox, tellBox } from "./issues.js";
import { staleNotice } from "./list.js";
import { addressOf, field, onSubmit, reachLinks, whenAndWhere } from "./parts.js";

const NOTE_LENGTH = 1000;
const DRAFT_DELAY_MS = 200;

/**
 * @typedef {object} Draft
 * @property {string} uuid of the contact it will be: saved twice, it is still one
 * @property {string | null} channel null: as is likely from where the phone is
 * @property {string} note
 * @property {string[]} changes
 * @property {number[]} companions
 * @property {string | null} next_visit_on
 * @property {boolean} correct propose the phone's position as the household's
 * @property {Record<number, {seen: number, outcome: string, text: string}>} told by the issue's key,
 *     what the household said to its answer
 * @property {import("../../core/phoneissues.js").Entered[]} issues new ones
 * @property {{uuid: string, reason: string | null, said_at: string, position: object | null}} [mends]
 *     a refused contact that this one stands in for
 */

/** @returns {Draft} */
export function newDraft() {
    return {
        uuid: crypto.randomUUID(),
        channel: null,
        note: "",
        changes: [],
        companions: [],
        next_visit_on: null,
        correct: false,
        told: {},
        issues: [],
    };
}

/**
 * @param {import("../app.js").App} app
 * @param {number} id of the household
 */
export async function checkinScreen(app, id) {
    const { strings } = app;
    if (app.isStale) {
        return { title: strings.check_in, node: staleNotice(app) };
    }
    const home = app.homes.find((each) => each.id === id);
    if (!home) {
        const node = el(
            "div",
            { class: "mine-column" },
            el("p", {}, strings.home_gone),
            back(strings),
        );
        return { title: strings.check_in, node };
    }
    // One that was begun with an earlier version has not all of it.
    const draft = { ...newDraft(), ...(await readDraft(id)) };
    const state = { home, draft, fix: null, fixState: "waiting", metres: null };
    const keeper = draftKeeper(app, state);
    const screen = build(app, state, keeper);
    const leave = () => {
        screen.stop();
        keeper.flush();
    };
    return { title: strings.check_in, node: screen.form, leave, isTask: true };
}

/** Keeps the draft a moment after each change, and at once when the screen is left. */
function draftKeeper(app, state) {
    let timer = null;
    const flush = () => {
        if (timer === null) {
            return;
        }
        clearTimeout(timer);
        timer = null;
        keepDraft(state.home.id, state.draft).catch((error) => app.trouble(error));
    };
    return {
        flush,
        later: () => {
            clearTimeout(timer);
            timer = setTimeout(flush, DRAFT_DELAY_MS);
        },
        drop: () => {
            clearTimeout(timer);
            timer = null;
        },
    };
}

function build(app, state, keeper) {
    const { strings } = app;
    const { draft } = state;
    const change = (values) => {
        Object.assign(draft, values);
        keeper.later();
    };
    const choice = channels(app.book.channels, draft, change, strings);
    const note = el("textarea", { rows: "3", maxlength: String(NOTE_LENGTH) });
    note.value = draft.note;
    note.placeholder = strings.note_hint;
    note.addEventListener("input", () => change({ note: note.value }));
    const save = el("button", { class: "mine-button mine-button-primary mine-save" }, strings.save);
    const more = moreBox(app, state, change);
    const place = draft.mends
        ? { node: mendNotice(draft.mends, strings), stop: () => {} }
        : placeBox(app, state, () => {
              choice.suggest(likelyChannel(state.metres));
              more.placing.hidden = !canPlace(state.fix);
              save.textContent = saveText(state, draft, strings);
          });
    const noteField = field(strings.note, note);
    const parts = issueParts(app, state, change);
    const form = el(
        "form",
        { class: "mine-form mine-checkin", novalidate: true },
        homeHead(app, state.home),
        place.node,
        parts.tell.node,
        choice.node,
        noteField,
        parts.report.node,
        more.node,
        el("div", { class: "mine-foot" }, save),
    );
    choice.suggest(likelyChannel(state.metres));
    choice.onChange = () => {
        save.textContent = saveText(state, draft, strings);
    };
    onSubmit(form, async () => {
        if (parts.tell.check() && parts.report.check()) {
            await saveContact(app, state, choice.value(), keeper);
        }
    });
    return { form, stop: place.stop };
}

/** A refused contact is mended by itself: what was told with it went its own way. */
function issueParts(app, { home, draft }, change) {
    if (draft.mends) {
        const none = { node: "", check: () => true };
        return { tell: none, report: none };
    }
    return {
        tell: tellBox(app, home, draft, change),
        report: reportBox(app, draft, change),
    };
}

function saveText(state, draft, strings) {
    const isHere = draft.channel === null || draft.channel === "in_person";
    return isHere && state.fix === null && !draft.mends ? strings.save_unplaced : strings.save;
}

function homeHead(app, home) {
    const { strings, book } = app;
    const toldOn = dayOf(book.taken_at);
    const standing = standingOf(home, book.rule, dayOf(Date.now()), toldOn);
    const row = { home, standing, metres: metresTo(home, null) };
    const month = standing.done
        ? strings.month_done
        : fill(strings.month_part, { days: standing.days, of: book.rule.per_month });
    return el(
        "div",
        { class: "mine-who" },
        el("h2", {}, home.head),
        el("p", { class: "subtle" }, addressOf(home)),
        el("p", { class: "mine-card-facts" }, `${month} · ${whenAndWhere(row, strings)}`),
        reachLinks(home, strings),
    );
}

function mendNotice(mends, strings) {
    return el(
        "div",
        { class: "notice notice-warning" },
        el("p", {}, fill(strings.mends, { day: formatDate(dayText(mends.said_at)) })),
        el("p", {}, mends.reason ?? ""),
    );
}

function dayText(saidAt) {
    return dayOf(Date.parse(saidAt));
}

/** What is rarely needed is one tap further. */
function moreBox(app, state, change) {
    const { strings, book } = app;
    const { draft } = state;
    const correct = el("input", { type: "checkbox" });
    correct.checked = draft.correct;
    correct.addEventListener("change", () => change({ correct: correct.checked }));
    const placing = el(
        "div",
        { class: "mine-part" },
        el("label", { class: "mine-check" }, correct, strings.correct_place),
        el("p", { class: "field-help" }, strings.correct_place_help),
    );
    placing.hidden = !canPlace(state.fix);
    const node = el(
        "div",
        { class: "mine-more" },
        nextVisit(draft, change, strings),
        changeLists(book.changes, draft, change, strings),
        companions(book.companions, draft, change, strings),
        placing,
    );
    return { node, placing };
}

/**
 * First onto the phone, and only then the word that it is there; the way to the server is the
 * queue's.
 */
async function saveContact(app, state, channel, keeper) {
    const { home, draft } = state;
    keeper.drop();
    const copies = [copyOf(home, contactItem(state, channel))];
    if (draft.correct && !draft.mends && canPlace(state.fix)) {
        copies.push(copyOf(home, proposalItem(state)));
    }
    if (!draft.mends) {
        const items = issueItems(app, home, draft, new Date().toISOString());
        copies.push(...items.map((item) => copyOf(home, item)));
    }
    try {
        await keepItems(copies, home.id, draft.mends?.uuid);
    } catch (error) {
        if (error?.name !== "ConstraintError") {
            await app.trouble(error);
            return;
        }
        // It is there already: the second tap of an impatient thumb.
    }
    app.saved = copies.map(({ item }) => item.uuid);
    await app.reread();
    location.hash = `#/xong/${home.id}`;
    app.sending.soon();
}

function copyOf({ head, code }, item) {
    return { head, code, item };
}

function contactItem({ home, draft, fix }, channel) {
    const { uuid, note, changes, companions, next_visit_on, mends } = draft;
    // Where somebody is who only rings up is nobody's business.
    const position = channel === "in_person" ? fix : null;
    return {
        uuid,
        kind: "contact",
        household: home.id,
        said_at: mends?.said_at ?? new Date().toISOString(),
        channel,
        note: note.trim(),
        position: mends ? mends.position : position,
        companions,
        changes,
        next_visit_on,
    };
}

function proposalItem({ home, fix }) {
    return {
        uuid: crypto.randomUUID(),
        kind: "position_proposal",
        household: home.id,
        said_at: new Date().toISOString(),
        position: fix,
    };
}

function back(strings) {
    return el("a", { href: "#/", class: "mine-button mine-button-primary" }, strings.back);
}
