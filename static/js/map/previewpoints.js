import { MARKS } from "../core/imports.js";
import { PointGrid, toWorld } from "../core/pointgrid.js";
import { CanvasLayer } from "./canvaslayer.js";

const SIZES = [
    [16, 8],
    [14, 6.5],
    [12, 5],
    [0, 4],
];
/** How far from a mark a press still counts, pixels. */
const REACH = 20;
const CHOSEN = "#16232e";

/**
 * A mark of the preview, drawn around (0, 0): its shape tells the outcome as well as its colour.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{shape: string, colour: string}} mark
 * @param {number} radius pixels
 */
export function drawMark(context, { shape, colour }, radius) {
    context.fillStyle = colour;
    context.strokeStyle = shape === "ring" || shape === "cross" ? colour : "#fff";
    context.lineWidth = shape === "cross" ? radius * 0.6 : Math.max(1, radius * 0.25);
    context.beginPath();
    OUTLINES[shape](context, radius);
    if (shape !== "ring" && shape !== "cross") {
        context.fill();
    }
    context.stroke();
}

const OUTLINES = {
    dot: (context, r) => context.arc(0, 0, r, 0, 2 * Math.PI),
    ring: (context, r) => context.arc(0, 0, r * 0.7, 0, 2 * Math.PI),
    diamond: (context, r) => polygon(context, [0, -r, r, 0, 0, r, -r, 0]),
    triangle: (context, r) => polygon(context, [0, -r, r, r * 0.8, -r, r * 0.8]),
    cross: (context, r) => {
        const arm = r * 0.8;
        context.moveTo(-arm, -arm);
        context.lineTo(arm, arm);
        context.moveTo(-arm, arm);
        context.lineTo(arm, -arm);
    },
};

function polygon(context, corners) {
    context.moveTo(corners[0], corners[1]);
    for (let at = 2; at < corners.length; at += 2) {
        context.lineTo(corners[at], corners[at + 1]);
    }
    context.closePath();
}

/** Rows of the files as marks on one canvas, up to some 20,000. */
export class PreviewPoints extends CanvasLayer {
    /** @param {import("../core/imports.js").PlannedPoint[]} points */
    constructor(points) {
        super("points", "preview-canvas");
        this.points = points;
        this.hidden = new Set();
        this.chosen = null;
        const world = points.map(([, lon, lat]) => toWorld(lon, lat));
        this.xs = Float64Array.from(world, ([x]) => x);
        this.ys = Float64Array.from(world, ([, y]) => y);
        this.grid = new PointGrid(this.xs, this.ys);
        const rank = new Map(MARKS.map(({ outcome }, index) => [outcome, index]));
        this.ranks = Uint8Array.from(points, ([, , , outcome]) => rank.get(outcome));
        this.order = Array.from(points.keys()).sort((a, b) => this.ranks[a] - this.ranks[b]);
    }

    /** @param {string} outcome @param {boolean} shown */
    show(outcome, shown) {
        if (shown) {
            this.hidden.delete(outcome);
        } else {
            this.hidden.add(outcome);
        }
        this.drawSoon();
    }

    /** @param {number | null} row key of the row to ring */
    choose(row) {
        this.chosen = row;
        this.drawSoon();
    }

    /** @returns {import("../core/imports.js").PlannedPoint | null} */
    find(row) {
        return this.points.find(([key]) => key === row) ?? null;
    }

    isEmpty() {
        return this.points.length === 0;
    }

    paint(context, { x, y, size }) {
        const zoom = this._map.getZoom();
        const radius = SIZES.find(([from]) => zoom >= from)[1];
        let count = 0;
        for (const index of this.order) {
            const mark = MARKS[this.ranks[index]];
            const [left, top] = [x(this.xs[index]), y(this.ys[index])];
            const inside =
                left > -radius && top > -radius && left < size.x + radius && top < size.y + radius;
            if (this.hidden.has(mark.outcome)) {
                continue;
            }
            count += 1;
            if (inside) {
                context.save();
                context.translate(left, top);
                drawMark(context, mark, radius);
                this.ring(context, index, radius);
                context.restore();
            }
        }
        this.canvas.dataset.count = String(count);
    }

    ring(context, index, radius) {
        if (this.points[index][0] === this.chosen) {
            context.beginPath();
            context.arc(0, 0, radius + 5, 0, 2 * Math.PI);
            context.lineWidth = 3;
            context.strokeStyle = CHOSEN;
            context.stroke();
        }
    }

    /**
     * The mark nearest to a position within reach.
     *
     * @param {{lat: number, lng: number}} position
     * @returns {import("../core/imports.js").PlannedPoint | null}
     */
    pick({ lat, lng }) {
        const reach = REACH / (256 * 2 ** this._map.getZoom());
        const shown = (index) => !this.hidden.has(this.points[index][3]);
        const index = this.grid.nearest(...toWorld(lng, lat), reach, shown);
        return index === -1 ? null : this.points[index];
    }
}
