import { dayMeasures, TwoDays } from "../core/days.js";
import { fill, formatDate } from "../core/format.js";
import { dayTyped } from "../core/trip.js";
import { byId } from "../ui/dom.js";

/**
 * Areas compared between two chosen days: the form below the measures, and what the server says of
 * the days that stand in the address.
 */
export class Comparing {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        /** @type {TwoDays | null} of the days and the commune that are shown */
        this.found = null;
        /** @type {string | null | undefined} null: asked for nothing; undefined: no days */
        this.asked = undefined;
        this.stale = false;
        this.form = document.getElementById("days-form");
        if (this.form === null) {
            return;
        }
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.choose();
        });
        byId("days-off").addEventListener("click", () => {
            page.change({ days: null });
            byId("days").querySelector("summary").focus();
        });
    }

    /** @returns {boolean} whether two days are chosen, whatever of them is known already */
    get isOn() {
        return this.form !== null && this.page.state.days !== null;
    }

    get measures() {
        return dayMeasures(this.page.strings, this.found?.step ?? null);
    }

    choose() {
        const [since, until] = ["since", "until"].map((name) =>
            dayTyped(byId(`days-${name}`).value),
        );
        const wrong = since === null ? "since" : "until";
        if (since === null || until === null || since >= until) {
            this.note(this.page.strings[since && until ? "days_order" : "days_no_day"]);
            byId(`days-${wrong}`).focus();
            return;
        }
        this.page.change({ days: { since, until } });
    }

    note(text) {
        byId("days-note").textContent = text;
    }

    /** Fields and words as the address says; what is not known yet is asked for. */
    show() {
        if (this.form === null) {
            return;
        }
        const { days } = this.page.state;
        byId("days-off").hidden = days === null;
        byId("compare").disabled = days !== null;
        if (days === null) {
            if (this.asked !== undefined) {
                this.note("");
            }
            this.asked = undefined;
            this.found = null;
            return;
        }
        this.ask(days);
    }

    /** In a province the days of one commune are compared: that of the area shown. */
    query({ since, until }) {
        const { tree, state } = this.page;
        const query = new URLSearchParams({ since, until });
        if (tree.hasManyCommunes) {
            const commune = tree.communeOf(state.place);
            if (commune === null) {
                return null;
            }
            query.set("commune", String(commune));
        }
        return String(query);
    }

    async ask(days) {
        const { page } = this;
        const query = this.query(days);
        const again = query === this.asked;
        if (again && !this.stale) {
            return;
        }
        this.stale = false;
        this.asked = query;
        if (!again) {
            this.found = null;
            this.fillIn(days, query);
        }
        if (query === null) {
            return;
        }
        const told = await this.answer(query, days);
        if (query !== this.asked) {
            return;
        }
        this.note(told?.said ?? page.strings.load_failed);
        if (told === null) {
            // Asked again with the next thing that is shown.
            this.asked = undefined;
            return;
        }
        if (!again) {
            byId("days").open = told.found === null;
        }
        this.found = told.found;
        page.render();
    }

    fillIn(days, query) {
        const { strings, config } = this.page;
        byId("days-since").value = formatDate(days.since);
        byId("days-until").value = formatDate(days.until);
        byId("days-table").href = `${config.urls.days_table}?${query ?? ""}`;
        this.note(query === null ? strings.days_choose_commune : strings.loading);
    }

    /** The data has changed: what is shown is asked for anew, and stands until it has come. */
    renew() {
        this.stale = true;
    }

    /**
     * @returns {Promise<{found: TwoDays | null, said: string} | null>} null: no answer came; found
     *     null: no such days
     */
    async answer(query, days) {
        const { strings, config } = this.page;
        try {
            const headers = { Accept: "application/json" };
            const answer = await fetch(`${config.urls.days}?${query}`, {
                headers,
                credentials: "same-origin",
                redirect: "error",
            });
            if (answer.status === 422) {
                return { found: null, said: (await answer.json()).message };
            }
            if (!answer.ok) {
                return null;
            }
            const found = new TwoDays(await answer.json());
            const words = strings[found.step === null ? "days_told" : "days_told_by_steps"];
            const [since, until] = [days.since, days.until].map(formatDate);
            return { found, said: fill(words, { since, until }) };
        } catch {
            return null;
        }
    }
}
