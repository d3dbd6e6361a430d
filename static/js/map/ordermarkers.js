import { divIcon, layerGroup, marker, popup } from "leaflet";

import { dot, el } from "../ui/dom.js";

/** As large as a thumb needs; what is seen of it is smaller. */
const TARGET = 48;
/** What stands over the map, pixels: the search above, the tools at the right. */
const CLEAR = { before: [12, 76], behind: [64, 24] };

/** Groups of issues, each a button on the map that keys reach as well. */
export class OrderMarkers {
    /** @param {import("leaflet").Map} map */
    constructor(map) {
        this.map = map;
        this.group = layerGroup().addTo(map);
        this.popup = popup({
            // A press beside it or Escape closes it.
            closeButton: false,
            maxWidth: 290,
            minWidth: 220,
            autoPanPaddingTopLeft: CLEAR.before,
            autoPanPaddingBottomRight: CLEAR.behind,
        });
    }

    /**
     * @template Group
     * @param {Array<Group & {lon: number, lat: number, points: object[]}>} groups
     * @param {(group: Group) => {style: object, count: string, label: string}} lookOf
     * @param {(group: Group) => void} onPick
     */
    show(groups, lookOf, onPick) {
        this.group.clearLayers();
        for (const each of groups) {
            const { style, count, label } = lookOf(each);
            const html = el("span", { class: "order-mark" }, dot(style), numberOf(count));
            const icon = divIcon({ html, className: "order-target", iconSize: [TARGET, TARGET] });
            const made = marker([each.lat, each.lon], { icon, keyboard: true, title: label });
            made.on("click", () => onPick(each));
            made.on("keydown", ({ originalEvent }) => {
                if (originalEvent.key === "Enter" || originalEvent.key === " ") {
                    originalEvent.preventDefault();
                    onPick(each);
                }
            });
            made.addTo(this.group);
            made.getElement().setAttribute("aria-label", label);
        }
    }

    /** @param {{lon: number, lat: number}} at @param {Node} node what is told there */
    tell({ lon, lat }, node) {
        this.popup.setLatLng([lat, lon]).setContent(node).openOn(this.map);
        node.querySelector("a, button")?.focus({ preventScroll: true });
    }

    /** @returns {boolean} whether the map can show them apart any better */
    canComeCloser([west, south, east, north]) {
        const isOne = west === east && south === north;
        return !isOne && this.map.getZoom() < this.map.getMaxZoom();
    }
}

const numberOf = (count) => (count === "" ? null : el("span", { class: "order-count" }, count));
