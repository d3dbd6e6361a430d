import { geoJSON, svg } from "leaflet";

/**
 * @typedef {{id: number, name: string, geometry: object | null}} ShapedUnit
 */

/**
 * Communes or villages coloured by a measure.
 */
export class Choropleth {
    /**
     * @param {import("leaflet").Map} map
     * @param {{onSelect: (unit: ShapedUnit) => void, textOf: (unit: ShapedUnit) => string}} hooks
     */
    constructor(map, hooks) {
        this.map = map;
        this.hooks = hooks;
        /** @type {Map<number, import("leaflet").GeoJSON>} */
        this.layers = new Map();
    }

    /**
     * @param {ShapedUnit[]} units in place of those shown before
     * @param {(unit: ShapedUnit) => string} fillOf CSS colour
     */
    show(units, fillOf) {
        for (const layer of this.layers.values()) {
            layer.remove();
        }
        this.layers.clear();
        this.renderer ??= svg({ pane: "outlines", padding: 0.5 });
        this.map.getPane("outlines").style.pointerEvents = units.length > 0 ? "auto" : "none";
        for (const unit of units) {
            if (unit.geometry) {
                this.layers.set(unit.id, this.layer(unit, fillOf(unit)));
            }
        }
    }

    layer(unit, fillColor) {
        const layer = geoJSON(
            { type: "Feature", properties: {}, geometry: unit.geometry },
            {
                renderer: this.renderer,
                pane: "outlines",
                style: {
                    className: "unit",
                    fillColor,
                    fillOpacity: 0.82,
                    color: "#ffffff",
                    weight: 1,
                },
            },
        );
        layer.bindTooltip(() => asText(this.hooks.textOf(unit)), { sticky: true });
        layer.on("click", () => this.hooks.onSelect(unit));
        return layer.addTo(this.map);
    }

    /**
     * @param {number | null} id
     * @returns {[number, number, number, number] | null} bounds: west, south, east, north
     */
    mark(id) {
        for (const [unitId, layer] of this.layers) {
            const marked = unitId === id;
            layer.setStyle({ color: marked ? "#1b1b1b" : "#ffffff", weight: marked ? 3 : 1 });
            if (marked) {
                layer.bringToFront();
            }
        }
        const bounds = this.layers.get(id)?.getBounds();
        return bounds?.isValid()
            ? [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
            : null;
    }
}

function asText(text) {
    const element = document.createElement("span");
    element.textContent = text;
    return element;
}
