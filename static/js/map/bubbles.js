import { bubbleRadius } from "../core/bubbles.js";
import { formatCounted } from "../core/format.js";
import { toWorld } from "../core/pointgrid.js";
import { CanvasLayer } from "./canvaslayer.js";

const PAPER = "rgb(255 255 255 / 92%)";
const INK = "#1f2a37";
const PLAIN = "#5c6b73";
const BAND = 5;
const START = -Math.PI / 2;

/** Households of each area as a circle with their number; its band shows the classes' shares. */
export class BubblesLayer extends CanvasLayer {
    constructor() {
        super("points", "bubbles-canvas");
        /** @type {import("../core/bubbles.js").Bubble[]} */
        this.bubbles = [];
        this.colours = [];
    }

    /**
     * @param {import("../core/bubbles.js").Bubble[]} bubbles
     * @param {import("../core/themes.js").ThemeClass[]} classes
     */
    show(bubbles, classes) {
        // The largest first, so that the small ones beside them are not covered.
        this.bubbles = [...bubbles].sort((a, b) => b.count - a.count);
        this.colours = classes.map(({ fill }) => fill);
        this.drawSoon();
    }

    isEmpty() {
        return this.bubbles.length === 0;
    }

    paint(context, view) {
        context.textAlign = "center";
        context.textBaseline = "middle";
        // Asked once: while a finger drags, an answer would hold up every picture.
        this.family ??= getComputedStyle(this._map.getContainer()).fontFamily;
        for (const bubble of this.bubbles) {
            const [x, y] = [view.x(bubble.x), view.y(bubble.y)];
            const radius = bubbleRadius(bubble.count);
            if (
                x > -radius &&
                y > -radius &&
                x < view.size.x + radius &&
                y < view.size.y + radius
            ) {
                this.circle(context, x, y, radius, bubble);
                context.font = `600 ${radius > 17 ? 12 : 11}px ${this.family}`;
                context.fillStyle = INK;
                context.fillText(formatCounted(bubble.uncounted ? null : bubble.count), x, y + 0.5);
            }
        }
        this.canvas.dataset.count = String(this.bubbles.length);
        const counted = this.bubbles.filter(({ uncounted }) => !uncounted);
        this.canvas.dataset.households = String(counted.reduce((sum, { count }) => sum + count, 0));
    }

    circle(context, x, y, radius, { count, parts }) {
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.fillStyle = PAPER;
        context.fill();
        context.lineWidth = BAND;
        if (parts.length === 0) {
            context.strokeStyle = PLAIN;
            context.stroke();
            return;
        }
        let from = START;
        parts.forEach((part, index) => {
            const to = from + (2 * Math.PI * part) / count;
            if (part > 0) {
                context.beginPath();
                context.arc(x, y, radius, from, to);
                context.strokeStyle = this.colours[index];
                context.stroke();
            }
            from = to;
        });
    }

    /**
     * @param {{lat: number, lng: number}} position
     * @returns {import("../core/bubbles.js").Bubble | null}
     */
    at({ lat, lng }) {
        const scale = 256 * 2 ** this._map.getZoom();
        const [x, y] = toWorld(lng, lat);
        const hit = (bubble) =>
            Math.hypot(bubble.x - x, bubble.y - y) * scale <= bubbleRadius(bubble.count) + BAND;
        // The one drawn last lies on top.
        return this.bubbles.filter(hit).at(-1) ?? null;
    }
}
