import { fill } from "../core/format.js";
import { byId, el } from "./dom.js";
import { wordsFor } from "./http.js";

const NEW = "new";

/**
 * One place where many wait for one thing: which of the households, and what the cause is. Who may
 * not name causes has the households only.
 */
export class ClusterForm {
    /**
     * @param {Record<string, string>} strings
     * @param {{householdName: (id: number) => string, causeAddress: (key: number) => string, onBack: () => void,
     *     onSelect: (cluster: object) => void,
     *     onSend: (cluster: object, wish: object) => Promise<void>}} hooks
     */
    constructor(strings, hooks) {
        this.strings = strings;
        this.hooks = hooks;
        this.form = byId("clusters-form");
        this.send = document.getElementById("cluster-send");
        this.cluster = null;
        byId("cluster-back").addEventListener("click", hooks.onBack);
        byId("cluster-select").addEventListener("click", () => hooks.onSelect(this.cluster));
        this.form.addEventListener("submit", (event) => this.submit(event));
        this.form.addEventListener("change", () => this.follow());
    }

    get mayName() {
        return this.send !== null;
    }

    get isOpen() {
        return !this.form.hidden;
    }

    /**
     * @param {import("../core/clusters.js").Cluster} cluster
     * @param {string} name
     * @param {Array<{household: number}>} homes whose issues have no cause yet
     */
    open(cluster, name, homes) {
        this.cluster = cluster;
        this.form.hidden = false;
        byId("cluster-name").textContent = name;
        byId("cluster-known").replaceChildren(...this.known(cluster));
        byId("cluster-all-named").hidden = homes.length > 0;
        this.fail("");
        if (this.mayName) {
            this.fillIn(cluster, homes);
        }
        byId("cluster-name").focus();
    }

    close() {
        this.form.hidden = true;
    }

    /** The causes that some of its issues have, each with the way to all about it. */
    known({ causes }) {
        const links = causes.map(([key, title]) =>
            el("a", { href: this.hooks.causeAddress(key) }, title),
        );
        return links.length === 0 ? [] : [el("span", {}, this.strings.cluster_known), ...links];
    }

    fillIn(cluster, homes) {
        const none = homes.length === 0;
        for (const part of [byId("cluster-homes-set"), byId("cluster-causes-set"), this.send]) {
            part.hidden = none;
        }
        byId("cluster-homes").replaceChildren(
            ...homes.map(({ household }, index) => el("li", {}, this.home(household, index))),
        );
        const known = cluster.causes.map(([key, title]) => this.cause(String(key), title, false));
        const fresh = this.cause(NEW, this.strings.cluster_new_cause, true);
        byId("cluster-causes-legend").classList.toggle("visually-hidden", known.length === 0);
        byId("cluster-causes").replaceChildren(...(known.length > 0 ? [...known, fresh] : []));
        byId("cluster-title").value = "";
        this.follow();
    }

    home(household, index) {
        const { strings, hooks } = this;
        const name = hooks.householdName(household) || fill(strings.cluster_home, { n: index + 1 });
        const box = el("input", { type: "checkbox", name: "home", value: household });
        box.checked = true;
        return el("label", { class: "cluster-choice" }, box, el("span", {}, name));
    }

    cause(value, title, checked) {
        const radio = el("input", { type: "radio", name: "cause", value });
        radio.checked = checked;
        return el("label", { class: "cluster-choice" }, radio, el("span", {}, title));
    }

    /** The name of a new cause is asked for where a new one is chosen. */
    follow() {
        if (this.mayName) {
            byId("cluster-title").disabled = this.wish().cause !== null;
        }
    }

    /** @returns {{households: Set<number>, cause: number | null, title: string}} */
    wish() {
        const told = new FormData(this.form);
        const cause = told.get("cause");
        return {
            households: new Set(told.getAll("home").map(Number)),
            cause: cause === null || cause === NEW ? null : Number(cause),
            title: byId("cluster-title").value,
        };
    }

    /** @param {string} text what is wrong; all that was entered stays */
    fail(text) {
        byId("cluster-error").textContent = text;
    }

    async submit(event) {
        event.preventDefault();
        const { strings } = this;
        const wish = this.wish();
        if (wish.households.size === 0) {
            this.fail(strings.cluster_no_homes);
            return;
        }
        if (wish.cause === null && wish.title.trim() === "") {
            this.fail(strings.cluster_no_title);
            byId("cluster-title").focus();
            return;
        }
        this.fail("");
        this.send.disabled = true;
        try {
            await this.hooks.onSend(this.cluster, wish);
        } catch (error) {
            this.fail(this.wordsFor(error));
        } finally {
            this.send.disabled = false;
        }
    }

    wordsFor(error) {
        const { strings } = this;
        const own = error.status === 0 ? strings.cluster_offline : strings.cluster_send_failed;
        return wordsFor(error, strings, own);
    }
}
