import { Control, control, DomEvent, DomUtil, Map as LeafletMap, tileLayer } from "leaflet";

/** A quiet ground: tiles stand back behind the households. */
const TILE_OPACITY = 0.72;
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
    for (const [name, zIndex] of Object.entries(PANES)) {
        const pane = map.createPane(name);
        pane.style.zIndex = String(zIndex);
        pane.style.pointerEvents = "none";
    }
    addTiles(map, options);
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
 * The page works with no tile server: then there is simply no ground layer.
 *
 * @param {LeafletMap} map
 * @param {import("./options.js").MapOptions} options
 */
function addTiles(map, options) {
    const layers = (options.layers ?? []).map(([label, url, extra]) => {
        const given = typeof extra === "string" ? { attribution: extra } : extra;
        // Django's default policy sends no referrer, and OSM's tile servers then answer 403.
        const layer = tileLayer(url, {
            opacity: TILE_OPACITY,
            referrerPolicy: "strict-origin-when-cross-origin",
            ...given,
        });
        return { label, layer };
    });
    if (layers.length === 0) {
        return;
    }
    control.attribution({ position: "bottomright", prefix: false }).addTo(map);
    layers[0].layer.addTo(map);
    if (layers.length > 1) {
        const choices = Object.fromEntries(layers.map(({ label, layer }) => [label, layer]));
        control.layers(choices, {}, { position: "topright" }).addTo(map);
    }
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
