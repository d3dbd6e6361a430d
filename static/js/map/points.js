import { DomUtil, Layer } from "leaflet";

import { PointGrid, toWorld } from "../core/pointgrid.js";
import { Sprites } from "./sprites.js";

/**
 * @typedef {import("../core/households.js").Household} Household
 * @typedef {import("../core/themes.js").Theme} Theme
 */

/** Part of the view drawn beyond each edge, so that a short drag shows no blank rim. */
const PADDING = 0.25;
const TILE_SIZE = 256;
/** How far from a dot a press still counts, pixels: a mouse is exact, a thumb is not. */
const REACH = { fine: 10, coarse: 24 };

/** Radius of a dot, pixels, by zoom level: [from this zoom, radius]. */
const RADII = [
    [17, 7.5],
    [16, 6.5],
    [15, 5.4],
    [14, 4.2],
    [13, 3.1],
    [12, 2.5],
    [0, 2],
];

/**
 * Households as dots on one canvas. Leaflet's own circle markers cost an object and a path each;
 * here a dot is one copy of a ready-made picture, so that 20,000 redraw within a frame.
 */
export class PointsLayer extends Layer {
    /** @param {Theme} theme */
    constructor(theme) {
        super();
        this.options = { pane: "points" };
        this.theme = theme;
        /** @type {ReadonlySet<number>} */
        this.hidden = new Set();
        this.setData([]);
    }

    /** @param {Household[]} households located ones */
    setData(households) {
        this.households = households;
        this.xs = new Float64Array(households.length);
        this.ys = new Float64Array(households.length);
        households.forEach((household, index) => {
            [this.xs[index], this.ys[index]] = toWorld(household.lon, household.lat);
        });
        this.grid = new PointGrid(this.xs, this.ys);
        this.classify();
    }

    /** @param {Theme} theme */
    setTheme(theme) {
        this.theme = theme;
        this.hidden = new Set();
        this.classify();
    }

    /** @param {ReadonlySet<number>} hidden indexes of the classes not drawn */
    setHidden(hidden) {
        this.hidden = hidden;
        this.draw();
    }

    /** Sort the points into their classes, then draw. */
    classify() {
        const { classOf, classes } = this.theme;
        this.classes = new Uint8Array(this.households.length);
        /** @type {number[][]} */
        this.members = classes.map(() => []);
        this.households.forEach((household, index) => {
            const classIndex = classOf(household);
            this.classes[index] = classIndex;
            this.members[classIndex].push(index);
        });
        this.draw();
    }

    onAdd() {
        this.canvas = document.createElement("canvas");
        this.canvas.className = "points-canvas leaflet-zoom-animated";
        this.context = this.canvas.getContext("2d");
        this.getPane().append(this.canvas);
        this.draw();
        return this;
    }

    onRemove() {
        this.canvas.remove();
        this.canvas = null;
        return this;
    }

    getEvents() {
        return {
            moveend: this.draw,
            move: this.drawIfBeyond,
            viewreset: this.draw,
            resize: this.draw,
            zoomanim: (event) => this.transform(event.center, event.zoom),
            zoom: () => this.transform(this._map.getCenter(), this._map.getZoom()),
        };
    }

    /** While a long drag leaves the part that is drawn, draw again. */
    drawIfBeyond() {
        const inside = this.drawnArea?.contains(this._map.getPixelBounds());
        if (!inside && this._map.getZoom() === this.drawnZoom) {
            this.draw();
        }
    }

    draw() {
        if (!this.canvas) {
            return;
        }
        const map = this._map;
        const size = map.getSize();
        const pad = size.multiplyBy(PADDING).round();
        const full = size.add(pad.multiplyBy(2));
        const topLeft = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
        this.drawnZoom = map.getZoom();
        this.drawnCorner = map.layerPointToLatLng(topLeft);
        this.drawnArea = map.getPixelBounds();
        this.drawnArea.min = this.drawnArea.min.subtract(pad);
        this.drawnArea.max = this.drawnArea.max.add(pad);
        this.resizeCanvas(full);
        DomUtil.setPosition(this.canvas, topLeft);
        this.paint(topLeft.add(map.getPixelOrigin()), full);
    }

    /** @param {import("leaflet").Point} size CSS pixels */
    resizeCanvas(size) {
        const ratio = Math.min(window.devicePixelRatio || 1, 2);
        const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
        if (this.canvas.width !== width || this.canvas.height !== height) {
            this.canvas.width = width;
            this.canvas.height = height;
            this.canvas.style.width = `${size.x}px`;
            this.canvas.style.height = `${size.y}px`;
        }
        this.ratio = ratio;
        this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
        this.context.clearRect(0, 0, size.x, size.y);
    }

    /**
     * @param {import("leaflet").Point} corner of the canvas in world pixels at this zoom
     * @param {import("leaflet").Point} size CSS pixels
     */
    paint(corner, size) {
        const scale = TILE_SIZE * 2 ** this.drawnZoom;
        const sprites = new Sprites(this.radius(), this.ratio);
        for (const classIndex of this.theme.drawOrder) {
            if (this.hidden.has(classIndex) || this.members[classIndex].length === 0) {
                continue;
            }
            const { picture, extent } = sprites.of(this.theme.classes[classIndex]);
            for (const index of this.members[classIndex]) {
                const x = this.xs[index] * scale - corner.x;
                const y = this.ys[index] * scale - corner.y;
                if (x > -extent && y > -extent && x < size.x + extent && y < size.y + extent) {
                    const [left, top] = [x - extent / 2, y - extent / 2];
                    this.context.drawImage(picture, left, top, extent, extent);
                }
            }
        }
    }

    /** @returns {number} pixels, of an ordinary dot at the zoom of the map */
    radius() {
        const zoom = this._map.getZoom();
        return RADII.find(([from]) => zoom >= from)[1];
    }

    /** Move and stretch what is drawn along with a zoom under way. */
    transform(centre, zoom) {
        if (this.drawnZoom === undefined) {
            return;
        }
        const map = this._map;
        const origin = map
            .project(centre, zoom)
            .subtract(map.getSize().divideBy(2))
            .add(DomUtil.getPosition(map.getPane("mapPane")))
            .round();
        const offset = map.project(this.drawnCorner, zoom).subtract(origin);
        DomUtil.setTransform(this.canvas, offset, map.getZoomScale(zoom, this.drawnZoom));
    }

    /**
     * The household drawn nearest to a position, within a finger's or the pointer's reach.
     *
     * @param {{lat: number, lng: number}} position
     * @param {"fine" | "coarse" | "view"} reach "view": anywhere in sight
     * @returns {Household | null}
     */
    pick(position, reach) {
        const scale = TILE_SIZE * 2 ** this._map.getZoom();
        const size = this._map.getSize();
        const pixels = reach === "view" ? Math.min(size.x, size.y) / 2 : REACH[reach];
        const [x, y] = toWorld(position.lng, position.lat);
        const shown = (index) => !this.hidden.has(this.classes[index]);
        const index = this.grid.nearest(x, y, pixels / scale, shown);
        return index === -1 ? null : this.households[index];
    }
}
