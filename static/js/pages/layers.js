import { WHOLE } from "../core/areatree.js";
import { bubblesOfCrowdedRows, bubblesOfCrowds } from "../core/bubbles.js";
import { circlesOf } from "../core/circles.js";
import { isLocated } from "../core/households.js";
import { fromWorld } from "../core/pointgrid.js";
import { EVERYTHING } from "../core/reckoning.js";
import { AreasLayer } from "../map/areas.js";
import { BubblesLayer } from "../map/bubbles.js";
import { HexesLayer } from "../map/hexes.js";
import { AreaHover } from "../map/hover.js";
import { areaLabels, LabelsLayer } from "../map/labels.js";
import { LinesLayer, MOST_LINES } from "../map/lines.js";
import { PointsLayer } from "../map/points.js";
import { KEPT_FOR, TileSource } from "../map/tilesource.js";
import { sessionEnded } from "../ui/http.js";

/**
 * Households and areas on the map, drawn from vector tiles: themes, filters, colours and picking
 * work on what the tiles carry, so that changing them asks the server for nothing.
 */
export class TileLayers {
    /**
     * @param {import("leaflet").Map} map
     * @param {{tiles: {units: string, gaps: string, points_from: number, max_native: number,
     *         issues_of?: Record<string, string>, max_native_hexes?: number},
     *     tree: import("../core/areatree.js").AreaTree,
     *     theme: import("../core/themes.js").Theme, points: boolean, stepsOnly: boolean,
     *     textOf: (place: object) => string, onArea: (place: object) => void,
     *     onPointArea: (id: number | null) => void,
     *     stepWords: (count: number) => string, onTrouble: () => void}} options stepWords: for a
     *     hexagon of a step; onTrouble: which tiles are missing may have changed
     */
    constructor(
        map,
        {
            tiles,
            tree,
            theme,
            points,
            stepsOnly,
            textOf,
            onArea,
            onPointArea,
            stepWords,
            onTrouble,
        },
    ) {
        this.map = map;
        this.tree = tree;
        this.config = tiles;
        this.theme = theme;
        this.stepsOnly = stepsOnly;
        this.stepWords = stepWords;
        this.rows = null;
        this.filter = null;
        /** @type {import("../core/reckoning.js").Reckoning | null} */
        this.reckoning = EVERYTHING;
        /** The area shown. @type {import("../core/areatree.js").Place} */
        this.place = WHOLE;
        this.choropleth = false;
        /** @type {string | null} hexagons that are shown */
        this.gaps = null;
        /** @type {string | null} hexagons that the tier above has chosen */
        this.above = null;
        /** @type {Map<string, TileSource>} */
        this.hexSources = new Map();
        this.labels = null;
        this.started = false;
        /** Of all sources, also of those made later (see TileSource). */
        this.newestUntil = Date.now() + KEPT_FOR;
        this.source = new TileSource(tiles.units, tiles.max_native, this.newestUntil);
        this.areas = new AreasLayer(() => this.source.tiles()).addTo(map);
        if (points) {
            this.lines = new LinesLayer().addTo(map);
            this.points = new PointsLayer(theme).addTo(map);
            this.bubbles = new BubblesLayer().addTo(map);
            map.on("zoomend", this.show, this);
        }
        this.hover = new AreaHover(map, {
            idAt: (latlng) => this.areas.colouredAt(latlng),
            textOf: (id) => textOf({ level: this.areas.colours.level, id }),
            onPick: (id) => onArea({ level: this.areas.colours.level, id }),
            onPoint: onPointArea,
        });
        this.source.on("tiles", this.show, this);
        this.source.on("trouble", onTrouble);
        this.onTrouble = onTrouble;
        /** Resolves once the tiles in sight have come, or cannot. */
        this.loaded = new Promise((done) => this.source.once("load", done));
        this.onArea = onArea;
    }

    /** Tiles are asked for from now on: the map shows the area that is meant. */
    start() {
        this.started = true;
        this.source.addTo(this.map);
    }

    /** Names come from the areas' own answer, outlines with the tiles. */
    showAreas() {
        const specs = areaLabels(this.tree.list("village"), this.tree.list("group"));
        const written = JSON.stringify(specs);
        if (written !== this.written) {
            this.written = written;
            this.labels?.remove();
            const covers = [...document.querySelectorAll("#map-tools, .map-search")];
            this.labels = new LabelsLayer(specs, "labels", covers).addTo(this.map);
        }
        this.show();
    }

    /** @param {object[] | null} rows all households of the area shown; null: not loaded */
    setRows(rows) {
        this.rows = rows;
        this.show();
    }

    /**
     * @param {((household: object) => boolean) | null} predicate null: all are shown
     * @param {import("../core/reckoning.js").Reckoning | null} [reckoning] the same for figures of
     *     areas; null: they cannot tell
     * @param {import("../core/areatree.js").Place} [place] the area shown
     */
    setFilter(predicate, reckoning = EVERYTHING, place = this.place) {
        this.place = place;
        this.filter = predicate;
        this.reckoning = reckoning;
        this.points?.setFilter(predicate);
        this.show();
    }

    setTheme(theme) {
        this.theme = theme;
        this.points?.setTheme(theme);
        this.setGaps();
        this.show();
    }

    /** @param {string | null} name of hexagons, for who sees no household */
    setHexes(name) {
        this.above = name;
        this.setGaps();
        this.show();
    }

    /** Hexagons instead of dots, where the theme wants them and areas are not coloured. */
    setGaps() {
        const wanted = this.points ? (this.theme.gaps ?? null) : this.above;
        const gaps = this.choropleth ? null : wanted;
        if (gaps === this.gaps) {
            return;
        }
        if (this.gaps !== null) {
            this.hexes.remove();
            this.hexSources.get(this.gaps).remove();
        }
        this.gaps = gaps;
        if (gaps === null) {
            return;
        }
        this.hexes ??= new HexesLayer(
            () => this.hexSources.get(this.gaps)?.tiles() ?? [],
            () => this.labels?.shown ?? [],
        );
        // Of issues the tier above is told no number but the step it lies in.
        this.hexes.setSteps(!this.stepsOnly || gaps === "gaps" ? null : this.stepWords);
        this.hexes.addTo(this.map);
        this.hexSource(gaps).addTo(this.map);
    }

    /** @param {string} name "gaps", "issues", or a kind of issues */
    hexSource(name) {
        let source = this.hexSources.get(name);
        if (source === undefined) {
            const { config } = this;
            const template = config[name] ?? config.issues_of[name];
            const deepest = config.max_native_hexes ?? config.max_native;
            source = new TileSource(template, deepest, this.newestUntil);
            source.on("tiles", () => this.hexes.drawSoon());
            source.on("trouble", this.onTrouble);
            this.hexSources.set(name, source);
        }
        return source;
    }

    /** The data has changed. */
    renew() {
        this.newestUntil = 0;
        this.source.renew();
        for (const source of this.hexSources.values()) {
            source.renew();
        }
    }

    /** @returns {unknown} why a part of the map is missing; null: nothing is */
    get trouble() {
        const all = [this.source, ...this.hexSources.values()];
        const errors = all.map(({ trouble }) => trouble).filter((error) => error !== null);
        return errors.find(sessionEnded) ?? errors[0] ?? null;
    }

    /** Ask at once for what is missing. */
    retry() {
        for (const source of [this.source, ...this.hexSources.values()]) {
            source.retry();
        }
    }

    /** @returns {boolean} whether tiles of the map's zoom carry the households themselves */
    get showsPoints() {
        return this.map.getZoom() - 1 >= this.config.points_from;
    }

    /** Show what the tiles in sight carry. */
    show() {
        this.areas.drawSoon();
        if (!this.points) {
            return;
        }
        const plain = !this.choropleth && this.gaps === null;
        const dots = plain && this.showsPoints;
        const tiles = dots ? this.source.tiles() : [];
        this.points.setTiles(tiles);
        const circles = plain && !dots ? this.circles() : this.crowds(tiles);
        this.bubbles.show(circles, this.theme.classes);
        if (this.gaps !== null) {
            this.hexes.setRows(this.counted());
        }
    }

    /** @returns {object[] | null} that pass the filters; null: as many as the tiles say */
    counted() {
        if (this.rows === null) {
            // A hexagon of all of them would pass for one of those that are asked for.
            const { facet, village } = this.reckoning ?? {};
            const isAll = this.tree.within(this.place) === null;
            return isAll && facet === null && village === undefined ? null : [];
        }
        if (this.filter === null) {
            return null;
        }
        return this.rows.filter(
            (row) => this.theme.counts(row) && isLocated(row) && this.filter(row),
        );
    }

    circles() {
        const { tree, place, theme, reckoning } = this;
        const rows = this.filter === null ? this.rows : (this.rows?.filter(this.filter) ?? null);
        return circlesOf({ zoom: this.map.getZoom(), tree, place, rows, theme, reckoning });
    }

    /** @returns {import("../core/bubbles.js").Bubble[]} in tiles with too many households */
    crowds(tiles) {
        const finest = Math.max(...tiles.map(({ z }) => z));
        const crowded = tiles.filter(({ z, crowds }) => z === finest && crowds.length > 0);
        if (crowded.length === 0) {
            return [];
        }
        if (this.rows === null) {
            const crowds = crowded.flatMap((tile) => tile.crowds);
            return bubblesOfCrowds(crowds, this.theme, this.reckoning);
        }
        const rows = this.rows.filter((row) => isLocated(row) && (this.filter?.(row) ?? true));
        return bubblesOfCrowdedRows(crowded, rows, this.theme);
    }

    /**
     * @param {string | null} level of the areas
     * @param {object[]} units
     * @param {((unit: object) => string) | null} fillOf null: areas uncoloured, households drawn
     */
    colourAreas(level, units, fillOf) {
        this.choropleth = fillOf !== null;
        const fills = new Map(fillOf === null ? [] : units.map((unit) => [unit.id, fillOf(unit)]));
        this.areas.setColours(fillOf === null || level === null ? null : { level, fills });
        this.hover.stop();
        this.setGaps();
        this.show();
    }

    mark(place) {
        this.areas.mark(place);
    }

    /**
     * @param {Array<{from: object, to: object, colour: string}>} lines household to person
     * @returns {{drawn: number, total: number}} total: of those with two ends
     */
    connect(lines) {
        const whole = lines.filter(({ from, to }) => isLocated(from) && isLocated(to));
        this.lines?.show(whole);
        return { drawn: Math.min(whole.length, MOST_LINES), total: whole.length };
    }

    /** @returns {(import("../core/classes.js").Facts & {lon: number, lat: number}) | null} */
    pick(latlng, reach) {
        return this.points?.pick(latlng, reach) ?? null;
    }

    /** @returns {import("../core/classes.js").Facts[]} drawn at the point of a household */
    sharing(id) {
        return this.points?.sharing(id) ?? [];
    }

    /** @returns {boolean} whether the press was on a circle, and led into it */
    press(latlng) {
        const bubble = this.bubbles?.at(latlng) ?? null;
        if (bubble?.level !== undefined) {
            this.onArea({ level: bubble.level, id: bubble.id });
        } else if (bubble !== null) {
            // A part of a crowded tile: nearer by, its households may stand by themselves.
            const [lng, lat] = fromWorld(bubble.x, bubble.y);
            this.map.setView([lat, lng], this.map.getZoom() + 2);
        }
        return bubble !== null;
    }
}
