import { isLocated } from "../core/households.js";
import { Choropleth } from "../map/choropleth.js";
import { areaLabels, LabelsLayer } from "../map/labels.js";
import { Outlines } from "../map/outlines.js";
import { PointsLayer } from "../map/points.js";

/** Households and areas on the map, drawn from the rows and outlines that the page has loaded. */
export class RowLayers {
    /**
     * @param {import("leaflet").Map} map
     * @param {{theme: import("../core/themes.js").Theme, points: boolean,
     *     textOf: (unit: object) => string, onArea: (unit: object) => void}} options
     */
    constructor(map, { theme, points, textOf, onArea }) {
        this.map = map;
        this.rows = [];
        this.filter = null;
        this.outlines = new Outlines(map);
        this.points = points ? new PointsLayer(theme).addTo(map) : null;
        this.choropleth = new Choropleth(map, { onSelect: onArea, textOf });
    }

    showAreas(areas) {
        this.outlines.show(areas);
        new LabelsLayer(areaLabels(areas.villages, areas.groups)).addTo(this.map);
    }

    setRows(rows) {
        this.rows = rows;
        this.draw();
    }

    setFilter(predicate) {
        this.filter = predicate;
        this.draw();
    }

    setTheme(theme) {
        this.points?.setTheme(theme);
    }

    draw() {
        const shown = this.rows.filter((row) => isLocated(row) && (this.filter?.(row) ?? true));
        this.points?.setData(shown);
    }

    /**
     * @param {object[]} units
     * @param {((unit: object) => string) | null} fillOf null: areas uncoloured, households drawn
     */
    colourAreas(units, fillOf) {
        this.choropleth.show(fillOf === null ? [] : units, fillOf);
        if (this.points) {
            this.map.getPane("points").hidden = fillOf !== null;
        }
    }

    mark(place) {
        this.outlines.mark(place.level === "village" ? place.id : null);
    }

    pick(latlng, reach) {
        const hidden = this.map.getPane("points").hidden;
        return hidden || !this.points ? null : this.points.pick(latlng, reach);
    }
}
