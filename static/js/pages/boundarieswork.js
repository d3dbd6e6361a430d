import { fill, formatDate } from "../core/format.js";
import { button, field } from "../ui/boundariesforms.js";
import { Keys, postJson, Refusal } from "../ui/boundarieshttp.js";
import { el } from "../ui/dom.js";
import { wordsFor } from "../ui/http.js";

/**
 * One task in the panel: its heading, what is asked, why it is done, and save or leave it. Nothing
 * drawn is lost when the server refuses or cannot be reached.
 */
export class Work {
    /**
     * @param {import("./boundaries.js").BoundaryPage} page
     * @param {{title: string, hint: string, save: string, at?: boolean}} words at: false when the
     *     day it holds from is not asked for
     */
    constructor(page, { title, hint, save, at = true }) {
        const { strings } = page;
        this.page = page;
        this.keys = new Keys();
        this.hint = el("p", { class: "boundary-hint-text" }, hint);
        this.body = el("div", { class: "boundary-body" });
        this.told = el("div", { class: "boundary-told", role: "status" });
        this.error = el("div", { class: "boundary-error", role: "alert" });
        this.reason = el("textarea", {
            class: "form-control",
            rows: 2,
            maxlength: page.limits.reason ?? 500,
            required: true,
        });
        this.day = el("input", { type: "date", class: "form-control", max: page.today });
        this.day.value = page.today;
        const dayField = field(strings.holds_from, this.day, formatDate(page.today));
        // The browser writes a day in its own way; under the label it stands as on every page.
        this.day.addEventListener("input", () => {
            dayField.querySelector(".boundary-note").textContent = formatDate(this.day.value);
        });
        this.saveButton = el("button", { type: "submit", class: "btn btn-primary" }, save);
        const title2 = el("h2", { tabindex: "-1" }, title);
        this.form = el(
            "form",
            { class: "boundary-work", novalidate: true, autocomplete: "off" },
            title2,
            this.hint,
            this.body,
            this.told,
            field(strings.reason, this.reason, strings.reason_note),
            at ? dayField : null,
            this.error,
            el(
                "div",
                { class: "boundary-actions" },
                this.saveButton,
                button(strings.cancel, () => this.leave()),
            ),
        );
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.submit();
        });
        page.present(this.form, title2);
    }

    /** Set by each task: the address and what to send, or null when something is missing. */
    async request() {
        return null;
    }

    /** Leave without saving. */
    leave() {
        this.page.home();
    }

    /** @param {string} message @param {HTMLElement} [at] the field that is missing */
    complain(message, at) {
        this.error.replaceChildren(el("p", {}, message));
        at?.setAttribute("aria-invalid", "true");
        at?.focus();
        this.page.openSheet();
        this.error.scrollIntoView({ block: "nearest" });
    }

    /** @returns {boolean} whether a reason is given; tells when not */
    hasReason() {
        this.reason.removeAttribute("aria-invalid");
        if (this.reason.value.trim()) {
            return true;
        }
        this.complain(this.page.strings.reason_missing, this.reason);
        return false;
    }

    async submit() {
        if (this.saving) {
            return;
        }
        this.error.replaceChildren();
        this.busy(true);
        try {
            const asked = await this.request();
            if (asked !== null && this.hasReason()) {
                await this.send(asked);
            }
        } finally {
            this.busy(false);
        }
    }

    /** @param {{url: string, body: object, done: string}} asked */
    async send(asked) {
        const body = { ...asked.body, reason: this.reason.value.trim() };
        if (this.day.value && this.day.value !== this.page.today) {
            body.at = this.day.value;
        }
        try {
            const key = this.keys.keyOf(asked.url, body);
            const answer = await postJson(asked.url, { ...body, key }, this.page.token);
            await this.page.saved(answer, asked.done);
        } catch (error) {
            if (!(error instanceof Refusal)) {
                throw error;
            }
            this.refused(error);
        }
    }

    busy(saving) {
        this.saving = saving;
        this.saveButton.setAttribute("aria-disabled", String(saving));
        this.form.setAttribute("aria-busy", String(saving));
    }

    /** @param {Refusal} error */
    refused(error) {
        const { strings } = this.page;
        if (error.status === 0) {
            this.complain(strings.offline);
        } else if (error.code === "stale") {
            this.stale(error);
        } else {
            this.complain(wordsFor(error, strings, strings.save_failed));
        }
    }

    /** Somebody was faster: say what they did; the drawing stays and can be laid on theirs. */
    stale(error) {
        const { strings } = this.page;
        this.complain(error.message);
        const changes = (error.detail.changes ?? []).map((each) =>
            el(
                "li",
                {},
                fill(strings.stale_change, {
                    date: formatDate(each.at),
                    reason: each.reason || strings.stale_no_reason,
                }),
            ),
        );
        this.error.append(
            el("ul", {}, ...changes),
            el("p", {}, strings.stale_kept),
            button(strings.stale_reload, () => this.takeCurrent()),
        );
    }

    /** Read the versions that hold now; the task goes on with what was drawn. */
    async takeCurrent() {
        const { strings } = this.page;
        try {
            await this.page.refetch();
        } catch (error) {
            this.complain(wordsFor(error, strings, strings.load_failed));
            this.error.append(button(strings.retry, () => this.takeCurrent()));
            return;
        }
        this.error.replaceChildren(el("p", {}, strings.stale_taken));
        this.renewed();
    }

    /** What a task does when the units were read anew. */
    renewed() {}
}
