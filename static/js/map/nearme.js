import { circle, circleMarker } from "leaflet";

/** The reader's own place: a dot and how far off it may be. */
export class OwnPlace {
    /** @param {import("leaflet").Map} map */
    constructor(map) {
        this.map = map;
        const still = { interactive: false, pane: "rings" };
        this.around = circle([0, 0], { ...still, color: "#1a6fd4", weight: 1, fillOpacity: 0.12 });
        this.dot = circleMarker([0, 0], {
            ...still,
            radius: 8,
            color: "#fff",
            weight: 3,
            fillColor: "#1a6fd4",
            fillOpacity: 1,
            className: "own-place",
        });
    }

    /** @param {{lat: number, lon: number, accuracy: number}} place accuracy in metres */
    show({ lat, lon, accuracy }) {
        this.around.setLatLng([lat, lon]).setRadius(accuracy).addTo(this.map);
        this.dot.setLatLng([lat, lon]).addTo(this.map);
    }

    remove() {
        this.around.remove();
        this.dot.remove();
    }
}
