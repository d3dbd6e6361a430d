import { DomUtil, Layer } from "leaflet";

/** Part of the view drawn beyond each edge, so that a short drag shows no blank rim. */
const PADDING = 0.25;
/** The first picture has no rim: it is there sooner. The rim follows so much later, milliseconds. */
const RIM_AFTER = 1000;
const WORLD = 256;
const BEST_RATIO = 2;

/**
 * A canvas over the whole view. Whoever extends it says in `paint` what stands on it; positions
 * are those of core/pointgrid.js.
 *
 * @typedef {object} View what is to be painted
 * @property {(x: number) => number} x world x → CSS pixels of the canvas
 * @property {(y: number) => number} y world y → CSS pixels of the canvas
 * @property {number} scale CSS pixels of the whole world
 * @property {import("leaflet").Point} corner of the canvas in pixels of the whole world
 * @property {import("leaflet").Point} size of the canvas, CSS pixels
 * @property {number} ratio device pixels a CSS pixel
 */
export class CanvasLayer extends Layer {
    /**
     * @param {string} pane
     * @param {string} className
     */
    constructor(pane, className) {
        super();
        this.options = { pane };
        this.className = className;
        this.padding = 0;
    }

    onAdd() {
        this.canvas = document.createElement("canvas");
        this.canvas.className = `map-canvas ${this.className} leaflet-zoom-animated`;
        this.context = this.canvas.getContext("2d");
        this.getPane().append(this.canvas);
        this.draw();
        return this;
    }

    onRemove() {
        window.cancelAnimationFrame(this.frame);
        this.frame = 0;
        window.clearTimeout(this.rim);
        this.canvas.remove();
        this.canvas = null;
        return this;
    }

    getEvents() {
        return {
            movestart: () => window.clearTimeout(this.rim),
            moveend: this.drawIfNeeded,
            move: this.drawIfBeyond,
            viewreset: this.draw,
            resize: this.draw,
            zoomanim: (event) => this.transform(event.center, event.zoom),
            zoom: () => this.transform(this._map.getCenter(), this._map.getZoom()),
        };
    }

    /** @returns {boolean} whether what is drawn still covers the view */
    covers() {
        return (
            this.drawnArea?.contains(this._map.getPixelBounds()) === true &&
            this._map.getZoom() === this.drawnZoom
        );
    }

    /** While a long drag leaves the part that is drawn, draw again. */
    drawIfBeyond() {
        if (this.canvas.hidden || this._map.getZoom() !== this.drawnZoom || this.covers()) {
            return;
        }
        this.padding = PADDING;
        this.draw();
    }

    /** Between two strokes of a finger nothing is drawn that is there already. */
    drawIfNeeded() {
        if (this.covers()) {
            this.widenLater();
        } else {
            this.draw();
        }
    }

    /** Draw before the next picture of the screen, once however often this is asked. */
    drawSoon() {
        this.frame ||= window.requestAnimationFrame(() => {
            this.frame = 0;
            // A zoom under way stretches what is there; it ends with a drawing of its own.
            if (this._map && !this._map._animatingZoom) {
                this.draw();
            }
        });
    }

    /** Other things stand on it: what is in view is drawn at once, the rim follows. */
    drawAnew() {
        this.padding = 0;
        this.drawSoon();
    }

    draw() {
        if (!this.canvas || !this._map._loaded) {
            return;
        }
        // An empty canvas would still be kept, moved and put on the screen.
        this.canvas.hidden = this.isEmpty();
        if (this.canvas.hidden) {
            this.canvas.dataset.count = "0";
            this.drawnArea = undefined;
            return;
        }
        const map = this._map;
        const size = map.getSize();
        const pad = size.multiplyBy(this.padding).round();
        const full = size.add(pad.multiplyBy(2));
        const topLeft = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
        this.drawnZoom = map.getZoom();
        this.drawnCorner = map.layerPointToLatLng(topLeft);
        this.drawnArea = map.getPixelBounds();
        this.drawnArea.min = this.drawnArea.min.subtract(pad);
        this.drawnArea.max = this.drawnArea.max.add(pad);
        this.resizeCanvas(full);
        DomUtil.setPosition(this.canvas, topLeft);
        const corner = topLeft.add(map.getPixelOrigin());
        const scale = WORLD * 2 ** this.drawnZoom;
        this.paint(this.context, {
            x: (x) => x * scale - corner.x,
            y: (y) => y * scale - corner.y,
            scale,
            corner,
            size: full,
            ratio: this.ratio,
        });
        if (this.padding === 0) {
            this.widenLater();
        }
    }

    widenLater() {
        window.clearTimeout(this.rim);
        this.rim = window.setTimeout(() => {
            this.padding = PADDING;
            this.drawSoon();
        }, RIM_AFTER);
    }

    /** @returns {boolean} whether there is nothing to paint anywhere */
    isEmpty() {
        return false;
    }

    /**
     * @param {CanvasRenderingContext2D} _context in CSS pixels, empty
     * @param {View} _view
     */
    paint(_context, _view) {
        throw new Error("a layer paints itself");
    }

    /** @param {import("leaflet").Point} size CSS pixels */
    resizeCanvas(size) {
        const ratio = Math.min(window.devicePixelRatio || 1, BEST_RATIO);
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

    /** Move and stretch what is drawn along with a zoom under way. */
    transform(centre, zoom) {
        if (this.drawnZoom === undefined || !this.canvas) {
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
}
