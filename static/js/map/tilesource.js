import { GridLayer } from "leaflet";

import { decodeTile } from "../core/mvt.js";
import { TileCache } from "../core/tilecache.js";

/** Tiles are asked for at half the map's resolution: a quarter of the requests, the same detail. */
const TILE_SIZE = 512;
const KEPT_TILES = 128;
/**
 * Tiles are asked for again after this time, milliseconds; the server may say "unchanged". So long
 * after the page was opened, too, the browser need not ask at all: the address names the version.
 */
export const KEPT_FOR = 5 * 60 * 1000;
/** Of a view of which some tiles are still on their way, so often a picture; milliseconds. */
const PARTIAL_EVERY = 300;

/**
 * @typedef {import("../core/mvt.js").Tile & {z: number, x: number, y: number}} LoadedTile
 */

/**
 * The vector tiles in sight. Leaflet's grid decides which those are; nothing is drawn here, and
 * those who draw listen to "tiles".
 */
export class TileSource extends GridLayer {
    /**
     * @param {string} template address with {z}/{x}/{y}
     * @param {number} maxNative highest zoom that the server is asked for
     * @param {number} newestUntil until then what the browser kept under this address is the newest
     *     there is, milliseconds since 1970; 0: the data has changed since the page was opened
     */
    constructor(template, maxNative, newestUntil) {
        super({
            tileSize: TILE_SIZE,
            minNativeZoom: 1,
            maxNativeZoom: maxNative + 1,
            noWrap: true,
            keepBuffer: 1,
            updateWhenIdle: false,
            updateWhenZooming: false,
            className: "vector-tiles",
        });
        this.template = template;
        this.newestUntil = newestUntil;
        this.cache = new TileCache(KEPT_TILES, KEPT_FOR, () => Date.now());
        /** @type {Map<string, {tile: LoadedTile | null, aborter: AbortController | null}>} */
        this.held = new Map();
        this.on("tileunload", ({ coords }) => this.drop(coords));
    }

    getEvents() {
        return { ...super.getEvents(), zoomend: () => this.fire("tiles") };
    }

    onAdd(map) {
        this.again = () => this.retry();
        window.addEventListener("online", this.again);
        return super.onAdd(map);
    }

    onRemove(map) {
        window.removeEventListener("online", this.again);
        window.clearTimeout(this.partial);
        this.partial = undefined;
        return super.onRemove(map);
    }

    createTile(coords, done) {
        const element = document.createElement("div");
        const key = keyOf(coords);
        const known = this.cache.get(key);
        if (known !== undefined) {
            this.held.set(key, { tile: known, aborter: null });
            // Leaflet has not noted the tile yet.
            queueMicrotask(() => this.finish(done, element));
            return element;
        }
        const aborter = new AbortController();
        this.held.set(key, { tile: null, aborter });
        this.fetchTile(coords, aborter.signal).then(
            (tile) => {
                this.cache.set(key, tile);
                this.held.set(key, { tile, aborter: null });
                this.finish(done, element);
            },
            (error) => {
                if (!aborter.signal.aborted) {
                    this.failed = true;
                    done(error, element);
                }
            },
        );
        return element;
    }

    finish(done, element) {
        done(null, element);
        this.tell();
    }

    /**
     * Whoever draws hears of all the tiles of a view at once: to paint and show a screen takes a
     * phone a quarter of a second, and four tiles would take it four times.
     */
    tell() {
        if (this.isComplete()) {
            window.clearTimeout(this.partial);
            this.partial = undefined;
            this.fire("tiles");
        } else {
            this.partial ??= window.setTimeout(() => {
                this.partial = undefined;
                this.fire("tiles");
            }, PARTIAL_EVERY);
        }
    }

    /** @returns {boolean} whether all tiles of the map's zoom have come */
    isComplete() {
        const zoom = this._tileZoom;
        return [...this.held].every(
            ([key, { tile }]) => Number.parseInt(key, 10) !== zoom || tile !== null,
        );
    }

    /** @returns {Promise<LoadedTile>} */
    async fetchTile(coords, signal) {
        const place = { z: coords.z - 1, x: coords.x, y: coords.y };
        const url = this.template.replace(/\{([zxy])\}/g, (_, name) => place[name]);
        const answer = await fetch(url, {
            signal,
            credentials: "same-origin",
            redirect: "error",
            cache: Date.now() < this.newestUntil ? "default" : "no-cache",
        });
        if (!answer.ok) {
            throw new Error(`HTTP ${answer.status}`);
        }
        return { ...decodeTile(await answer.arrayBuffer(), place), ...place };
    }

    drop(coords) {
        const key = keyOf(coords);
        this.held.get(key)?.aborter?.abort();
        this.held.delete(key);
    }

    /** Tiles that failed are asked for once the network is back. */
    retry() {
        if (this.failed && this._map) {
            this.failed = false;
            this.redraw();
        }
    }

    /** Forget what is kept, because the data has changed. */
    renew() {
        this.newestUntil = 0;
        this.cache.clear();
        this.redraw();
    }

    /**
     * The tiles to draw: those of the map's zoom; until all of them have come, also those of the
     * zoom before.
     *
     * @returns {LoadedTile[]} coarse ones first
     */
    tiles() {
        const zoom = this._tileZoom;
        const complete = this.isComplete();
        const held = [...this.held].map(([key, { tile }]) => ({
            zoom: Number.parseInt(key, 10),
            tile,
        }));
        return held
            .filter((entry) => entry.tile !== null && (!complete || entry.zoom === zoom))
            .sort((a, b) => Math.abs(b.zoom - zoom) - Math.abs(a.zoom - zoom))
            .map(({ tile }) => tile);
    }
}

const keyOf = ({ x, y, z }) => `${z}/${x}/${y}`;
