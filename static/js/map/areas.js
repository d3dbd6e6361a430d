import { holds } from "../core/mvt.js";
import { toWorld } from "../core/pointgrid.js";
import { CanvasLayer } from "./canvaslayer.js";

/** Corners of shapes are whole numbers of a tile this wide, fine enough for a float. */
const EXTENT = 4096;
/** From the finest to the one that is drawn over the others. */
const LEVELS = Object.freeze([
    { level: "group", list: "groups", stroke: "#8a9286", width: 0.9, dash: [3, 4] },
    { level: "village", list: "villages", stroke: "#667062", width: 1.6, dash: [] },
    { level: "commune", list: "communes", stroke: "#3e4a3c", width: 3, dash: [] },
]);
const GROUND = "rgb(253 252 246 / 32%)";
const MARK = { stroke: "#1b1b1b", halo: "#ffffff", width: 3.5 };
const COLOURED_EDGE = { stroke: "#ffffff", width: 1.2, dash: [] };
const COLOURED_OPACITY = 0.82;

/** Outlines of communes, villages and groups, and their colours by a measure. */
export class AreasLayer extends CanvasLayer {
    /** @param {() => import("./tilesource.js").LoadedTile[]} tiles */
    constructor(tiles) {
        super("outlines", "areas-canvas");
        this.tiles = tiles;
        /** @type {{level: string, fills: Map<number, string>} | null} */
        this.colours = null;
        /** @type {{level: string, id: number | null}} */
        this.marked = { level: "all", id: null };
        /** @type {WeakMap<object, Path2D>} */
        this.paths = new WeakMap();
    }

    /** @param {{level: string, fills: Map<number, string>} | null} colours null: outlines only */
    setColours(colours) {
        this.colours = colours;
        this.drawSoon();
    }

    /** @param {{level: string, id: number | null}} place */
    mark(place) {
        this.marked = place;
        this.drawSoon();
    }

    isEmpty() {
        return this.tiles().length === 0;
    }

    paint(context, view) {
        const tiles = this.tiles();
        const coloured = new Set();
        for (const tile of tiles) {
            this.paintTile(context, view, tile, coloured);
        }
        this.canvas.dataset.coloured = String(coloured.size);
        this.canvas.dataset.tiles = String(tiles.length);
    }

    paintTile(context, view, tile, coloured) {
        const width = view.scale / 2 ** tile.z;
        const [left, top] = [view.x(tile.x / 2 ** tile.z), view.y(tile.y / 2 ** tile.z)];
        if (left > view.size.x || top > view.size.y || left + width < 0 || top + width < 0) {
            return;
        }
        context.save();
        // Outlines go on beyond the tile; its edge must not be drawn as if it were one.
        context.beginPath();
        context.rect(left, top, width, width);
        context.clip();
        context.clearRect(left, top, width, width);
        context.translate(left, top);
        context.scale(width / EXTENT, width / EXTENT);
        this.paintLevels(context, tile, EXTENT / width, coloured);
        context.restore();
    }

    paintLevels(context, tile, pixel, coloured) {
        this.fill(context, tile, coloured);
        for (const style of LEVELS) {
            const edge = style.level === this.colours?.level ? COLOURED_EDGE : style;
            for (const area of tile[style.list]) {
                this.stroke(context, this.path(area, tile), edge, pixel);
            }
        }
        const marked = LEVELS.find(({ level }) => level === this.marked.level);
        for (const area of marked ? tile[marked.list] : []) {
            if (area.id === this.marked.id) {
                const path = this.path(area, tile);
                const halo = { stroke: MARK.halo, width: MARK.width + 3, dash: [] };
                this.stroke(context, path, halo, pixel);
                this.stroke(context, path, { ...MARK, dash: [] }, pixel);
            }
        }
    }

    fill(context, tile, coloured) {
        if (this.colours === null) {
            context.fillStyle = GROUND;
            for (const area of tile.villages) {
                context.fill(this.path(area, tile), "evenodd");
            }
            return;
        }
        const { level, fills } = this.colours;
        const list = LEVELS.find((style) => style.level === level)?.list;
        context.globalAlpha = COLOURED_OPACITY;
        for (const area of tile[list] ?? []) {
            const colour = fills.get(area.id);
            if (colour !== undefined) {
                coloured.add(area.id);
                context.fillStyle = colour;
                context.fill(this.path(area, tile), "evenodd");
            }
        }
        context.globalAlpha = 1;
    }

    stroke(context, path, { stroke, width, dash }, pixel) {
        context.strokeStyle = stroke;
        context.lineWidth = width * pixel;
        context.lineJoin = "round";
        context.setLineDash(dash.map((length) => length * pixel));
        context.stroke(path);
    }

    /** The outline in the tile's own numbers: a path holds floats, too coarse for the world's. */
    path(area, tile) {
        let path = this.paths.get(area);
        if (path === undefined) {
            path = new Path2D();
            const n = 2 ** tile.z;
            for (const ring of area.rings) {
                for (let at = 0; at < ring.length; at += 2) {
                    const x = (ring[at] * n - tile.x) * EXTENT;
                    const y = (ring[at + 1] * n - tile.y) * EXTENT;
                    if (at === 0) {
                        path.moveTo(x, y);
                    } else {
                        path.lineTo(x, y);
                    }
                }
                path.closePath();
            }
            this.paths.set(area, path);
        }
        return path;
    }

    /**
     * @param {{lat: number, lng: number}} position
     * @returns {number | null} id of the coloured area there
     */
    colouredAt({ lat, lng }) {
        const list = LEVELS.find(({ level }) => level === this.colours?.level)?.list;
        if (list === undefined) {
            return null;
        }
        const [x, y] = toWorld(lng, lat);
        for (const tile of this.tiles().reverse()) {
            const n = 2 ** tile.z;
            if (Math.floor(x * n) === tile.x && Math.floor(y * n) === tile.y) {
                const found = tile[list].find((area) => holds(area, x, y));
                return found !== undefined && this.colours.fills.has(found.id) ? found.id : null;
            }
        }
        return null;
    }
}
