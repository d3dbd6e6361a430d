import { byReason, carriersFor, putAll, sortOut } from "../core/assign.js";
import { fill, formatCount } from "../core/format.js";
import { Keys, postJson } from "../ui/boundarieshttp.js";
import { byId, el } from "../ui/dom.js";
import { getJson, wordsFor } from "../ui/http.js";
import { registerAction } from "../ui/selectionbar.js";

const PERSON =
    "M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 4 1.5M18 14v6M15 17h6";
/** Households that one edit of a plan holds (`plans/bodies.py`). */
const MOST = 2000;
/** Names told of those that were not put; more are counted. */
const NAMED = 8;
const DRAFT = "draft";

/**
 * The chosen households are put to one person in a draft of a plan: a button in their bar, for who
 * drafts.
 *
 * @param {object} page a map page with a selection
 */
export function attachAssigning(page) {
    if (document.getElementById("assign-dialog") === null) {
        return;
    }
    const dialog = new AssignDialog(page);
    registerAction({
        key: "assign",
        label: page.strings.assign_open,
        icon: PERSON,
        run: (ids) => dialog.open(ids),
    });
}

class AssignDialog {
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.keys = new Keys();
        /** Counts what was asked for: an answer that another question overtook is dropped. */
        this.turn = 0;
        this.dialog = byId("assign-dialog");
        this.form = byId("assign-form");
        this.send = byId("assign-send");
        this.person = byId("assign-person");
        byId("assign-close").addEventListener("click", () => this.dialog.close());
        this.dialog.addEventListener("close", () => {
            this.turn += 1;
        });
        byId("assign-plans").addEventListener("change", () => this.choosePlan());
        this.person.addEventListener("change", () => this.foresee());
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.submit();
        });
    }

    /** @param {number[]} households */
    open(households) {
        this.households = households;
        this.plan = null;
        this.form.hidden = false;
        byId("assign-outcome").hidden = true;
        byId("assign-who").hidden = true;
        byId("assign-start").replaceChildren();
        byId("assign-plans").replaceChildren();
        this.send.hidden = false;
        this.send.disabled = true;
        byId("assign-chosen").textContent = fill(this.strings.assign_chosen, {
            n: formatCount(households.length),
        });
        this.dialog.showModal();
        if (households.length > MOST) {
            this.note(fill(this.strings.assign_too_many, { most: formatCount(MOST) }));
            return;
        }
        this.listPlans();
    }

    note(text) {
        byId("assign-note").textContent = text;
    }

    /** Ask; null when the dialog has gone on to something else, or no answer came. */
    async ask(url) {
        this.turn += 1;
        const { turn } = this;
        this.note(this.strings.loading);
        try {
            const answer = await getJson(url);
            if (turn !== this.turn) {
                return null;
            }
            this.note("");
            return answer;
        } catch (error) {
            if (turn === this.turn) {
                this.note(wordsFor(error, this.strings, this.strings.assign_no_answer));
            }
            return null;
        }
    }

    /** Drafts that this reader edits, and the cells for which one can be begun. */
    async listPlans() {
        const answer = await this.ask(this.page.config.urls.plans);
        if (answer === null) {
            return;
        }
        const mine = answer.plans.filter(({ may_draft, cell }) => may_draft && cell !== null);
        const drafts = mine.filter(({ state }) => state === DRAFT);
        byId("assign-plans").replaceChildren(...drafts.map((plan) => this.choice(plan)));
        this.offerStart(answer.cells, mine);
        const only = byId("assign-plans").querySelector("input");
        if (only !== null) {
            only.checked = true;
            await this.choosePlan();
        }
    }

    choice({ id, cell_name, year }) {
        const words = fill(this.strings.assign_draft, { cell: cell_name, year });
        const radio = el("input", { type: "radio", name: "plan", value: id });
        return el("label", {}, radio, ` ${words}`);
    }

    /** A cell has one undecided plan at a time: where none is, one can be begun. */
    offerStart(cells, plans) {
        const { strings, page } = this;
        const open = new Map(
            plans
                .filter(({ state }) => state === DRAFT || state === "submitted")
                .map((plan) => [plan.cell, plan]),
        );
        const rows = cells
            .filter(({ id, may_draft }) => may_draft && open.get(id)?.state !== DRAFT)
            .map(({ id, name }) => {
                const href = page.config.urls.plan_cell.replace("/0/", `/${id}/`);
                const words = open.has(id) ? strings.assign_submitted : strings.assign_start;
                return el("p", {}, el("a", { href }, fill(words, { cell: name })));
            });
        byId("assign-start").replaceChildren(...rows);
    }

    async choosePlan() {
        const chosen = new FormData(this.form).get("plan");
        this.send.disabled = true;
        byId("assign-who").hidden = true;
        const { urls } = this.page.config;
        const plan = await this.ask(urls.plan.replace("/0/", `/${chosen}/`));
        if (plan === null) {
            return;
        }
        this.plan = plan;
        const ids = new Set(this.households);
        const people = carriersFor(
            plan.people,
            plan.households.filter(({ id }) => ids.has(id)),
        );
        this.person.replaceChildren(...people.map((person) => this.option(person)));
        byId("assign-who").hidden = false;
        this.foresee();
    }

    option({ id, name, given, elsewhere, capacity }) {
        const words = fill(this.strings.assign_person, {
            name,
            given: formatCount(given + elsewhere),
            capacity: formatCount(capacity),
        });
        return el("option", { value: id }, words);
    }

    get carrier() {
        return this.plan.people.find(({ id }) => String(id) === this.person.value) ?? null;
    }

    /** Say before it is done how many will be put, and whether that is more than they can carry. */
    foresee() {
        const { strings, carrier } = this;
        if (carrier === null) {
            this.send.disabled = true;
            this.note(strings.assign_nobody);
            return;
        }
        const { give, refused } = sortOut(this.households, this.plan, carrier);
        this.send.disabled = give.length === 0;
        const load = carrier.given + carrier.elsewhere + give.length;
        const words = [
            fill(strings.assign_will, { n: formatCount(give.length), name: carrier.name }),
            refused.length > 0 && fill(strings.assign_will_not, { n: formatCount(refused.length) }),
            give.length > 0 &&
                load > carrier.capacity &&
                fill(strings.assign_over, {
                    n: formatCount(load),
                    capacity: formatCount(carrier.capacity),
                }),
        ];
        this.note(words.filter(Boolean).join(" "));
        if (give.length === 0) {
            this.tellRefused(refused);
        } else {
            byId("assign-outcome").hidden = true;
        }
    }

    async submit() {
        const { strings, carrier, plan } = this;
        const { give, refused } = sortOut(this.households, plan, carrier);
        this.send.disabled = true;
        this.note(strings.assign_working);
        try {
            const put = await putAll(give, (ids) => this.put(ids, carrier.id));
            this.tell(put.given, [...refused, ...put.refused], carrier);
        } catch (error) {
            this.note(wordsFor(error, strings, strings.assign_failed));
            this.send.disabled = false;
        }
    }

    put(ids, person) {
        const url = this.page.config.urls.plan_pairs.replace("/0/", `/${this.plan.plan.id}/`);
        const pairs = ids.map((household) => ({ household, person }));
        const body = { seen: this.plan.plan.revision, pairs };
        const token = document.querySelector("#selection-bar [name=csrfmiddlewaretoken]").value;
        return postJson(url, { ...body, key: this.keys.keyOf(url, body) }, token);
    }

    /** What came of it, with the way to the plan's map where it is seen and can be taken back. */
    tell(given, refused, { name }) {
        const { strings, page } = this;
        const said = fill(strings[given.length > 0 ? "assign_done" : "assign_none"], {
            n: formatCount(given.length),
            name,
        });
        this.form.hidden = true;
        this.send.hidden = true;
        this.note(said);
        page.selectionBar.note(said);
        this.tellRefused(refused);
        const link = byId("assign-map");
        link.href = page.config.urls.plan_map.replace("/0/", `/${this.plan.plan.id}/`);
        link.focus();
    }

    tellRefused(refused) {
        byId("assign-outcome").hidden = false;
        byId("assign-map").href = this.page.config.urls.plan_map.replace(
            "/0/",
            `/${this.plan.plan.id}/`,
        );
        byId("assign-refused").replaceChildren(
            ...byReason(refused).map(({ reason, ids }) =>
                el(
                    "li",
                    { "data-reason": reason },
                    fill(this.strings[`assign_${reason}`], { n: formatCount(ids.length) }),
                    ` ${this.names(ids)}`,
                ),
            ),
        );
    }

    names(ids) {
        const named = ids.slice(0, NAMED).map((id) => {
            const row = this.page.byId.get(id);
            return row?.head || row?.code || "";
        });
        const more = ids.length - named.length;
        const list = named.filter(Boolean).join(", ");
        return more > 0
            ? fill(this.strings.assign_and_more, { names: list, n: formatCount(more) })
            : list;
    }
}
