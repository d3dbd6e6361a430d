import { DomUtil, Layer } from "leaflet";

import { toWorld } from "../core/pointgrid.js";

const TILE_SIZE = 256;
const PADDING = 0.25;
const COLOURS = { dark: "#1f2a37", light: "#fff" };
/** Pixels. Rings of a whole commune would bury the dots they are around, so they are finer. */
const FEW = { radius: 9, dark: 2.5, light: 5 };
const MANY = { radius: 4.5, dark: 1, light: 2 };
const MOST_OF_FEW = 300;

/** A ring around each chosen household, on one canvas however many there are. */
export class SelectedMarks extends Layer {
    /** @param {string} [name] of the canvas, where it marks something else than the selection */
    constructor(name = "selected-marks") {
        super();
        this.options = { pane: "rings" };
        this.name = name;
        this.places = [];
    }

    /** @param {Array<{lon: number, lat: number}>} households located ones */
    show(households) {
        this.places = households.map(({ lon, lat }) => toWorld(lon, lat));
        this.draw();
    }

    onAdd() {
        this.canvas = document.createElement("canvas");
        this.canvas.className = `${this.name} leaflet-zoom-hide`;
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
        return { moveend: this.draw, viewreset: this.draw, resize: this.draw };
    }

    draw() {
        if (!this.canvas) {
            return;
        }
        this.canvas.dataset.count = String(this.places.length);
        this.canvas.hidden = this.places.length === 0;
        if (this.canvas.hidden) {
            return;
        }
        const map = this._map;
        const pad = map.getSize().multiplyBy(PADDING).round();
        const size = map.getSize().add(pad.multiplyBy(2));
        const corner = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
        const ratio = Math.min(window.devicePixelRatio || 1, 2);
        this.canvas.width = Math.round(size.x * ratio);
        this.canvas.height = Math.round(size.y * ratio);
        this.canvas.style.width = `${size.x}px`;
        this.canvas.style.height = `${size.y}px`;
        DomUtil.setPosition(this.canvas, corner);
        const context = this.canvas.getContext("2d");
        context.scale(ratio, ratio);
        this.paint(context, corner.add(map.getPixelOrigin()), size);
    }

    paint(context, corner, size) {
        const ring = this.places.length > MOST_OF_FEW ? MANY : FEW;
        const scale = TILE_SIZE * 2 ** this._map.getZoom();
        context.beginPath();
        for (const [worldX, worldY] of this.places) {
            const [x, y] = [worldX * scale - corner.x, worldY * scale - corner.y];
            if (x > -ring.radius && y > -ring.radius && x < size.x + 9 && y < size.y + 9) {
                context.moveTo(x + ring.radius, y);
                context.arc(x, y, ring.radius, 0, 2 * Math.PI);
            }
        }
        context.lineWidth = ring.light;
        context.strokeStyle = COLOURS.light;
        context.stroke();
        context.lineWidth = ring.dark;
        context.strokeStyle = COLOURS.dark;
        context.stroke();
    }
}
