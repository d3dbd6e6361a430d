/**
 * One renderer a visit (?ours, ?vectorgrid, ?protomaps, ?maplibre): the same map, tiles and
 * colours. `window.renderer` lets the harness wait, restyle and pick.
 */

const [name] = new URLSearchParams(location.search).keys();
const TILES = "/tiles/{z}/{x}/{y}.mvt";
const CENTRE = [21.6565, 106.367];
const ZOOM = 13;
const POINTS_ZOOM = 12;
const THEMES = {
    coverage: ({ p }) => (p === undefined ? "#D55E00" : "#0072B2"),
    recency: ({ d }) => (d === undefined ? "#AA3377" : d < 31 ? "#009E73" : "#E69F00"),
};
const OUTLINES = { communes: 3, villages: 1.6, groups: 0.9 };

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

function makeMap(leaflet) {
    return leaflet.map("map", {
        center: CENTRE,
        zoom: ZOOM,
        attributionControl: false,
        fadeAnimation: false,
    });
}

async function script(address) {
    await new Promise((done, failed) => {
        const element = document.createElement("script");
        Object.assign(element, { src: address, onload: done, onerror: failed });
        document.head.append(element);
    });
}

async function ours() {
    const leaflet = await import("leaflet");
    const [{ TileSource }, { PointsLayer }, { AreasLayer }] = await Promise.all([
        import("/site/js/map/tilesource.js"),
        import("/site/js/map/points.js"),
        import("/site/js/map/areas.js"),
    ]);
    const map = makeMap(leaflet);
    for (const pane of ["outlines", "points"]) {
        map.createPane(pane);
    }
    const dot = { ring: "#ffffff", ringWidth: 1, scale: 1, hollow: false };
    const themes = {
        coverage: {
            classes: ["#D55E00", "#0072B2"].map((fill) => ({ ...dot, fill })),
            drawOrder: [1, 0],
            classOf: ({ person }) => (person === null ? 0 : 1),
        },
        recency: {
            classes: ["#AA3377", "#009E73", "#E69F00"].map((fill) => ({ ...dot, fill })),
            drawOrder: [1, 2, 0],
            classOf: ({ days }) => (days === null ? 0 : days < 31 ? 1 : 2),
        },
    };
    const source = new TileSource(TILES, POINTS_ZOOM);
    const areas = new AreasLayer(() => source.tiles()).addTo(map);
    const points = new PointsLayer(themes.coverage).addTo(map);
    source.on("tiles", () => {
        areas.drawSoon();
        points.setTiles(source.tiles());
    });
    const loaded = new Promise((done) => source.once("load", done));
    source.addTo(map);
    await loaded;
    return {
        restyle: (key) => points.setTheme(themes[key]),
        pick: (lat, lng) => points.pick({ lat, lng }, "coarse")?.id ?? null,
    };
}

async function vectorgrid() {
    await script("/peers/leaflet/dist/leaflet.js");
    await script("/peers/leaflet.vectorgrid/dist/Leaflet.VectorGrid.bundled.min.js");
    const { L } = window;
    const map = makeMap(L);
    let colour = THEMES.coverage;
    let picked = null;
    const line = (weight) => ({ weight, color: "#3e4a3c", fill: false });
    const make = () =>
        // Knows nothing of an offset of zooms.
        L.vectorGrid.protobuf(TILES.replace("{z}", POINTS_ZOOM), {
            tileSize: 512,
            rendererFactory: L.canvas.tile,
            interactive: true,
            vectorTileLayerStyles: {
                ...Object.fromEntries(
                    Object.entries(OUTLINES).map(([layer, width]) => [layer, line(width)]),
                ),
                households: (facts) => ({
                    radius: 3.1, weight: 1, color: "#ffffff", fill: true,
                    fillColor: colour(facts), fillOpacity: 1,
                }),
            },
        });
    let layer = null;
    const show = async () => {
        const old = layer;
        layer = make().on("click", ({ layer: found }) => {
            picked = found.properties;
        });
        const loaded = new Promise((done) => layer.once("load", done));
        layer.addTo(map);
        await loaded;
        old?.remove();
    };
    await show();
    return {
        // Its points of a tile hold their style; anew is the only way to change all of them.
        restyle: (key) => {
            colour = THEMES[key];
            return show();
        },
        pick: () => picked,
    };
}

async function protomaps() {
    await script("/peers/leaflet/dist/leaflet.js");
    await script("/peers/protomaps-leaflet/dist/protomaps-leaflet.js");
    const { L, protomapsL } = window;
    const map = makeMap(L);
    let colour = THEMES.coverage;
    const rules = () => [
        ...Object.entries(OUTLINES).map(([dataLayer, width]) => ({
            dataLayer,
            symbolizer: new protomapsL.LineSymbolizer({ color: "#3e4a3c", width }),
        })),
        {
            dataLayer: "households",
            symbolizer: new protomapsL.CircleSymbolizer({
                radius: 3.1, stroke: "#ffffff", width: 1,
                fill: (_zoom, feature) => colour(feature.props),
            }),
        },
    ];
    const layer = protomapsL.leafletLayer({
        url: TILES, maxDataZoom: POINTS_ZOOM, paintRules: rules(), labelRules: [],
    });
    const loaded = new Promise((done) => layer.once("load", done));
    layer.addTo(map);
    await loaded;
    return {
        restyle: (key) => {
            colour = THEMES[key];
            const again = new Promise((done) => layer.once("load", done));
            layer.redraw();
            return again;
        },
        pick: (lat, lng) => [...layer.queryTileFeaturesDebug(lng, lat, 24).values()].flat().length,
    };
}

async function maplibre() {
    const leaflet = await import("leaflet");
    const { setWorkerUrl } = await import("maplibre-gl");
    setWorkerUrl("/peers/maplibre-gl/dist/maplibre-gl-worker.mjs");
    const { MaplibreGL } = await import(
        "/peers/@maplibre/maplibre-gl-leaflet/dist/leaflet-maplibre-gl.mjs"
    );
    const paints = {
        coverage: ["case", ["has", "p"], "#0072B2", "#D55E00"],
        recency: [
            "case", ["!", ["has", "d"]], "#AA3377", ["<", ["get", "d"], 31], "#009E73", "#E69F00",
        ],
    };
    const source = { source: "units" };
    const layers = Object.entries(OUTLINES).map(([layer, width]) => ({
        ...source, id: layer, "source-layer": layer, type: "line",
        paint: { "line-color": "#3e4a3c", "line-width": width },
    }));
    layers.push({
        ...source, id: "households", "source-layer": "households", type: "circle",
        paint: {
            "circle-radius": 3.1, "circle-stroke-width": 1, "circle-stroke-color": "#ffffff",
            "circle-color": paints.coverage,
        },
    });
    const tiles = [location.origin + TILES];
    const style = {
        version: 8, layers,
        sources: { units: { type: "vector", tiles, maxzoom: POINTS_ZOOM } },
    };
    const shown = new MaplibreGL({ style }).addTo(makeMap(leaflet));
    const gl = shown.getMaplibreMap();
    const idle = () => new Promise((done) => gl.once("idle", done));
    await idle();
    return {
        restyle: (key) => {
            gl.setPaintProperty("households", "circle-color", paints[key]);
            return idle();
        },
        pick: (lat, lng) => {
            const { x, y } = gl.project([lng, lat]);
            const around = [[x - 24, y - 24], [x + 24, y + 24]];
            return gl.queryRenderedFeatures(around, { layers: ["households"] }).length;
        },
    };
}

const makers = { ours, vectorgrid, protomaps, maplibre };

window.ready = makers[name]().then(async (renderer) => {
    window.renderer = renderer;
    await painted();
    return performance.now();
});

window.restyleTime = async (key) => {
    const start = performance.now();
    await window.renderer.restyle(key);
    await painted();
    return performance.now() - start;
};

window.pickTime = (lat, lng) => {
    const start = performance.now();
    const found = window.renderer.pick(lat, lng);
    return [performance.now() - start, found];
};
