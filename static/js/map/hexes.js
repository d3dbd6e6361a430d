import { formatCount } from "../core/format.js";
import { countInHexes, hexStep, hexSteps } from "../core/hexes.js";
import { CanvasLayer } from "./canvaslayer.js";

const EDGE = "#ffffff";
const OPACITY = 0.82;
/** From this width on, CSS pixels, the number fits in. */
const ROOM = 30;
/** Half of what a number takes, CSS pixels. */
const NUMBER = { width: 12, height: 8 };
/** On fills from this step on a number is white. */
const LIGHT_FROM = 3;
const FILLS = hexSteps().map(({ fill }) => fill);

/** Hexagons, the darker the more households nobody looks after. */
export class HexesLayer extends CanvasLayer {
    /**
     * @param {() => import("./tilesource.js").LoadedTile[]} tiles
     * @param {() => import("../core/labels.js").LabelBox[]} labels that stand above, in pixels of
     *     the map's panes
     */
    constructor(tiles, labels) {
        super("outlines", "hexes-canvas");
        this.tiles = tiles;
        this.labels = labels;
        /** @type {Array<{lon: number, lat: number}> | null} */
        this.rows = null;
        /** @type {((count: number) => string) | null} */
        this.words = null;
        /** Households of each hexagon that is drawn. */
        this.counts = [];
        /** The same of those in sight: tiles reach beyond the edge. */
        this.inSight = [];
    }

    /**
     * What is in sight of each step.
     *
     * @param {(count: number) => number} weigh a hexagon, by its households
     * @returns {number[]} one sum per step
     */
    sumSteps(weigh) {
        const sums = FILLS.map(() => 0);
        for (const count of this.inSight) {
            sums[hexStep(count)] += weigh(count);
        }
        return sums;
    }

    /** @param {((count: number) => string) | null} words for a number that only tells a step */
    setSteps(words) {
        this.words = words;
    }

    /**
     * @param {Array<{lon: number, lat: number}> | null} rows uncovered households that pass the
     *     filters; null: as many as the tiles say
     */
    setRows(rows) {
        this.rows = rows;
        this.drawSoon();
    }

    paint(context, view) {
        const tiles = this.tiles();
        // Hexagons of two zooms do not fit together.
        const finest = Math.max(...tiles.map(({ z }) => z));
        const hexagons = tiles.filter(({ z }) => z === finest).flatMap(({ gaps }) => gaps);
        const counts =
            this.rows === null
                ? hexagons.map(({ facts }) => facts.u)
                : countInHexes(hexagons, this.rows);
        const shift = this._map.getPixelOrigin().subtract(view.corner);
        const taken = this.labels().map((box) => ({
            ...box,
            x: box.x + shift.x,
            y: box.y + shift.y,
        }));
        this.inSight = [];
        // The canvas reaches as far beyond each edge of the map.
        const [rim, size] = [view.size.subtract(this._map.getSize()).divideBy(2), view.size];
        this.edges = { left: rim.x, top: rim.y, right: size.x - rim.x, bottom: size.y - rim.y };
        hexagons.forEach((hexagon, index) => {
            if (counts[index] > 0) {
                this.hexagon(context, view, {
                    ring: hexagon.rings[0],
                    count: counts[index],
                    taken,
                });
            }
        });
        this.counts = counts.filter((count) => count > 0);
        this.canvas.dataset.count = String(this.counts.length);
        this.canvas.dataset.households = String(this.counts.reduce((sum, n) => sum + n, 0));
    }

    hexagon(context, view, { ring, count, taken }) {
        context.beginPath();
        const endless = Number.POSITIVE_INFINITY;
        let [left, right, top, bottom, middle] = [endless, -endless, endless, -endless, 0];
        const corners = ring.length / 2 - 1;
        for (let at = 0; at < corners; at += 1) {
            const [x, y] = [view.x(ring[2 * at]), view.y(ring[2 * at + 1])];
            context.lineTo(x, y);
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            middle += y / corners;
        }
        const { edges } = this;
        const isBeside = right < edges.left || left > edges.right;
        if (!isBeside && bottom >= edges.top && top <= edges.bottom) {
            this.inSight.push(count);
        }
        context.closePath();
        context.globalAlpha = OPACITY;
        context.fillStyle = FILLS[hexStep(count)];
        context.fill();
        context.globalAlpha = 1;
        context.strokeStyle = EDGE;
        context.lineWidth = 1;
        context.stroke();
        const centre = (left + right) / 2;
        if (right - left >= ROOM && !taken.some((box) => covers(box, centre, middle))) {
            this.number(context, centre, middle, count);
        }
    }

    number(context, x, y, count) {
        context.font = `600 12px ${getComputedStyle(this._map.getContainer()).fontFamily}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillStyle = hexStep(count) >= LIGHT_FROM ? "#ffffff" : "#3b1400";
        context.fillText(this.words?.(count) ?? formatCount(count), x, y);
    }
}

/** A number half under a name is a wrong number. */
function covers(box, x, y) {
    return (
        Math.abs(box.x - x) < box.width / 2 + NUMBER.width &&
        Math.abs(box.y - y) < box.height / 2 + NUMBER.height
    );
}
