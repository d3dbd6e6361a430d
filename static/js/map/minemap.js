import { circle, circleMarker, geoJSON, latLngBounds, tooltip } from "leaflet";

import { createMap } from "./create.js";

/** Owed and done, as everywhere on the site's maps. */
const OWED = "#d55e00";
const DONE = "#0072b2";
const INK = "#16232e";
const NAMES_FROM = 16;

/**
 * My households, the outlines they lie in, and where I stand; with no ground beneath but our own
 * lines, so that it is the same with a signal and without.
 *
 * @param {HTMLElement} element
 * @param {{rows: import("../core/phonehomes.js").Row[], outlines: object | null,
 *     place: import("../core/phonehomes.js").Fix | null, strings: Record<string, string>,
 *     onChoose: (row: import("../core/phonehomes.js").Row) => void}} told
 * @returns {{setPlace: (fix: import("../core/phonehomes.js").Fix) => void, remove: () => void}}
 */
export function showMine(element, { rows, outlines, place, strings, onChoose }) {
    const map = createMap(element, { layers: [], scale: "metric" }, strings);
    const placed = rows.filter(({ home }) => home.lon !== null);
    const bounds = latLngBounds(placed.map(({ home }) => [home.lat, home.lon]));
    if (outlines) {
        const drawn = geoJSON(outlines, { style: outlineStyle, interactive: false }).addTo(map);
        if (!bounds.isValid() && drawn.getBounds().isValid()) {
            bounds.extend(drawn.getBounds());
        }
    }
    if (bounds.isValid()) {
        map.fitBounds(bounds, { padding: [40, 40], maxZoom: NAMES_FROM, animate: false });
    }
    // Those I owe lie above.
    const names = [...placed].reverse().map((row) => addHome(map, row, onChoose));
    nameWhenNear(map, names);
    const me = addMe(map);
    if (place) {
        me(place);
    }
    return { setPlace: me, remove: () => map.remove() };
}

function outlineStyle({ properties: { kind } }) {
    const isVillage = kind === "village";
    return {
        weight: isVillage ? 2.5 : 1.2,
        color: "#7d8790",
        dashArray: isVillage ? null : "5 4",
        fillColor: "#0b4a6f",
        fillOpacity: isVillage ? 0.04 : 0,
    };
}

function addHome(map, row, onChoose) {
    const { home, standing } = row;
    const place = [home.lat, home.lon];
    const colour = standing.done ? DONE : OWED;
    circleMarker(place, {
        radius: 10,
        weight: 3,
        color: home.provisional ? colour : "#fff",
        dashArray: home.provisional ? "4 3" : null,
        fillColor: colour,
        fillOpacity: home.provisional ? 0.15 : 1,
        interactive: false,
    }).addTo(map);
    // As large as a thumb, and not to be seen.
    circleMarker(place, { radius: 24, stroke: false, fillOpacity: 0 })
        .on("click", () => onChoose(row))
        .addTo(map);
    const name = document.createElement("span");
    name.textContent = home.head;
    return tooltip({
        permanent: true,
        direction: "bottom",
        offset: [0, 10],
        className: "mine-map-name",
        content: name,
    }).setLatLng(place);
}

function nameWhenNear(map, names) {
    const draw = () => {
        for (const name of names) {
            if (map.getZoom() >= NAMES_FROM || names.length <= 8) {
                name.addTo(map);
            } else {
                name.remove();
            }
        }
    };
    map.on("zoomend", draw);
    draw();
}

function addMe(map) {
    const round = circle([0, 0], { radius: 1, weight: 1, color: INK, fillOpacity: 0.06 });
    const dot = circleMarker([0, 0], {
        radius: 8,
        weight: 4,
        color: "#fff",
        fillColor: INK,
        fillOpacity: 1,
    });
    for (const part of [round, dot]) {
        part.options.interactive = false;
    }
    return ({ lat, lon, accuracy }) => {
        round.setLatLng([lat, lon]).setRadius(accuracy).addTo(map);
        dot.setLatLng([lat, lon]).addTo(map);
    };
}
