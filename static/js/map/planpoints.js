import { isPlaced } from "../core/planboard.js";
import { PointGrid, toWorld } from "../core/pointgrid.js";
import { DASHES } from "../core/provisional.js";
import { COVERAGE_STYLES } from "../core/themes.js";
import { CanvasLayer } from "./canvaslayer.js";

/** Radius of a dot, pixels, by zoom level: [from this zoom, radius]. */
const RADII = [
    [17, 9],
    [16, 8],
    [15, 7],
    [14, 5.5],
    [13, 4.5],
    [0, 3.5],
];
/** From this radius on, a lock is drawn beside the dark ring that says the same. */
const LOCKS_FROM = 5.5;
const REACH = { fine: 12, coarse: 24 };
const FADED = 0.22;
const INK = "#16232e";
const PAPER = "#ffffff";

/**
 * The households of a plan: round and in the colour of whoever is planned for them; a diamond where
 * nobody is. A dark ring and a lock: locked. Dashes around: the position is not their own.
 */
export class PlanPoints extends CanvasLayer {
    /** @param {import("../core/planboard.js").Board} board */
    constructor(board) {
        super("points", "plan-canvas");
        this.board = board;
        this.homes = [...board.homes.values()].filter(isPlaced);
        const world = this.homes.map(({ lon, lat }) => toWorld(lon, lat));
        this.xs = Float64Array.from(world, ([x]) => x);
        this.ys = Float64Array.from(world, ([, y]) => y);
        this.grid = new PointGrid(this.xs, this.ys);
        this.chosen = new Set();
        this.person = null;
        this.gaps = false;
        this.stacks = this.countStacks();
    }

    countStacks() {
        const found = new Map();
        this.homes.forEach((_, index) => {
            const key = `${this.xs[index]} ${this.ys[index]}`;
            found.set(key, [...(found.get(key) ?? []), index]);
        });
        return [...found.values()].filter((indexes) => indexes.length > 1);
    }

    /**
     * @param {{chosen: Iterable<number>, person: number | null, gaps: boolean}} emphasis households
     *     to ring; whose households stand out, or those of nobody
     */
    show({ chosen, person, gaps }) {
        this.chosen = new Set(chosen);
        this.person = person;
        this.gaps = gaps;
        this.drawSoon();
    }

    isEmpty() {
        return this.homes.length === 0;
    }

    isFaded(home, held) {
        if (this.chosen.has(home.id)) {
            return false;
        }
        if (this.person !== null) {
            return held?.person !== this.person;
        }
        return this.gaps && held !== null;
    }

    paint(context, view) {
        const radius = RADII.find(([from]) => this._map.getZoom() >= from)[1];
        // What matters is drawn last: the faded below, the uncovered and the chosen on top.
        const marks = this.homes.map((home, index) => {
            // Who may not be given it any more leaves it open.
            const held = this.board.isOpen(home.id) ? null : this.board.heldBy(home.id);
            const faded = this.isFaded(home, held);
            const order = (faded ? 0 : 2) + (held === null ? 1 : 0);
            return { home, index, held, faded, order: this.chosen.has(home.id) ? 9 : order };
        });
        for (const mark of marks.sort((a, b) => a.order - b.order)) {
            const [left, top] = [view.x(this.xs[mark.index]), view.y(this.ys[mark.index])];
            if (left > -20 && top > -20 && left < view.size.x + 20 && top < view.size.y + 20) {
                context.save();
                context.translate(left, top);
                context.globalAlpha = mark.faded ? FADED : 1;
                this.paintMark(context, mark, radius);
                context.restore();
            }
        }
        this.paintStacks(context, view, radius);
        this.canvas.dataset.count = String(this.homes.length);
        this.canvas.dataset.uncovered = String(marks.filter(({ held }) => held === null).length);
    }

    paintMark(context, { home, held, faded }, radius) {
        if (this.chosen.has(home.id)) {
            disc(context, radius + 6, PAPER);
            ring(context, radius + 5, INK, 3);
        }
        if (home.provisional) {
            dashes(context, radius + 2.7);
        }
        if (held === null) {
            diamond(context, radius * 1.25);
            return;
        }
        const [fill, edge] = this.board.colour(held.person);
        disc(context, radius, held.locked ? INK : edge);
        if (held.locked) {
            disc(context, radius - 1.8, PAPER);
        }
        disc(context, radius - (held.locked ? 2.8 : 1.2), fill);
        if (held.locked && radius >= LOCKS_FROM && !faded) {
            padlock(context, radius * 0.8, -radius * 0.9);
        }
    }

    /** How many lie on top of one another. */
    paintStacks(context, view, radius) {
        if (radius < LOCKS_FROM) {
            return;
        }
        context.font = `700 11px ${getComputedStyle(this._map.getContainer()).fontFamily}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        for (const indexes of this.stacks) {
            const [left, top] = [view.x(this.xs[indexes[0]]), view.y(this.ys[indexes[0]])];
            const at = [left - radius - 5, top + radius + 3];
            context.beginPath();
            roundedBox(context, at[0] - 10, at[1] - 8, 20, 16);
            context.fillStyle = INK;
            context.fill();
            context.fillStyle = PAPER;
            context.fillText(String(indexes.length), at[0], at[1] + 0.5);
        }
    }

    /**
     * The household nearest to a position within reach of a pointer or a thumb.
     *
     * @param {{lat: number, lng: number}} position
     * @param {"fine" | "coarse"} reach
     * @returns {import("../core/planboard.js").Home | null}
     */
    pick({ lat, lng }, reach) {
        const pixels = REACH[reach];
        const index = this.grid.nearest(
            ...toWorld(lng, lat),
            pixels / (256 * 2 ** this._map.getZoom()),
        );
        return index === -1 ? null : this.homes[index];
    }
}

function disc(context, radius, fill) {
    if (radius > 0) {
        context.beginPath();
        context.arc(0, 0, radius, 0, 2 * Math.PI);
        context.fillStyle = fill;
        context.fill();
    }
}

function ring(context, radius, stroke, width) {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke();
}

function dashes(context, radius) {
    const dash = (Math.PI * radius) / DASHES.parts;
    disc(context, radius + 1, DASHES.ground);
    context.setLineDash([dash, dash]);
    ring(context, radius, DASHES.ink, 1.6);
    context.setLineDash([]);
}

/** Square on phones whose browser knows no round ones. */
function roundedBox(context, ...box) {
    if (context.roundRect === undefined) {
        context.rect(...box);
    } else {
        context.roundRect(...box, 4);
    }
}

function diamond(context, radius) {
    const { fill, ring: edge } = COVERAGE_STYLES.uncovered;
    context.beginPath();
    context.moveTo(0, -radius);
    context.lineTo(radius, 0);
    context.lineTo(0, radius);
    context.lineTo(-radius, 0);
    context.closePath();
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = 1.5;
    context.stroke();
}

function padlock(context, x, y) {
    context.lineWidth = 1.5;
    context.strokeStyle = INK;
    context.fillStyle = PAPER;
    context.beginPath();
    roundedBox(context, x - 5.5, y - 7.5, 11, 13);
    context.fill();
    context.beginPath();
    context.arc(x, y - 1.5, 2.4, Math.PI, 2 * Math.PI);
    context.stroke();
    context.fillStyle = INK;
    context.fillRect(x - 3.5, y - 1.5, 7, 5.5);
}
