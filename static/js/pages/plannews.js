import { fill, formatCount } from "../core/format.js";
import { byId, el } from "../ui/dom.js";
import { button, homeName } from "../ui/planparts.js";

/** Households told by name; of more, how many. */
const LISTED = 5;

const MOST_ALERTS = 4;

/** What the page has to say: spoken always, and in a box where somebody must see it. */
export class PlanNews {
    /** @param {import("./planmap.js").PlanPage} page */
    constructor(page) {
        this.page = page;
        this.box = byId("plan-news");
    }

    /** @param {string} words @param {"quiet" | "warning"} kind */
    tell(words, kind) {
        if (words === "") {
            return;
        }
        this.page.status.say(words);
        byId("plan-step").textContent = "";
        if (kind === "warning") {
            this.put([el("p", {}, words)]);
        } else if (!this.box.querySelector("[role=alert]")) {
            this.box.replaceChildren();
        }
    }

    put(children, role = null) {
        const { strings, sheet } = this.page;
        const close = button(strings.dismiss, () => notice.remove());
        const notice = el("div", { class: "notice notice-warning", role }, ...children, close);
        // What was refused one after the other is all there to be read.
        const kept = role === null ? [] : [...this.box.querySelectorAll("[role=alert]")];
        this.box.replaceChildren(...kept.slice(1 - MOST_ALERTS), notice);
        byId("plan-step").textContent = "";
        byId("plan-scroll").scrollTop = 0;
        if (sheet.state === "peek") {
            sheet.go("half");
        }
    }

    refused(error) {
        const { strings, board } = this.page;
        const homes = (error.detail?.households ?? []).map((id) => this.homeOf(id));
        const words = homes.length > 0 ? strings.refused_about : strings.refused;
        const more = homes.length - LISTED;
        const names = homes.slice(0, LISTED).join(", ");
        const told = fill(words, {
            homes:
                more > 0 ? fill(strings.homes_and, { homes: names, n: formatCount(more) }) : names,
            message: error.message,
        });
        this.put([el("p", {}, told)], "alert");
        board.refold();
        this.page.redraw();
    }

    /**
     * @param {object[]} changes as the refusal tells them
     * @param {boolean} isUndo whether something was to be taken back
     */
    conflict(changes, isUndo) {
        const { strings } = this.page;
        const rows = changes.map((change) => el("li", {}, this.conflictWords(change)));
        const words = isUndo ? strings.conflict_undo : strings.conflict;
        this.put([el("p", {}, words), el("ul", {}, ...rows)], "alert");
    }

    conflictWords({ what, who, at, household, person, before, after }) {
        const { strings } = this.page;
        const time = timeOf(at);
        if (what !== "pair" && what !== "ban") {
            return fill(strings.conflict_other, { who, time });
        }
        const home = this.homeOf(household);
        if (what === "ban") {
            return fill(strings.conflict_ban, { home, who, time, person: this.personOf(person) });
        }
        const isLock = before === after;
        return fill(isLock ? strings.conflict_lock : strings.conflict_pair, {
            home,
            who,
            time,
            before: this.personOf(before),
            after: this.personOf(after),
        });
    }

    others(edits) {
        const who = [...new Set(edits.map((edit) => edit.who).filter(Boolean))].join(", ");
        this.page.status.say(fill(this.page.strings.others, { who }));
    }

    homeOf(id) {
        const home = this.page.board.homes.get(id);
        return home === undefined ? String(id) : homeName(home);
    }

    personOf(id) {
        const { board, strings } = this.page;
        return id === null ? strings.nobody_short : (board.people.get(id)?.name ?? "?");
    }
}

/** @param {string} iso @returns {string} as a clock here shows it, with the day where not today's */
function timeOf(iso) {
    const timeZone = "Asia/Ho_Chi_Minh";
    const format = (moment, parts) =>
        new Intl.DateTimeFormat("vi-VN", { ...parts, timeZone }).format(moment);
    const day = (moment) => format(moment, { day: "2-digit", month: "2-digit", year: "numeric" });
    const moment = new Date(iso);
    const time = format(moment, { hour: "2-digit", minute: "2-digit" });
    return day(moment) === day(new Date()) ? time : `${time} ${day(moment)}`;
}
