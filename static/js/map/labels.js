import { DomUtil, Layer } from "leaflet";

import { placeLabels } from "../core/labels.js";

/**
 * @typedef {object} LabelSpec
 * @property {string} text
 * @property {[number, number]} centre lon, lat
 * @property {string} className
 * @property {number} priority higher wins where two would overlap
 * @property {number} minZoom not shown below
 */

/**
 * Names on the map that never cover one another. They only repeat what the list says, so they are
 * hidden from screen readers and let the pointer through.
 */
export class LabelsLayer extends Layer {
    /**
     * @param {LabelSpec[]} specs
     * @param {string} [pane] another than that above all marks
     * @param {Element[]} [covers] what stands over the map: no name is written under it
     */
    constructor(specs, pane = "labels", covers = []) {
        super();
        this.options = { pane };
        this.specs = specs;
        this.covers = covers;
    }

    onAdd() {
        this.holder = document.createElement("div");
        this.holder.className = "map-labels leaflet-zoom-hide";
        this.holder.setAttribute("aria-hidden", "true");
        this.boxes = this.specs.map((spec) => {
            const element = document.createElement("span");
            element.className = `map-label ${spec.className}`;
            element.textContent = spec.text;
            this.holder.append(element);
            return { element, spec, priority: spec.priority };
        });
        this.getPane().append(this.holder);
        // One layout for all labels, measured before any of them moves.
        for (const box of this.boxes) {
            box.width = box.element.offsetWidth;
            box.height = box.element.offsetHeight;
        }
        this.place();
        return this;
    }

    onRemove() {
        this.holder.remove();
        return this;
    }

    getEvents() {
        const place = { zoomend: this.place, viewreset: this.place };
        return this.covers.length > 0 ? { ...place, moveend: this.place } : place;
    }

    /** Where something covers the map, as boxes that no label displaces. */
    covered() {
        const stage = this._map.getContainer().getBoundingClientRect();
        // On paper the tools have their room still, but are not to be seen.
        const seen = this.covers.filter(
            (element) => window.getComputedStyle(element).visibility !== "hidden",
        );
        return seen
            .map((element) => element.getBoundingClientRect())
            .filter(({ width }) => width > 0)
            .map(({ left, top, width, height }) => {
                const middle = [left - stage.left + width / 2, top - stage.top + height / 2];
                const { x, y } = this._map.containerPointToLayerPoint(middle);
                return { x, y, width, height, priority: Number.POSITIVE_INFINITY };
            });
    }

    place() {
        const zoom = this._map.getZoom();
        const candidates = this.boxes.filter(({ spec }) => zoom >= spec.minZoom);
        for (const box of candidates) {
            const [lon, lat] = box.spec.centre;
            Object.assign(box, this._map.latLngToLayerPoint([lat, lon]));
        }
        const shown = placeLabels([...this.covered(), ...candidates]);
        /** Labels in sight, in pixels of the map's panes. */
        this.shown = candidates.filter((box) => shown.has(box));
        for (const box of this.boxes) {
            box.element.hidden = !shown.has(box);
            if (shown.has(box)) {
                const corner = { x: box.x - box.width / 2, y: box.y - box.height / 2 };
                DomUtil.setTransform(box.element, corner);
            }
        }
    }
}

/**
 * Labels for villages at every zoom and for groups once there is room.
 *
 * @param {Array<{name: string, centre: [number, number] | null, households: number | null}>}
 *     villages
 * @param {Array<{name: string, centre: [number, number] | null, households: number | null}>} groups
 * @returns {LabelSpec[]}
 */
export function areaLabels(villages, groups) {
    const spec = (area, className, weight, minZoom) => ({
        text: area.name,
        centre: area.centre,
        className,
        priority: weight + (area.households ?? 0),
        minZoom,
    });
    return [
        ...villages.map((area) => spec(area, "map-label-village", 1e6, 0)),
        ...groups.map((area) => spec(area, "map-label-group", 0, 15)),
    ].filter((label) => label.centre);
}
