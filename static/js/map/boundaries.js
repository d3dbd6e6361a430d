import { CircleMarker, geoJSON, latLngBounds, tooltip } from "leaflet";

import { labelPoint } from "../core/boundariesshape.js";
import { BoundaryDrawing } from "./boundariesdrawing.js";

/** Neighbouring parts of a split differ in fill and in the letter that stands on them. */
const PART_CLASSES = 5;

/**
 * @typedef {{id: number, name: string, outline: object}} Unit
 * @typedef {{pick: (id: number) => void, edited: (outline: object) => void,
 *     drawn: (shape: object) => void, corners: (count: number) => void}} Hooks
 */

/** The units of one level on the map, and what is drawn over them. */
export class BoundaryMap {
    /**
     * @param {import("leaflet").Map} map
     * @param {Record<string, string>} strings
     * @param {Hooks} hooks
     */
    constructor(map, strings, hooks) {
        this.map = map;
        this.hooks = hooks;
        /** @type {Map<number, import("leaflet").GeoJSON>} */
        this.layers = new Map();
        this.extra = [];
        /** @type {Map<number, import("leaflet").Tooltip>} */
        this.names = new Map();
        this.pieces = [];
        this.drawing = new BoundaryDrawing(map, strings, hooks);
    }

    /**
     * @param {{units: Unit[], around: Unit[], parent: object | null}} areas
     */
    show({ units, around, parent }) {
        for (const layer of [...this.layers.values(), ...this.extra, ...this.names.values()]) {
            layer.remove();
        }
        this.layers.clear();
        this.names = new Map(units.map((unit) => [unit.id, this.label(unit.outline, unit.name)]));
        this.extra = around.map((unit) => this.outline(unit, "boundary boundary-around", false));
        for (const unit of units) {
            this.layers.set(unit.id, this.outline(unit, "boundary boundary-unit", true));
        }
        if (parent) {
            const layer = geoJSON(parent, {
                interactive: false,
                style: { className: "boundary boundary-parent" },
            });
            this.extra.push(layer.addTo(this.map));
        }
    }

    outline(unit, className, named) {
        const layer = geoJSON(unit.outline, { style: { className }, interactive: named });
        if (named) {
            layer.on("click", () => this.hooks.pick(unit.id));
        }
        return layer.addTo(this.map);
    }

    /** @param {Iterable<number>} ids shown as chosen, and only these */
    mark(ids) {
        const chosen = new Set(ids);
        for (const [id, layer] of this.layers) {
            layer.eachLayer((path) => {
                path.getElement()?.classList.toggle("is-marked", chosen.has(id));
                if (chosen.has(id)) {
                    path.bringToFront();
                }
            });
        }
    }

    /** @param {number | null} id whose outline and name step back while its parts are shown */
    veilForParts(id) {
        this.veil(id);
        this.names.get(id)?.getElement()?.classList.add("is-veiled");
    }

    /** @param {number | null} id whose own outline steps back while a copy of it is edited */
    veil(id) {
        for (const name of this.names.values()) {
            name.getElement()?.classList.remove("is-veiled");
        }
        for (const [each, layer] of this.layers) {
            layer.eachLayer((path) => {
                path.options.snapIgnore = each === id;
                path.getElement()?.classList.toggle("is-veiled", each === id);
            });
        }
    }

    /**
     * Overlaps, gaps and faults.
     *
     * @param {{kind: "overlap" | "gap" | "outside", geometry: object}[]} pieces
     * @param {[number, number] | null} fault lon, lat
     */
    showPieces(pieces, fault = null) {
        this.clearPieces();
        this.pieces = pieces.map(({ kind, geometry }) =>
            this.overlay(geometry, `boundary-piece boundary-${kind}`),
        );
        if (fault) {
            const mark = new CircleMarker([fault[1], fault[0]], {
                radius: 11,
                className: "boundary-fault",
                interactive: false,
                pmIgnore: true,
                snapIgnore: true,
            });
            this.pieces.push(mark.addTo(this.map));
        }
    }

    /** @param {{outline: object, name: string}[]} parts of a split */
    showParts(parts) {
        this.clearPieces();
        this.pieces = parts.flatMap(({ outline, name }, index) => [
            this.overlay(outline, `boundary-part boundary-part-${index % PART_CLASSES}`),
            this.label(outline, name, "boundary-label-part"),
        ]);
    }

    /** A name is text, whatever signs it holds; Leaflet would take a string for markup. */
    label(outline, name, more = "") {
        const words = document.createElement("span");
        words.textContent = name;
        const [lon, lat] = labelPoint(outline);
        return tooltip({
            permanent: true,
            direction: "center",
            className: `boundary-label ${more}`.trim(),
        })
            .setLatLng([lat, lon])
            .setContent(words)
            .addTo(this.map);
    }

    overlay(geometry, className) {
        return geoJSON(geometry, {
            interactive: false,
            pmIgnore: true,
            snapIgnore: true,
            style: { className },
        }).addTo(this.map);
    }

    clearPieces() {
        for (const layer of this.pieces) {
            layer.remove();
        }
        this.pieces = [];
    }

    /** End all drawing and take it off the map. */
    clear() {
        this.drawing.stop();
        this.clearPieces();
        this.veil(null);
    }

    /**
     * @param {object[]} geometries
     * @param {import("./create.js").Insets} insets
     */
    fit(geometries, insets) {
        const bounds = latLngBounds([]);
        for (const geometry of geometries) {
            bounds.extend(geoJSON(geometry).getBounds());
        }
        if (bounds.isValid()) {
            this.map.fitBounds(bounds, {
                paddingTopLeft: [insets.left + 16, insets.top + 16],
                paddingBottomRight: [insets.right + 16, insets.bottom + 16],
                animate: false,
            });
        }
    }
}
