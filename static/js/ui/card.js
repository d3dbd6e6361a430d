import { fill, formatCount } from "../core/format.js";
import { byId, el } from "./dom.js";
import { getJson, HttpError, sessionEnded, wordsFor } from "./http.js";
import { StackChoice } from "./stackchoice.js";

/**
 * @typedef {object} CardAnswer what the server tells of one household, as far as the role may see
 * @property {number} id
 * @property {string} code
 * @property {string} head
 * @property {string} village
 * @property {string | null} group
 * @property {number | null} size
 * @property {string[]} statuses
 * @property {string | null} phone
 * @property {string} address
 * @property {{has: boolean, note: string, provisional: string}} position
 * @property {{name: string, since: string} | null} in_charge
 * @property {{day: string, channel: string} | null} last_contact
 * @property {number} contacts_this_month
 * @property {number} contacts_required
 * @property {string} in_person what the rule says of meeting in person; "" for nothing
 * @property {string[]} notices
 * @property {Array<{id: number, kind: string, state: string, due: string, late: string}>} issues
 */

/**
 * The card of one household: beside the map on a wide screen, over its lower part on a phone.
 */
export class Card {
    /**
     * @param {{url: string, page: string, strings: Record<string, string>, phones: boolean,
     *     onClose: () => void, onOther: (household: object) => void}} options onOther: another of
     *     those at the same point; url and page with "/0/" in place of the household
     */
    constructor(options) {
        this.options = options;
        this.box = byId("card");
        this.title = byId("card-title");
        this.code = byId("card-code");
        this.body = byId("card-body");
        this.stack = new StackChoice(this.body, options.strings, options.onOther);
        byId("card-close").addEventListener("click", () => this.close());
        document.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && !this.box.hidden && !event.defaultPrevented) {
                this.close();
            }
        });
    }

    get isOpen() {
        return !this.box.hidden;
    }

    /**
     * @param {import("../core/households.js").Household} household what is known already
     * @param {{focus: boolean | "stay", stack: object[]}} how focus: the user works by keyboard, and
     *     goes on in the card, or stays where they are in it; stack: all at the same point
     */
    async open(household, { focus, stack }) {
        this.request?.abort();
        this.request = new AbortController();
        const { signal } = this.request;
        if (focus !== "stay") {
            this.cameFrom = focus ? document.activeElement : null;
        }
        this.title.textContent = household.head || household.code;
        this.code.textContent = household.code;
        this.body.replaceChildren(el("p", { class: "card-wait" }, this.options.strings.loading));
        this.box.hidden = false;
        this.box.scrollTop = 0;
        this.stack.show(household, stack);
        if (focus === true) {
            this.title.focus();
        }
        try {
            const url = this.options.url.replace("/0/", `/${household.id}/`);
            this.show(await getJson(url, signal));
        } catch (error) {
            if (!signal.aborted) {
                this.fail(error, household, stack);
            }
        }
    }

    close() {
        this.request?.abort();
        this.box.hidden = true;
        this.cameFrom?.focus();
        this.cameFrom = null;
        this.options.onClose();
    }

    fail(error, household, stack) {
        const { strings } = this.options;
        const gone = error instanceof HttpError && error.status === 404;
        this.body.replaceChildren(
            el(
                "p",
                { role: "alert" },
                gone ? strings.card_gone : wordsFor(error, strings, strings.load_failed),
            ),
        );
        if (!gone) {
            const ended = sessionEnded(error);
            const again = el(
                "button",
                { type: "button", class: "btn btn-primary" },
                ended ? strings.sign_in_again : strings.retry,
            );
            again.addEventListener("click", () =>
                ended ? window.location.reload() : this.open(household, { focus: false, stack }),
            );
            this.body.append(again);
        }
    }

    /** To everything about the household: who lives there, its story, the forms. */
    pageLink(card) {
        const href = this.options.page.replace("/0/", `/${card.id}/`);
        return el(
            "a",
            { href, class: "btn btn-outline-primary w-100" },
            this.options.strings.open_page,
        );
    }

    /** @param {CardAnswer} card */
    show(card) {
        const { strings } = this.options;
        this.title.textContent = card.head || card.code;
        this.code.textContent = card.code;
        const facts = el(
            "dl",
            { class: "facts" },
            ...fact(strings.in_charge, inCharge(card, strings)),
            ...fact(strings.last_contact, lastContact(card, strings)),
            ...fact(strings.this_month, monthMeter(card, strings)),
            ...fact(strings.village, card.village),
            ...fact(strings.group, card.group),
            ...fact(strings.size, card.size && fill(strings.n_people, { n: card.size })),
            ...fact(strings.statuses, chips(card.statuses)),
            ...(this.options.phones ? fact(strings.phone, phone(card, strings)) : []),
            ...fact(strings.address, card.address),
            ...fact(strings.position, position(card, strings)),
        );
        const issues = openIssues(card.issues ?? [], this.options);
        const notices = card.notices.map((text) => el("p", { class: "card-notice" }, text));
        this.body.replaceChildren(...notices, ...issues, facts, this.pageLink(card));
    }
}

/**
 * @param {string} name
 * @param {Node | string | null | 0} value
 * @returns {Node[]} nothing where there is no value
 */
function fact(name, value) {
    return value ? [el("dt", {}, name), el("dd", {}, value)] : [];
}

function inCharge({ in_charge: person }, strings) {
    if (person === null) {
        // One of the notices says so already, in a stronger voice.
        return null;
    }
    const since = fill(strings.since, { day: person.since });
    return el(
        "span",
        {},
        el("strong", {}, person.name),
        el("span", { class: "subtle" }, ` ${since}`),
    );
}

function lastContact({ last_contact: contact }, strings) {
    return contact === null ? strings.never_long : `${contact.day} · ${contact.channel}`;
}

/** What the household waits for, each with the way to all about it. */
function openIssues(issues, { strings, issue: address }) {
    if (issues.length === 0) {
        return [];
    }
    const rows = issues.map(({ id, kind, state, due, late }) =>
        el(
            "li",
            { class: late ? "card-issue is-late" : "card-issue" },
            el("a", { href: address.replace("/0/", `/${id}/`) }, kind),
            el("span", { class: "subtle" }, [state, due].join(" · ")),
            late ? el("strong", { class: "card-late" }, late) : null,
        ),
    );
    return [
        el("h3", { class: "card-issues-title" }, strings.card_issues),
        el("ul", { class: "card-issues" }, ...rows),
    ];
}

/** Contacts of the month against what the rule asks, in words and as filled marks. */
function monthMeter(card, strings) {
    const { contacts_this_month: done, contacts_required: required, in_person: met } = card;
    const marks = Array.from({ length: required }, (_, index) =>
        el("span", { class: index < done ? "mark mark-done" : "mark" }),
    );
    return el(
        "span",
        { class: "meter" },
        [fill(strings.month_of, { done: formatCount(done), required: formatCount(required) }), met]
            .filter(Boolean)
            .join(", "),
        el("span", { class: "marks", "aria-hidden": "true" }, ...marks),
    );
}

function chips(texts) {
    if (texts.length === 0) {
        return null;
    }
    return el(
        "span",
        { class: "chips" },
        ...texts.map((text) => el("span", { class: "chip" }, text)),
    );
}

function phone({ phone: number }, strings) {
    if (!number) {
        return strings.no_phone;
    }
    return el("a", { href: `tel:${number.replace(/[^\d+]/g, "")}`, class: "card-phone" }, number);
}

function position({ position: { has, note, provisional } }, strings) {
    if (has && provisional) {
        return el("span", {}, el("span", { class: "chip" }, provisional), ` ${note}`);
    }
    return has
        ? note
        : el("span", {}, el("strong", {}, strings.unlocated), note ? ` · ${note}` : "");
}
