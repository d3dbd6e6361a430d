import { fill, formatCount, formatDistance } from "../core/format.js";
import { byId } from "../ui/dom.js";
import { button } from "../ui/planparts.js";

/** Figures, undo and redo, the solver, and whether everything is saved. */
export class PlanTools {
    /** @param {import("./planmap.js").PlanPage} page */
    constructor(page) {
        this.page = page;
        this.saved = byId("plan-saved");
        byId("plan-undo").addEventListener("click", () => this.step("undo"));
        byId("plan-redo").addEventListener("click", () => this.step("redo"));
        byId("plan-propose").addEventListener("click", () => this.ask(true));
        byId("plan-sure-no").addEventListener("click", () => this.ask(false));
        byId("plan-sure-yes").addEventListener("click", () => this.propose());
        byId("plan-gaps").addEventListener("click", () => this.toggleGaps());
        document.addEventListener("keydown", (event) => this.onKey(event));
    }

    show() {
        const { page } = this;
        const { trail, isProposing } = page.saving;
        const { total, uncovered, metres, over } = page.board.summary();
        const { strings } = page;
        const n = formatCount(uncovered);
        const gaps = byId("plan-gaps");
        gaps.textContent = fill(uncovered > 0 ? strings.figure_uncovered : strings.figure_all, {
            n,
            total: formatCount(total),
        });
        gaps.dataset.uncovered = String(uncovered);
        gaps.disabled = uncovered === 0;
        page.gaps &&= uncovered > 0;
        gaps.setAttribute("aria-pressed", String(page.gaps));
        const words = [];
        if (metres !== null) {
            words.push(fill(strings.figure_mean, { distance: formatDistance(metres) }));
        }
        if (over > 0) {
            words.push(fill(strings.figure_over, { n: formatCount(over) }));
        }
        byId("plan-mean").textContent = words.join(" · ");
        byId("plan-read-only").hidden = page.mayWrite;
        byId("plan-tools").hidden = !page.mayWrite || page.map.drawer.isDrawing;
        this.label("plan-undo", strings.undo_this, strings.undo, trail.next);
        this.label("plan-redo", strings.redo_this, strings.redo, trail.again);
        byId("plan-undo").disabled = !trail.canUndo || isProposing;
        byId("plan-redo").disabled = !trail.canRedo || isProposing;
        byId("plan-propose").disabled = isProposing;
        byId("map-page").classList.toggle("is-proposing", isProposing);
    }

    /**
     * A button says what it would take back or do again.
     *
     * @param {string} id
     * @param {string} words with {deed}
     * @param {string} plain where there is nothing
     * @param {import("../core/plantrail.js").Deed | null} deed
     */
    label(id, words, plain, deed) {
        const element = byId(id);
        element.title = deed === null ? plain : fill(words, { deed: this.deedWords(deed) });
    }

    /** @param {import("../core/plantrail.js").Deed} deed @returns {string} */
    deedWords({ kind, n }) {
        return fill(this.page.strings[`deed_${kind}`], { n: formatCount(n) });
    }

    /** @param {"undo" | "redo"} way */
    step(way) {
        const { page } = this;
        if (!page.mayWrite || page.saving.isProposing) {
            return;
        }
        const deed = page.saving.step(way);
        if (deed !== null) {
            const words = way === "undo" ? page.strings.undone : page.strings.redone;
            const told = fill(words, { deed: this.deedWords(deed) });
            page.news.tell(told, "quiet");
            byId("plan-step").textContent = told;
        }
    }

    /** @param {boolean} open */
    ask(open) {
        byId("plan-sure").hidden = !open;
        (open ? byId("plan-sure-yes") : byId("plan-propose")).focus();
    }

    propose() {
        this.ask(false);
        this.page.saving.change("propose", []);
        this.page.news.tell(this.page.strings.proposing, "quiet");
        this.wasProposing = true;
    }

    toggleGaps() {
        this.page.gaps = !this.page.gaps;
        this.page.redraw();
    }

    /** @param {"saved" | "saving" | "waiting" | "signed_out"} state @param {number} count */
    saving(state, count) {
        const { strings, saving } = this.page;
        this.saved.hidden = !this.page.mayWrite;
        this.saved.dataset.state = state;
        const words = fill(strings[state], { n: formatCount(count) });
        const retry = {
            waiting: () => button(strings.retry, () => saving.queue.hurry(), "plan-link"),
            signed_out: () =>
                button(strings.sign_in_again, () => window.location.reload(), "plan-link"),
        }[state];
        this.saved.replaceChildren(words, ...(retry ? [" ", retry()] : []));
        if (state === "saved" && this.wasProposing) {
            this.wasProposing = false;
            this.page.news.tell(strings.proposed, "quiet");
        }
    }

    onKey(event) {
        const { page } = this;
        const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
        if (typing) {
            return;
        }
        if (event.key === "Escape" && !event.defaultPrevented) {
            if (!byId("plan-sure").hidden) {
                this.ask(false);
            } else if (page.chosen.length > 0 || page.person !== null) {
                page.clear();
            }
            return;
        }
        const step = stepOf(event);
        if (step !== null) {
            event.preventDefault();
            this.step(step);
        }
    }
}

/** @returns {"undo" | "redo" | null} what the keys pressed ask for */
function stepOf({ ctrlKey, metaKey, shiftKey, key }) {
    if (!ctrlKey && !metaKey) {
        return null;
    }
    return { z: shiftKey ? "redo" : "undo", y: "redo" }[key.toLowerCase()] ?? null;
}
