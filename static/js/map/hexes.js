import { formatCount } from "../core/format.js";
import { CanvasLayer } from "./canvaslayer.js";

/** Households without anybody in charge in a hexagon: [from this many, fill]. */
export const HEX_STEPS = Object.freeze([
    [1, "#fde0c5"],
    [3, "#f8b58b"],
    [6, "#eb7f49"],
    [11, "#c9501a"],
    [21, "#7f2704"],
]);
const EDGE = "#ffffff";
const OPACITY = 0.82;
/** From this width on, CSS pixels, the number fits in. */
const ROOM = 30;
const LIGHT_FROM = 11;

/** Hexagons, the darker the more households nobody looks after. */
export class HexesLayer extends CanvasLayer {
    /** @param {() => import("./tilesource.js").LoadedTile[]} tiles */
    constructor(tiles) {
        super("outlines", "hexes-canvas");
        this.tiles = tiles;
    }

    paint(context, view) {
        const tiles = this.tiles();
        // Hexagons of two zooms do not fit together.
        const finest = Math.max(...tiles.map(({ z }) => z));
        const shown = tiles.filter(({ z }) => z === finest).flatMap(({ gaps }) => gaps);
        for (const hexagon of shown) {
            this.hexagon(context, view, hexagon);
        }
        this.canvas.dataset.count = String(shown.length);
    }

    hexagon(context, view, { rings: [ring], facts }) {
        context.beginPath();
        let [left, right, middle] = [Number.POSITIVE_INFINITY, 0, 0];
        const corners = ring.length / 2 - 1;
        for (let at = 0; at < corners; at += 1) {
            const [x, y] = [view.x(ring[2 * at]), view.y(ring[2 * at + 1])];
            context.lineTo(x, y);
            left = Math.min(left, x);
            right = Math.max(right, x);
            middle += y / corners;
        }
        context.closePath();
        context.globalAlpha = OPACITY;
        context.fillStyle = fillOf(facts.u);
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = EDGE;
        context.lineWidth = 1;
        context.stroke();
        if (right - left >= ROOM) {
            this.number(context, (left + right) / 2, middle, facts.u);
        }
    }

    number(context, x, y, count) {
        context.font = `600 12px ${getComputedStyle(this._map.getContainer()).fontFamily}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = count >= LIGHT_FROM ? "#ffffff" : "#3b1400";
        context.fillText(formatCount(count), x, y);
    }
}

function fillOf(count) {
    const above = HEX_STEPS.findIndex(([from]) => from > count);
    return HEX_STEPS.at(above === -1 ? -1 : above - 1)[1];
}
