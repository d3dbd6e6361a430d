import { circle, layerGroup } from "leaflet";

import { ringOf } from "../core/clusters.js";
import { SelectedMarks } from "./selectedmarks.js";

const STILL = { interactive: false, pane: "rings", color: "#16232e" };
const QUIET = { weight: 1.5, dashArray: "5 5", fillOpacity: 0.04 };
const POINTED = { weight: 3, dashArray: null, fillOpacity: 0.12 };

/** A ring around each cluster; the one pointed at stands out, with its households. */
export class ClusterRings {
    /** @param {import("leaflet").Map} map */
    constructor(map) {
        this.rings = layerGroup().addTo(map);
        this.marks = new SelectedMarks("pointed-marks").addTo(map);
        /** @type {Map<object, import("leaflet").Circle>} */
        this.of = new Map();
        this.map = map;
        map.on("zoomend", () => this.resize());
    }

    resize() {
        for (const [cluster, ring] of this.of) {
            ring.setRadius(ringOf(cluster, this.map.getZoom()));
        }
    }

    /** @param {import("../core/clusters.js").Cluster[]} clusters */
    show(clusters) {
        this.rings.clearLayers();
        this.marks.show([]);
        this.of = new Map(
            clusters.map((cluster) => [
                cluster,
                circle([cluster.lat, cluster.lon], {
                    ...STILL,
                    ...QUIET,
                    radius: ringOf(cluster, this.map.getZoom()),
                }).addTo(this.rings),
            ]),
        );
    }

    /**
     * @param {import("../core/clusters.js").Cluster | null} cluster
     * @param {Array<{lon: number, lat: number}>} households of it
     */
    point(cluster, households) {
        for (const [each, ring] of this.of) {
            ring.setStyle(each === cluster ? POINTED : QUIET);
        }
        this.marks.show(households);
    }
}
