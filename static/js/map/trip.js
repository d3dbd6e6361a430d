import { divIcon, latLngBounds, marker, polyline } from "leaflet";

const SIZE = 36;
const LINE = { color: "#0b4a6f", weight: 4, opacity: 0.85, interactive: false };
const HALO = { color: "#ffffff", weight: 8, opacity: 0.9, interactive: false };

/**
 * @typedef {object} TripStop
 * @property {number} id
 * @property {number} number
 * @property {number} lat
 * @property {number} lon
 * @property {string} name
 * @property {boolean} provisional
 * @property {boolean} done
 */

/** The way of a trip: its start, the numbered stops, a line through them. */
export class TripMap {
    /**
     * @param {import("leaflet").Map} map
     * @param {{way: Array<[number, number]>, start: {lat: number, lon: number, name: string} | null,
     *     stops: Array<TripStop & {label: string}>}} trip
     * @param {(stop: TripStop) => void} onChoose
     */
    constructor(map, { way, start, stops }, onChoose) {
        this.map = map;
        this.bounds = way.length > 0 ? latLngBounds(way) : null;
        polyline(way, HALO).addTo(map);
        polyline(way, LINE).addTo(map);
        if (start !== null) {
            this.pin(start, "trip-pin is-start", "●", start.name);
        }
        for (const stop of stops) {
            const look = ["trip-pin", stop.provisional && "is-unsure", stop.done && "is-done"];
            const made = this.pin(stop, look.filter(Boolean).join(" "), stop.number, stop.label);
            made.on("click", () => onChoose(stop));
        }
        this.fit();
    }

    /** Only a number goes into the mark; names are titles, which are text. */
    pin({ lat, lon }, className, text, title) {
        const icon = divIcon({ className, html: String(text), iconSize: [SIZE, SIZE] });
        return marker([lat, lon], { icon, title, alt: title, keyboard: true }).addTo(this.map);
    }

    fit() {
        if (this.bounds !== null) {
            this.map.fitBounds(this.bounds, { padding: [36, 36], maxZoom: 16, animate: false });
        }
    }
}
