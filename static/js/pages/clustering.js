import { clustersAddress, kindToAsk, linkBody, ringOf } from "../core/clusters.js";
import { fill, formatCount } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { ClusterRings } from "../map/clusterrings.js";
import { fitArea } from "../map/create.js";
import { Keys, postJson } from "../ui/boundarieshttp.js";
import { ClusterPanel } from "../ui/clusters.js";
import { byId, el, isNarrow } from "../ui/dom.js";
import { getJson, wordsFor } from "../ui/http.js";
import { pageInsets } from "./insets.js";

const THEME = "issue";
/** A zoom at which a ring is as large as its households ask for. */
const CLOSE = 20;
/** Metres of a degree of latitude, degrees of a radian. */
const DEGREE = 111_320;
const RADIAN = 180 / Math.PI;

/**
 * "One cause?": places where several households wait for the same, beside the theme of kinds.
 *
 * @param {object} page a map page with a selection
 */
export function attachClusters(page) {
    if (page.config.issues !== undefined) {
        page.clustering = new Clustering(page);
    }
}

class Clustering {
    constructor(page) {
        this.page = page;
        this.rings = new ClusterRings(page.map);
        this.keys = new Keys();
        const { kinds } = page.config.issues;
        this.panel = new ClusterPanel(
            page.strings,
            kinds.filter(({ joint }) => joint),
            {
                villageName: (id) => page.nameOf({ level: "village", id }),
                householdName: (id) => nameOf(page.byId.get(id)),
                causeAddress: (key) => this.causeAddress(key),
                onOpen: () => this.open(),
                onAsk: () => this.ask(),
                onPoint: (cluster) => this.point(cluster),
                onChoose: (cluster) => this.goTo(cluster),
                onSelect: (cluster) => this.select(cluster),
                onSend: (cluster, wish) => this.link(cluster, wish),
                onClose: () => this.rings.show([]),
            },
        );
        const offer = () => this.panel.offer(page.theme.key === THEME);
        page.on("theme", offer);
        offer();
    }

    open() {
        const { page, panel } = this;
        const near = document.getElementById("nearme-close");
        if (near !== null && !byId("nearme").hidden) {
            near.click();
        }
        if (page.opened.card.isOpen) {
            page.opened.card.close();
        }
        if (isNarrow()) {
            page.sheet.go("peek");
        }
        if (panel.form.isOpen) {
            this.rings.show(this.clusters ?? []);
            this.point(panel.form.cluster);
            return;
        }
        // What is found lies anywhere in the area, and not under the panel.
        page.fit(page.state.place);
        const counts = new Map(page.legend.entries().map(({ key, count }) => [key, count]));
        const choice = page.state.choices[THEME];
        const { kind, chosen } = kindToAsk(page.config.issues.kinds, choice, counts);
        if (chosen || this.clusters === undefined) {
            panel.kind = kind;
        }
        this.ask();
    }

    /** @returns {number | null} the village shown, or that of the group shown */
    village() {
        const { place } = this.page.state;
        if (place.level === "village") {
            return place.id;
        }
        return place.level === "group" ? (this.page.tree.unit(place)?.parent ?? null) : null;
    }

    async ask() {
        const { page, panel } = this;
        this.request?.abort();
        this.request = new AbortController();
        const { signal } = this.request;
        this.rings.show([]);
        panel.say(page.strings.clusters_asking);
        const wish = { kind: panel.kind, metres: panel.reach, village: this.village() };
        try {
            const answer = await getJson(clustersAddress(page.config.urls.clusters, wish), signal);
            this.clusters = answer.clusters;
            panel.show(this.clusters);
            this.rings.show(panel.isOpen ? this.clusters : []);
        } catch (error) {
            if (!signal.aborted) {
                this.clusters = [];
                panel.say(wordsFor(error, page.strings, page.strings.clusters_failed));
            }
        }
    }

    /** @returns {object[]} rows of the households on the map */
    rowsOf({ households }) {
        return households
            .map((id) => this.page.byId.get(id))
            .filter((row) => row && isLocated(row));
    }

    point(cluster) {
        this.rings.point(cluster, cluster === null ? [] : this.rowsOf(cluster));
    }

    goTo(cluster) {
        this.point(cluster);
        const rim = ringOf(cluster, CLOSE);
        const [up, across] = [rim / DEGREE, rim / (DEGREE * Math.cos(cluster.lat / RADIAN))];
        const { lon, lat } = cluster;
        const bounds = [lon - across, lat - up, lon + across, lat + up];
        fitArea(this.page.map, bounds, pageInsets());
    }

    /** To the bar with what can be done for chosen households. */
    select(cluster) {
        const { page, panel } = this;
        page.selection.replace(cluster.households.filter((id) => page.byId.has(id)));
        panel.showList();
        panel.close();
        page.say(fill(page.strings.cluster_selected, { n: formatCount(page.selection.size) }));
    }

    async link(cluster, wish) {
        const { page, panel } = this;
        const body = linkBody(cluster, wish);
        const url = page.config.urls.causes;
        const token = document.querySelector("#selection-bar [name=csrfmiddlewaretoken]").value;
        const answer = await postJson(url, { ...body, key: this.keys.keyOf(url, body) }, token);
        const known = new Map(cluster.causes).get(answer.cause);
        const told = this.told(cluster, answer, known ?? body.title);
        panel.showList();
        panel.tell(told);
        await this.ask();
        byId("clusters-title").focus();
    }

    causeAddress(key) {
        return this.page.config.urls.cause.replace("/0/", `/${key}/`);
    }

    told({ village }, { cause, issues }, title) {
        const { config, strings } = this.page;
        const list = new URLSearchParams({ kind: this.panel.kind, village: String(village) });
        const link = (href, text) => el("a", { href }, text);
        return [
            el("p", {}, fill(strings.cluster_done, { n: formatCount(issues.length), title })),
            link(this.causeAddress(cause), strings.cluster_open_cause),
            link(`${config.urls.issues}?${list}`, strings.cluster_open_issues),
        ];
    }
}

const nameOf = (row) => row?.head || row?.code || "";
