import { divIcon, marker, tooltip } from "leaflet";

/**
 * @typedef {import("../core/households.js").Household} Household
 */

/**
 * The ring around the selected household, and the ring and name tag of the one pointed at.
 */
export class Rings {
    /** @param {import("leaflet").Map} map */
    constructor(map) {
        this.map = map;
        this.selected = ring("map-ring map-ring-selected", 34);
        this.hovered = ring("map-ring map-ring-hovered", 26);
        this.tag = tooltip({ direction: "top", offset: [0, -14], className: "map-tag" });
    }

    /** @param {Household | null} household */
    select(household) {
        this.place(this.selected, household);
    }

    /**
     * @param {Household | null} household
     * @param {string} [text] of the name tag
     */
    hover(household, text = "") {
        this.place(this.hovered, household);
        if (household === null || household.lat === null || text === "") {
            this.tag.remove();
            return;
        }
        // Leaflet takes a string for HTML; an element keeps a name a name.
        const content = document.createElement("span");
        content.textContent = text;
        this.tag.setLatLng([household.lat, household.lon]).setContent(content).addTo(this.map);
    }

    place(layer, household) {
        if (household === null || household.lat === null) {
            layer.remove();
        } else {
            layer.setLatLng([household.lat, household.lon]).addTo(this.map);
        }
    }
}

function ring(className, size) {
    const icon = divIcon({ className, iconSize: [size, size], html: false });
    return marker([0, 0], { icon, interactive: false, keyboard: false, pane: "rings" });
}
