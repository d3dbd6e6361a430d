import { GridLayer } from "leaflet";

import { decodeTile } from "../core/mvt.js";
import { TileCache } from "../core/tilecache.js";
import { HttpError, sessionEnded } from "../ui/http.js";

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
/** A tile that has failed is asked for again so much later, each time; milliseconds. */
const AGAIN_AFTER = [500, 1_500, 8_000, 20_000, 60_000];
/** A tile that has failed so often is trouble to be told. */
const TOLD_FROM = 3;

/**
 * @typedef {import("../core/mvt.js").Tile & {z: number, x: number, y: number}} LoadedTile
 *
 * @typedef {object} Held a tile that the map shows or waits for
 * @property {{z: number, x: number, y: number}} coords Leaflet's
 * @property {(error: unknown) => void} tell Leaflet, that it has come or failed
 * @property {LoadedTile | null} tile
 * @property {AbortController | null} aborter while it is on its way
 * @property {unknown} error of the last time it was asked for; null: none
 * @property {number} failures
 * @property {number | undefined} timer until it is asked for again
 */

/**
 * The vector tiles in sight. Leaflet's grid decides which those are; nothing is drawn here, and
 * those who draw listen to "tiles". What fails is asked for again, later each time; "trouble" says
 * that what is missing may have changed.
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
        /** @type {Map<string, Held>} */
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
        const held = {
            coords,
            tell: (error) => done(error, element),
            tile: known ?? null,
            aborter: null,
            error: null,
            failures: 0,
            timer: undefined,
        };
        this.held.set(key, held);
        if (known === undefined) {
            this.ask(held);
        } else {
            // Leaflet has not noted the tile yet.
            queueMicrotask(() => this.finish(held));
        }
        return element;
    }

    /** @param {Held} held */
    ask(held) {
        window.clearTimeout(held.timer);
        const aborter = new AbortController();
        held.aborter = aborter;
        this.fetchTile(held.coords, aborter.signal).then(
            (tile) => {
                this.cache.set(keyOf(held.coords), tile);
                Object.assign(held, { tile, aborter: null, error: null });
                this.finish(held);
                if (held.failures > 0) {
                    this.fire("trouble");
                }
            },
            (error) => {
                if (!aborter.signal.aborted) {
                    this.fail(held, error);
                }
            },
        );
    }

    finish(held) {
        held.tell(null);
        this.tell();
    }

    /** Asked for again in a while, unless the reader has to sign in first. */
    fail(held, error) {
        Object.assign(held, { aborter: null, error, failures: held.failures + 1 });
        if (!sessionEnded(error)) {
            const wait = AGAIN_AFTER[Math.min(held.failures, AGAIN_AFTER.length) - 1];
            held.timer = window.setTimeout(() => this.ask(held), wait);
        }
        held.tell(error);
        this.fire("trouble");
    }

    /** @returns {unknown} why tiles in sight are missing; null: none is, or it may pass by itself */
    get trouble() {
        const errors = [...this.held.values()]
            .filter(({ coords, error }) => error !== null && coords.z === this._tileZoom)
            .filter(({ error, failures }) => sessionEnded(error) || failures >= TOLD_FROM)
            .map(({ error }) => error);
        return errors.find(sessionEnded) ?? errors[0] ?? null;
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
            redirect: "manual",
            cache: Date.now() < this.newestUntil ? "default" : "no-cache",
        });
        if (!answer.ok) {
            // To be led elsewhere is to be led to the page that signs in.
            throw new HttpError(answer.type === "opaqueredirect" ? 401 : answer.status);
        }
        return { ...decodeTile(await answer.arrayBuffer(), place), ...place };
    }

    drop(coords) {
        const key = keyOf(coords);
        const held = this.held.get(key);
        held?.aborter?.abort();
        window.clearTimeout(held?.timer);
        this.held.delete(key);
        if (held?.error) {
            this.fire("trouble");
        }
    }

    /** Tiles that failed are asked for at once: the reader wants it, or the network is back. */
    retry() {
        for (const held of this.held.values()) {
            if (held.error !== null && held.aborter === null) {
                this.ask(held);
            }
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
