import { issuesOf } from "../core/clusters.js";
import { fill, formatCount, formatDate } from "../core/format.js";
import { dayAfter, dayTyped, planBody, stopsOf } from "../core/trip.js";
import { Keys, postJson } from "../ui/boundarieshttp.js";
import { byId, el } from "../ui/dom.js";
import { getJson, wordsFor } from "../ui/http.js";
import { registerAction } from "../ui/selectionbar.js";

const WAY =
    "M5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM19 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 17h7a4 4 0 0 0 0-8";
const MOST = 60;
const NEW = "new";

/**
 * The chosen households become a trip, or join one that is coming: a button in their bar, another
 * where many wait for one thing.
 *
 * @param {object} page a map page with a selection
 */
export function attachTrips(page) {
    if (document.getElementById("trip-dialog") === null) {
        return;
    }
    const dialog = new TripDialog(page);
    registerAction({
        key: "trip",
        label: page.strings.trip_open,
        icon: WAY,
        run: (ids) => dialog.open(ids),
    });
    document.getElementById("cluster-trip")?.addEventListener("click", () => {
        const { cluster } = page.clustering.panel.form;
        dialog.open(cluster.households, issuesOf(cluster));
    });
}

class TripDialog {
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.keys = new Keys();
        this.dialog = byId("trip-dialog");
        this.form = byId("trip-form");
        this.send = byId("trip-send");
        byId("trip-close").addEventListener("click", () => this.dialog.close());
        this.form.addEventListener("change", () => this.follow());
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.submit();
        });
    }

    /**
     * @param {number[]} households
     * @param {Map<number, number>} [issues] household → the issue that the stop is about
     */
    open(households, issues = new Map()) {
        this.households = households;
        this.issues = issues;
        const { strings } = this;
        this.propose();
        byId("trip-chosen").textContent = fill(strings.trip_chosen, {
            n: formatCount(households.length),
        });
        const tooMany = households.length > MOST;
        this.send.disabled = tooMany;
        this.note(tooMany ? fill(strings.trip_too_many, { most: MOST }) : "");
        this.dialog.showModal();
        this.listComing();
    }

    /** Tomorrow, unless the reader has written another day; a page may stand open past midnight. */
    propose() {
        const field = byId("trip-day");
        if (field.value === "" || field.value === this.proposed) {
            this.proposed = formatDate(dayAfter(this.page.config.as_of, 1));
            field.value = this.proposed;
        }
    }

    /** Trips that the households may join; without them there is always a new one. */
    async listComing() {
        const box = byId("trip-coming");
        box.replaceChildren();
        this.coming = new Map();
        // Alone now, it is no list of radios, whose value could be set.
        this.form.querySelector(`[name=trip][value=${NEW}]`).checked = true;
        this.follow();
        const answer = await getJson(`${this.page.config.urls.trips}?changeable=true`).catch(
            () => ({ trips: [] }),
        );
        this.coming = new Map(answer.trips.map((trip) => [String(trip.id), trip]));
        box.replaceChildren(...answer.trips.map((trip) => this.choice(trip)));
    }

    choice({ id, title, day, homes }) {
        const words = fill(this.strings.trip_coming, {
            title,
            day: formatDate(day),
            n: formatCount(homes),
        });
        const radio = el("input", { type: "radio", name: "trip", value: id });
        return el("label", {}, radio, ` ${words}`);
    }

    get chosen() {
        return this.coming.get(new FormData(this.form).get("trip")) ?? null;
    }

    /** @returns {string | null} */
    get day() {
        return dayTyped(byId("trip-day").value);
    }

    /** Day and name are asked of a new trip only. */
    follow() {
        const isNew = this.chosen === null;
        byId("trip-new").hidden = !isNew;
        this.send.textContent = isNew ? this.strings.trip_plan : this.strings.trip_add;
    }

    note(text) {
        byId("trip-note").textContent = text;
    }

    async submit() {
        const { strings } = this;
        if (this.chosen === null && this.day === null) {
            this.note(strings.trip_no_day);
            byId("trip-day").focus();
            return;
        }
        this.send.disabled = true;
        this.note(strings.trip_working);
        try {
            const { trip } = await this.post();
            window.location.assign(this.page.config.urls.trip.replace("/0/", `/${trip}/`));
        } catch (error) {
            this.note(wordsFor(error, strings, strings.trip_failed));
            this.send.disabled = false;
        }
    }

    post() {
        const { urls } = this.page.config;
        const { chosen, households, issues } = this;
        const url =
            chosen === null ? urls.trip_plan : urls.trip_add.replace("/0/", `/${chosen.id}/`);
        const body =
            chosen === null
                ? planBody({ day: this.day, name: byId("trip-name").value }, households, issues)
                : { seen: chosen.revision, stops: stopsOf(households, issues) };
        const token = document.querySelector("#selection-bar [name=csrfmiddlewaretoken]").value;
        return postJson(url, { ...body, key: this.keys.keyOf(url, body) }, token);
    }
}
