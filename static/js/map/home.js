import { circle, circleMarker, geoJSON } from "leaflet";

import { createMap } from "./create.js";

const CLOSE = 17;

/**
 * A little map of where one household stands.
 *
 * @param {HTMLElement} element
 * @param {import("./options.js").MapOptions} options
 * @param {{lat: number, lon: number, accuracy: number | null, outline: object,
 *     is_provisional: boolean, strings: Record<string, string>}} home degrees; metres, or null when
 *     nobody measured; the outline of its group or village as GeoJSON
 */
export function showHome(element, options, home) {
    const place = [home.lat, home.lon];
    const map = createMap(element, options, home.strings);
    const around = geoJSON(home.outline, {
        style: { weight: 2, color: "#7d8790", fillOpacity: 0.08 },
        interactive: false,
    }).addTo(map);
    const bounds = around.getBounds().extend(place);
    map.fitBounds(bounds, { padding: [16, 16], maxZoom: CLOSE, animate: false });
    // The page scrolls past the map.
    map.scrollWheelZoom.disable();
    if (home.accuracy) {
        circle(place, {
            radius: home.accuracy,
            weight: 1,
            color: "#0072b2",
            interactive: false,
        }).addTo(map);
    }
    circleMarker(place, {
        radius: 9,
        weight: 3,
        color: "#16232e",
        // A place that stands in for the real one is told by a ring without a filling.
        fillOpacity: home.is_provisional ? 0 : 1,
        fillColor: "#0072b2",
        dashArray: home.is_provisional ? "3 4" : null,
        interactive: false,
    }).addTo(map);
}
