import { circle, circleMarker, divIcon, geoJSON, latLngBounds, marker, tooltip } from "leaflet";

/** Outlines from the largest to the smallest, each drawn a little stronger. */
const OUTLINES = [
    ["commune", { color: "#3e4a3c", weight: 3, fill: false }],
    ["village", { color: "#0b4a6f", weight: 2.5, fill: false }],
    ["group", { color: "#0b4a6f", weight: 1.5, fillColor: "#bcd9ea", fillOpacity: 0.35 }],
];
const CLOSE = 17;

/** The map on which one household is placed: outlines around it, and one mark to move. */
export class PlaceMap {
    /**
     * @param {import("leaflet").Map} map
     * @param {{outlines: Record<string, object | null>, position: [number, number] | null,
     *     provisional: boolean, strings: Record<string, string>}} config
     * @param {(lat: number, lon: number) => void} onPlace the user put or dragged the mark
     */
    constructor(map, config, onPlace) {
        this.map = map;
        this.strings = config.strings;
        this.onPlace = onPlace;
        this.mark = null;
        for (const [name, style] of OUTLINES) {
            if (config.outlines[name]) {
                const layer = geoJSON(config.outlines[name], { style, interactive: false });
                layer.addTo(map);
                this.around = layer.getBounds();
            }
        }
        this.fit();
        if (config.position) {
            const [lon, lat] = config.position;
            this.show(lat, lon);
            this.mark.getElement().classList.toggle("is-provisional", config.provisional);
        }
        map.on("click", ({ latlng }) => this.put(latlng));
        // By keyboard: arrows move the map under its cross, Enter puts the mark there.
        map.getContainer().addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target === map.getContainer()) {
                event.preventDefault();
                this.put(map.getCenter());
            }
        });
    }

    put(latlng) {
        const { lat, lng } = latlng.wrap();
        this.show(lat, lng);
        this.onPlace(lat, lng);
    }

    fit() {
        this.map.fitBounds(this.around ?? latLngBounds([8, 102], [24, 110]), { animate: false });
    }

    /** @param {number} lat @param {number} lon degrees */
    show(lat, lon) {
        this.sure?.remove();
        if (this.mark === null) {
            this.mark = this.draggable(lat, lon).addTo(this.map);
        }
        this.mark.setLatLng([lat, lon]);
        this.mark.getElement().classList.remove("is-provisional");
    }

    draggable(lat, lon) {
        const icon = divIcon({ className: "place-mark", iconSize: [48, 48], iconAnchor: [24, 46] });
        const made = marker([lat, lon], {
            icon,
            draggable: true,
            autoPan: true,
            alt: this.strings.marker,
            title: this.strings.marker,
        });
        made.on("dragend", () => this.put(made.getLatLng()));
        return made;
    }

    /** @param {number} lat @param {number} lon degrees @param {number} metres how sure */
    showPhone(lat, lon, metres) {
        this.show(lat, lon);
        this.sure = circle([lat, lon], {
            radius: metres,
            interactive: false,
            color: "#1a6fd4",
            weight: 1,
            fillOpacity: 0.12,
        }).addTo(this.map);
        this.look(lat, lon);
    }

    look(lat, lon) {
        const zoom = Math.max(this.map.getZoom(), CLOSE);
        this.map.setView([lat, lon], zoom, { animate: false });
    }
}

/**
 * A few named places, fitted into view.
 *
 * @param {import("leaflet").Map} map
 * @param {Array<{name: string, lat: number, lon: number}>} places
 */
export function showPlaces(map, places) {
    const style = { radius: 10, color: "#fff", weight: 3, fillColor: "#d55e00", fillOpacity: 1 };
    for (const { name, lat, lon } of places) {
        circleMarker([lat, lon], { ...style, interactive: false }).addTo(map);
        const side = name === "A" ? "left" : "right";
        tooltip({ permanent: true, direction: side, offset: side === "left" ? [-10, 0] : [10, 0] })
            .setLatLng([lat, lon])
            .setContent(document.createTextNode(name))
            .addTo(map);
    }
    const bounds = latLngBounds(places.map(({ lat, lon }) => [lat, lon]));
    map.fitBounds(bounds, { maxZoom: CLOSE + 1, padding: [48, 48], animate: false });
}
