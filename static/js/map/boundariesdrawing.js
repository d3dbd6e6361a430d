import { PM } from "@geoman-io/leaflet-geoman-free";
import { geoJSON, Marker, polygon, polyline } from "leaflet";

/** Within this many pixels a corner jumps to a neighbour's corner or border. */
const SNAP = 18;
/** Corners shown at once of a long outline: those nearest to the pointer. */
const CORNERS_SHOWN = 600;
/** Edges shorter than this on average, in pixels, have no room for a handle in their middle. */
const ROOMY = 30;
/** Decimals kept of a degree: a centimetre. */
const DECIMALS = 7;

/**
 * One shape at a time, drawn or changed by geoman: corners are dragged, a click on the middle of an
 * edge makes one, a right click or a long press takes one away; all snap to what is near.
 */
export class BoundaryDrawing {
    /**
     * @param {import("leaflet").Map} map
     * @param {Record<string, string>} strings
     * @param {import("./boundaries.js").Hooks} hooks
     */
    constructor(map, strings, hooks) {
        this.map = map;
        this.hooks = hooks;
        this.layer = null;
        PM.initialize();
        // Hundreds of corners would stand between the map and the next field for the Tab key.
        Marker.mergeOptions({ keyboard: false });
        const tooltips = {
            firstVertex: strings.geoman_first,
            continueLine: strings.geoman_continue,
            finishLine: strings.geoman_finish_line,
            finishPoly: strings.geoman_finish_area,
        };
        map.pm.setLang("gandan", { tooltips }, "en");
        map.on("pm:create", ({ layer }) => {
            const shape = layer.toGeoJSON(DECIMALS).geometry;
            layer.remove();
            this.kind = null;
            hooks.drawn(shape);
        });
        map.on("zoomend", () => this.thinOut());
        map.on("pm:drawstart", ({ workingLayer }) => {
            const tell = () => hooks.corners(workingLayer.getLatLngs().flat().length);
            workingLayer.on("pm:vertexadded pm:vertexremoved", tell);
        });
    }

    /**
     * Let an outline be changed by hand.
     *
     * @param {object} outline GeoJSON
     */
    edit(outline) {
        this.stop();
        const path = geoJSON(outline).getLayers()[0];
        this.layer = polygon(path.getLatLngs(), { className: "boundary-edited" });
        this.layer.addTo(this.map);
        this.layer.on("pm:edit", () => this.hooks.edited(this.shape()));
        this.enable();
    }

    enable() {
        const corners = this.layer.getLatLngs().flat(Infinity).length;
        this.layer.pm.enable({
            snappable: true,
            snapDistance: SNAP,
            // Told by the check, with its place; geoman would only refuse without a word.
            allowSelfIntersection: true,
            limitMarkersToCount: corners > CORNERS_SHOWN ? CORNERS_SHOWN : -1,
        });
        this.thinOut();
    }

    /** Seen from afar, handles would hide the border they are for. */
    thinOut() {
        const corners = this.layer?.getLatLngs().flat(Infinity) ?? [];
        const points = corners.map((corner) => this.map.latLngToLayerPoint(corner));
        let length = 0;
        for (let index = 1; index < points.length; index += 1) {
            length += points[index].distanceTo(points[index - 1]);
        }
        const dense = length / points.length < ROOMY;
        this.map.getContainer().classList.toggle("is-dense", dense);
    }

    /** @returns {object} the edited outline, GeoJSON */
    shape() {
        return this.layer.toGeoJSON(DECIMALS).geometry;
    }

    /** @param {object} outline put in place of the edited one, as by an undo */
    replace(outline) {
        this.layer.pm.disable();
        this.layer.setLatLngs(geoJSON(outline).getLayers()[0].getLatLngs());
        this.enable();
    }

    /** @param {"Polygon" | "Line"} kind drawn anew, corner by corner */
    draw(kind) {
        this.stop();
        this.kind = kind;
        this.map.pm.enableDraw(kind, {
            snappable: true,
            snapDistance: SNAP,
            allowSelfIntersection: true,
            tooltips: true,
            templineStyle: { className: "boundary-drawn" },
            hintlineStyle: { className: "boundary-drawn boundary-hint" },
            pathOptions: { className: "boundary-edited" },
        });
    }

    /** Show a line that is drawn, without changing it. */
    keepLine(line) {
        this.stop();
        const corners = line.coordinates.map(([lon, lat]) => [lat, lon]);
        this.layer = polyline(corners, { className: "boundary-drawn", interactive: false });
        this.layer.addTo(this.map);
    }

    // geoman's toolbar calls these two by the same names; it has no public ones.
    finish() {
        if (this.kind) {
            this.map.pm.Draw[this.kind]._finishShape();
        }
    }

    back() {
        if (this.kind) {
            const { kind } = this;
            this.map.pm.Draw[kind]._removeLastVertex();
            // It stops drawing when the only corner goes; the user meant to begin again.
            if (!this.map.pm.Draw[kind].enabled()) {
                this.draw(kind);
                this.hooks.corners(0);
            }
        }
    }

    stop() {
        this.kind = null;
        this.map.pm.disableDraw();
        this.layer?.pm?.disable();
        this.layer?.remove();
        this.layer = null;
    }
}
