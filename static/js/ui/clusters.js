import { freeHomes } from "../core/clusters.js";
import { fill, formatCount, formatDistance } from "../core/format.js";
import { ClusterForm } from "./clusterform.js";
import { byId, el } from "./dom.js";
import { fillSelect } from "./legend.js";

/**
 * @typedef {import("../core/clusters.js").Cluster} Cluster
 */

/** The panel with the places where many wait for one thing, and the form for one of them. */
export class ClusterPanel {
    /**
     * @param {Record<string, string>} strings
     * @param {Array<{key: string, label: string}>} kinds that may have one cause
     * @param {{villageName: (id: number) => string, householdName: (id: number) => string,
     *     causeAddress: (key: number) => string,
     *     onOpen: () => void, onAsk: () => void, onPoint: (cluster: Cluster | null) => void,
     *     onChoose: (cluster: Cluster) => void, onSelect: (cluster: Cluster) => void,
     *     onSend: (cluster: Cluster, wish: object) => Promise<void>, onClose: () => void}} hooks
     */
    constructor(strings, kinds, hooks) {
        this.strings = strings;
        this.hooks = hooks;
        this.box = byId("clusters");
        this.look = byId("clusters-look");
        this.button = byId("clusters-open");
        this.list = byId("clusters-list");
        this.kinds = byId("clusters-kind");
        fillSelect(this.kinds, kinds, kinds[0].key, () => this.ask());
        this.form = new ClusterForm(strings, {
            ...hooks,
            onBack: () => this.showList(),
        });
        this.button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
        byId("clusters-close").addEventListener("click", () => this.close());
        byId("clusters-look").addEventListener("change", (event) => {
            if (event.target.name === "cluster-reach") {
                this.ask();
            }
        });
        this.box.addEventListener("keydown", (event) => {
            if (event.key === "Escape") {
                event.preventDefault();
                this.leave();
            }
        });
    }

    get isOpen() {
        return !this.box.hidden;
    }

    get kind() {
        return this.kinds.value;
    }

    set kind(key) {
        this.kinds.value = key;
    }

    /** @returns {number} metres */
    get reach() {
        return Number(this.box.querySelector("[name=cluster-reach]:checked").value);
    }

    offer(on) {
        this.button.hidden = !on;
    }

    /** What was typed into the form before is still there. */
    open() {
        this.box.hidden = false;
        this.button.setAttribute("aria-expanded", "true");
        byId("clusters-title").focus();
        this.hooks.onOpen();
    }

    close() {
        this.box.hidden = true;
        this.button.setAttribute("aria-expanded", "false");
        this.hooks.onClose();
        if (!this.button.hidden) {
            this.button.focus();
        }
    }

    /** One step back: from the form to the list, from there out. */
    leave() {
        if (this.form.isOpen) {
            this.showList();
        } else {
            this.close();
        }
    }

    ask() {
        this.tell([]);
        this.hooks.onAsk();
    }

    /** @param {string} text instead of a list */
    say(text) {
        byId("clusters-note").textContent = text;
        this.list.replaceChildren();
    }

    /** @param {Array<Node | string>} parts what came of a form, above the list */
    tell(parts) {
        byId("clusters-done").replaceChildren(...parts);
    }

    /** @param {Cluster[]} clusters */
    show(clusters) {
        const { strings } = this;
        byId("clusters-note").textContent =
            clusters.length === 0
                ? strings.clusters_none
                : fill(strings.clusters_found, { n: formatCount(clusters.length) });
        this.list.replaceChildren(...clusters.map((each) => el("li", {}, this.row(each))));
    }

    row(cluster) {
        const { strings, hooks } = this;
        const causes = cluster.causes.map(([, title]) => title).join("; ");
        const button = el(
            "button",
            { type: "button", class: "near-row cluster-row" },
            el(
                "span",
                { class: "row-main" },
                el("span", { class: "row-title" }, this.nameOf(cluster)),
                el(
                    "span",
                    { class: "near-place" },
                    fill(strings.cluster_reach, { distance: formatDistance(cluster.metres) }),
                ),
                causes &&
                    el("span", { class: "near-place" }, fill(strings.cluster_named, { causes })),
            ),
        );
        for (const [event, pointed] of [
            ["mouseenter", cluster],
            ["focus", cluster],
            ["mouseleave", null],
            ["blur", null],
        ]) {
            button.addEventListener(event, () => this.form.isOpen || hooks.onPoint(pointed));
        }
        button.addEventListener("click", () => {
            this.cameFrom = button;
            this.look.hidden = true;
            this.form.open(cluster, this.nameOf(cluster), freeHomes(cluster));
            hooks.onChoose(cluster);
        });
        return button;
    }

    nameOf({ households, village }) {
        return fill(this.strings.cluster_name, {
            n: formatCount(households.length),
            village: this.hooks.villageName(village),
        });
    }

    showList() {
        this.form.close();
        this.look.hidden = false;
        this.hooks.onPoint(null);
        const row = this.cameFrom?.isConnected ? this.cameFrom : byId("clusters-title");
        row.focus();
    }
}
