import { fill } from "../core/format.js";
import { byId, el } from "../ui/dom.js";
import { button, homeName } from "../ui/planparts.js";

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
        const close = button(strings.dismiss, () => this.box.replaceChildren());
        const notice = el("div", { class: "notice notice-warning", role }, ...children, close);
        this.box.replaceChildren(notice);
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
        const told = fill(words, {
            homes: homes.slice(0, 5).join(", "),
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

    conflictWords({ what, who, at, household, before, after }) {
        const { strings } = this.page;
        const time = timeOf(at);
        if (what !== "pair") {
            return fill(strings.conflict_other, { who, time });
        }
        const home = this.homeOf(household);
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

/** @param {string} iso @returns {string} as a clock here shows it */
function timeOf(iso) {
    return new Intl.DateTimeFormat("vi-VN", {
        hour: "2-digit",
        minute: "2-digit",
        timeZone: "Asia/Ho_Chi_Minh",
    }).format(new Date(iso));
}
