import { Control, control, DomEvent, DomUtil, Map as LeafletMap } from "leaflet";

import { addBaseMaps } from "./basemaps.js";

const CLOSE_ZOOM = 16;

/** Panes of our own, from the ground up; Leaflet's tiles are at 200, its popups at 700. */
const PANES = { outlines: 410, points: 420, labels: 430, rings: 440 };

/**
 * @param {HTMLElement} element
 * @param {import("./options.js").MapOptions} options
 * @param {Record<string, string>} strings
 * @returns {LeafletMap}
 */
export function createMap(element, options, strings) {
    const map = new LeafletMap(element, {
        center: options.center ?? [16, 106],
        zoom: options.zoom ?? 6,
        minZoom: options.minzoom ?? 4,
        maxZoom: options.maxzoom ?? 19,
        zoomControl: false,
        attributionControl: false,
        zoomAnimation: !prefersReducedMotion(),
        fadeAnimation: !prefersReducedMotion(),
        inertia: !prefersReducedMotion(),
    });
    if (prefersReducedMotion()) {
        keepStill(map);
    }
    for (const [name, zIndex] of Object.entries(PANES)) {
        const pane = map.createPane(name);
        pane.style.zIndex = String(zIndex);
        pane.style.pointerEvents = "none";
    }
    addBaseMaps(map, options, strings);
    control
        .zoom({
            position: "bottomright",
            zoomInTitle: strings.zoom_in,
            zoomOutTitle: strings.zoom_out,
        })
        .addTo(map);
    if (options.scale) {
        control
            .scale({
                position: "bottomleft",
                metric: options.scale !== "imperial",
                imperial: options.scale !== "metric",
            })
            .addTo(map);
    }
    return map;
}

/**
 * Arrow keys, what comes into focus and popups bring the map where it has to be at once: Leaflet
 * has no setting for these.
 *
 * @param {LeafletMap} map
 */
function keepStill(map) {
    const panBy = map.panBy.bind(map);
    map.panBy = (offset, options) => panBy(offset, { ...options, animate: false });
}

/**
 * A button that shows the user's whole area again.
 *
 * @param {LeafletMap} map
 * @param {string} title
 * @param {() => void} onPress
 */
export function addHomeButton(map, title, onPress) {
    const HomeControl = Control.extend({
        options: { position: "bottomright" },
        onAdd() {
            const bar = DomUtil.create("div", "leaflet-bar");
            const button = DomUtil.create("button", "map-home", bar);
            button.type = "button";
            button.title = title;
            button.setAttribute("aria-label", title);
            DomEvent.disableClickPropagation(bar);
            button.addEventListener("click", onPress);
            return bar;
        },
    });
    new HomeControl().addTo(map);
}

/**
 * @param {LeafletMap} map
 * @param {[number, number, number, number] | null} bounds west, south, east, north in degrees
 * @param {Insets} insets
 * @param {boolean} [animate] false for the first view of the page
 */
export function fitArea(map, bounds, insets, animate = true) {
    if (bounds === null) {
        return;
    }
    const [west, south, east, north] = bounds;
    map.fitBounds(
        [
            [south, west],
            [north, east],
        ],
        {
            paddingTopLeft: [insets.left + 12, insets.top + 12],
            paddingBottomRight: [insets.right + 12, insets.bottom + 12],
            animate: animate && !prefersReducedMotion(),
        },
    );
}

/**
 * @param {LeafletMap} map
 * @param {Insets} insets
 * @returns {[number, number]} lon, lat of the middle of what is not covered
 */
export function visibleCentre(map, insets) {
    const { x, y } = map.getSize();
    const middle = [(insets.left + x - insets.right) / 2, (insets.top + y - insets.bottom) / 2];
    const { lat, lng } = map.containerPointToLatLng(middle);
    return [lng, lat];
}

/**
 * What covers the map at each side, in pixels: a sheet, a card, a search field.
 *
 * @typedef {{top: number, right: number, bottom: number, left: number}} Insets
 */

/**
 * Bring a position into the middle of what is not covered, near enough to know the house.
 *
 * @param {LeafletMap} map
 * @param {number} lat degrees
 * @param {number} lon degrees
 * @param {Insets} insets
 */
export function showPosition(map, lat, lon, insets) {
    const zoom = Math.max(map.getZoom(), Math.min(CLOSE_ZOOM, map.getMaxZoom()));
    const shift = [(insets.right - insets.left) / 2, (insets.bottom - insets.top) / 2];
    const centre = map.unproject(map.project([lat, lon], zoom).add(shift), zoom);
    map.setView(centre, zoom, { animate: !prefersReducedMotion() });
}

/** @returns {boolean} */
export function prefersReducedMotion() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
