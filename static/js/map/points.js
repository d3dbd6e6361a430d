import { formatCount } from "../core/format.js";
import { factsAt } from "../core/mvt.js";
import { fromWorld, PointGrid, toWorld } from "../core/pointgrid.js";
import { stacksOf } from "../core/provisional.js";
import { CanvasLayer } from "./canvaslayer.js";
import { Sprites } from "./sprites.js";

/**
 * @typedef {import("../core/classes.js").Facts} Facts
 * @typedef {import("../core/themes.js").Theme} Theme
 *
 * @typedef {object} Chunk households of one tile
 * @property {Facts[]} rows
 * @property {Float64Array} xs world x
 * @property {Float64Array} ys world y
 * @property {PointGrid | null} grid made when somebody picks
 */

/** How far from a dot a press still counts, pixels: a mouse is exact, a thumb is not. */
const REACH = { fine: 10, coarse: 24 };

/** More than any canvas is high, device pixels. */
const PIXELS = 65_536;

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

/** From this zoom on, households that share a point have their number beside it. */
const NUMBERS_FROM = 14;
const BADGE = Object.freeze({ height: 15, size: 10.5, paper: "#2b2320", ink: "#ffffff" });

/**
 * Households as dots on one canvas. Leaflet's own circle markers cost an object and a path each;
 * here a dot is one copy of a ready-made picture, so that 20,000 redraw within a frame.
 */
export class PointsLayer extends CanvasLayer {
    /** @param {Theme} theme */
    constructor(theme) {
        super("points", "points-canvas");
        this.theme = theme;
        /** @type {((household: Facts) => boolean) | null} */
        this.filter = null;
        /** @type {Chunk[]} */
        this.chunks = [];
        /** @type {WeakMap<object, Chunk>} tiles come and go; their rows are made once */
        this.made = new WeakMap();
        this.classify();
    }

    /** @param {import("./tilesource.js").LoadedTile[]} tiles coarse ones first */
    setTiles(tiles) {
        const chunks = tiles
            .filter(({ households }) => households.ids.length > 0)
            .map((tile) => this.chunk(tile));
        const same =
            chunks.length === this.chunks.length &&
            chunks.every((chunk, index) => chunk === this.chunks[index]);
        if (!same) {
            this.chunks = chunks;
            this.classify();
        }
    }

    chunk({ households }) {
        let chunk = this.made.get(households);
        if (chunk === undefined) {
            const { ids, xs, ys } = households;
            const rows = Array.from(ids, (_, index) => factsAt(households, index));
            chunk = { rows, xs, ys, grid: null };
            this.made.set(households, chunk);
        }
        return chunk;
    }

    /** @param {Theme} theme */
    setTheme(theme) {
        if (theme !== this.theme) {
            this.theme = theme;
            this.classify();
        }
    }

    /** @param {((household: Facts) => boolean) | null} filter null: all are drawn */
    setFilter(filter) {
        if (filter !== null || this.filter !== null) {
            this.filter = filter;
            this.classify();
        }
    }

    /** Sort the points that pass into their classes, then draw. */
    classify() {
        const { classes } = this.theme;
        /** @type {number[][]} x, y, x, y, … of each class */
        this.members = classes.map(() => []);
        /** @type {number[][]} the same of those whose point is provisional */
        this.provisional = classes.map(() => []);
        this.count = 0;
        const seen = this.chunks.length > 1 ? new Set() : null;
        // Fine tiles first: of a household in two of them the finer position counts.
        for (const { rows, xs, ys } of [...this.chunks].reverse()) {
            for (let index = 0; index < rows.length; index += 1) {
                const row = rows[index];
                if ((this.filter === null || this.filter(row)) && !seen?.has(row.id)) {
                    seen?.add(row.id);
                    this.put(row, xs[index], ys[index]);
                }
            }
        }
        this.stacks = stacksOf(this.provisional.flat());
        this.drawAnew();
    }

    put(row, x, y) {
        const members = row.provisional ? this.provisional : this.members;
        members[this.theme.classOf(row)].push(x, y);
        this.count += 1;
    }

    isEmpty() {
        return this.count === 0;
    }

    paint(context, view) {
        const sprites = new Sprites(this.radius(), view.ratio);
        for (const index of this.theme.drawOrder) {
            const style = this.theme.classes[index];
            paintDots(context, view, this.members[index], () => sprites.of(style));
            paintDots(context, view, this.provisional[index], () => sprites.of(style, true));
        }
        if (this._map.getZoom() >= NUMBERS_FROM) {
            this.paintNumbers(context, view);
        }
        const { dataset } = this.canvas;
        dataset.count = String(this.count);
        dataset.provisional = String(this.provisional.flat().length / 2);
        dataset.stacks = String(this.stacks.length);
    }

    /** How many lie on top of one another, where the middle of a group stands for their houses. */
    paintNumbers(context, { x, y, size }) {
        this.family ??= getComputedStyle(this._map.getContainer()).fontFamily;
        const above = this.radius() + BADGE.height / 2;
        context.font = `700 ${BADGE.size}px ${this.family}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        for (const stack of this.stacks) {
            const [left, top] = [x(stack.x) + above, y(stack.y) - above];
            if (left > 0 && top > 0 && left < size.x && top < size.y) {
                paintBadge(context, left, top, formatCount(stack.count));
            }
        }
    }

    /** @returns {number} pixels, of an ordinary dot at the zoom of the map */
    radius() {
        const zoom = this._map.getZoom();
        return RADII.find(([from]) => zoom >= from)[1];
    }

    /**
     * The household drawn nearest to a position, within a finger's or the pointer's reach.
     *
     * @param {{lat: number, lng: number}} position
     * @param {"fine" | "coarse" | "view"} reach "view": anywhere in sight
     * @returns {(Facts & {lon: number, lat: number}) | null}
     */
    pick(position, reach) {
        const scale = 256 * 2 ** this._map.getZoom();
        const size = this._map.getSize();
        const pixels = reach === "view" ? Math.min(size.x, size.y) / 2 : REACH[reach];
        const [x, y] = toWorld(position.lng, position.lat);
        let best = null;
        for (const chunk of this.chunks) {
            chunk.grid ??= new PointGrid(chunk.xs, chunk.ys);
            const { rows, xs, ys, grid } = chunk;
            const passes = (index) => this.filter === null || this.filter(rows[index]);
            const index = grid.nearest(x, y, pixels / scale, passes);
            if (index !== -1) {
                const squared = (xs[index] - x) ** 2 + (ys[index] - y) ** 2;
                if (best === null || squared <= best.squared) {
                    best = { squared, row: rows[index], x: xs[index], y: ys[index] };
                }
            }
        }
        if (best === null) {
            return null;
        }
        const [lon, lat] = fromWorld(best.x, best.y);
        return { ...best.row, lon, lat };
    }

    /** @param {number} id @returns {Facts[]} all drawn where that household is, in their order */
    sharing(id) {
        for (const { rows, xs, ys } of this.chunks) {
            const at = rows.findIndex((row) => row.id === id);
            if (at !== -1) {
                const here = rows.filter((_, i) => xs[i] === xs[at] && ys[i] === ys[at]);
                return this.filter === null ? here : here.filter(this.filter);
            }
        }
        return [];
    }
}

/** @param {number[]} places x, y, x, y, … @param {() => object} make the picture, if any is drawn */
function paintDots(context, { x, y, size, ratio }, places, make) {
    if (places.length === 0) {
        return;
    }
    const { picture, extent } = make();
    const drawn = new Set();
    for (let at = 0; at < places.length; at += 2) {
        // Onto whole pixels of the screen, where a copy needs no reckoning; seen from afar
        // neighbours come to stand on the same one, and one copy shows them all.
        const left = Math.round((x(places[at]) - extent / 2) * ratio);
        const top = Math.round((y(places[at + 1]) - extent / 2) * ratio);
        const inside =
            left > -extent * ratio &&
            top > -extent * ratio &&
            left < size.x * ratio &&
            top < size.y * ratio;
        const place = left * PIXELS + top;
        if (inside && !drawn.has(place)) {
            drawn.add(place);
            context.drawImage(picture, left / ratio, top / ratio, extent, extent);
        }
    }
}

function paintBadge(context, left, top, text) {
    const { height, paper, ink } = BADGE;
    const width = Math.max(height, context.measureText(text).width + 8);
    const [half, end] = [height / 2, width / 2 - height / 2];
    context.beginPath();
    context.arc(left - end, top, half, Math.PI / 2, 1.5 * Math.PI);
    context.arc(left + end, top, half, -Math.PI / 2, Math.PI / 2);
    context.closePath();
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = ink;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = ink;
    context.fillText(text, left, top + 0.5);
}
