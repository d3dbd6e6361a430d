import { geoJSON, svg } from "leaflet";

/**
 * @typedef {{id: number, name: string, geometry: object | null}} Area
 */

/** Below this zoom groups would only be a tangle of lines. */
const GROUPS_FROM_ZOOM = 13;

/**
 * Outlines of communes, villages and groups under the households.
 */
export class Outlines {
    /** @param {import("leaflet").Map} map */
    constructor(map) {
        this.map = map;
        this.renderer = svg({ pane: "outlines", padding: 0.5 });
        /** @type {Map<number, import("leaflet").GeoJSON>} */
        this.villages = new Map();
    }

    /**
     * @param {{communes: Area[], villages: Area[], groups: Area[]}} areas
     */
    show(areas) {
        this.groups = this.layer(areas.groups, "outline outline-group");
        for (const village of areas.villages) {
            this.villages.set(village.id, this.layer([village], "outline outline-village"));
        }
        this.showGroups();
        this.map.on("zoomend", this.showGroups, this);
        for (const layer of this.villages.values()) {
            layer.addTo(this.map);
        }
        this.layer(areas.communes, "outline outline-commune").addTo(this.map);
    }

    /**
     * @param {Area[]} areas
     * @param {string} className drawn by static/css/map.css
     */
    layer(areas, className) {
        const features = areas
            .filter((area) => area.geometry)
            .map((area) => ({ type: "Feature", properties: {}, geometry: area.geometry }));
        return geoJSON(features, {
            renderer: this.renderer,
            pane: "outlines",
            interactive: false,
            style: { className },
        });
    }

    showGroups() {
        const wanted = this.map.getZoom() >= GROUPS_FROM_ZOOM;
        if (wanted !== this.map.hasLayer(this.groups)) {
            if (wanted) {
                this.groups.addTo(this.map);
            } else {
                this.groups.remove();
            }
        }
    }

    /**
     * Mark one village, or none.
     *
     * @param {number | null} id
     * @returns {[number, number, number, number] | null} its bounds: west, south, east, north
     */
    mark(id) {
        for (const [villageId, layer] of this.villages) {
            layer.eachLayer((path) => {
                path.getElement()?.classList.toggle("is-marked", villageId === id);
            });
        }
        const bounds = this.villages.get(id)?.getBounds();
        return bounds?.isValid()
            ? [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
            : null;
    }
}
