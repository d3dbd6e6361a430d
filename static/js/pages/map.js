import { writeNumbersAs } from "../core/format.js";
import { addHomeButton, createMap, fitArea } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { byId, readJson } from "../ui/dom.js";
import { getJson } from "../ui/http.js";
import { Status } from "../ui/status.js";
import { attachAssigning } from "./assigning.js";
import { attachClusters } from "./clustering.js";
import { Freshness } from "./freshness.js";
import { attachHexes } from "./hexing.js";
import { MapPage } from "./households.js";
import { pageInsets } from "./insets.js";
import { attachNearMe } from "./nearme.js";
import { attachOrder } from "./order.js";
import { attachSight } from "./revealing.js";
import { attachSelection } from "./selecting.js";
import { attachTakeaway } from "./takeaway.js";
import { attachTrips } from "./tripping.js";

/**
 * Entry point of the map page: the map at once, then areas and households as they arrive.
 */

const config = readJson("map-config");
writeNumbersAs(document.documentElement.lang);
const status = new Status(config.strings);
const element = byId("map");
const map = createMap(element, readMapOptions("map"), config.strings);
element.setAttribute("role", "application");
element.setAttribute("aria-label", config.strings.map_label);
element.setAttribute("aria-describedby", "map-keys");

const page = new MapPage(config, map, status);

/** Tiles of a slow line go first; then the list comes all the same, milliseconds. */
const PATIENCE = 2500;

/** The areas stay when only the households have to be asked for again. */
let areas = null;
/** @type {() => void} */
let tellShown = () => {};
const areasShown = new Promise((done) => {
    tellShown = done;
});

/** Resolves when outlines and households are in sight, and the map can be moved. */
async function usable() {
    await page.layers.loaded;
    if (!page.layers.showsPoints) {
        // Circles stand where the areas' answer says.
        await areasShown;
    }
    await new Promise((done) => window.requestAnimationFrame(() => window.setTimeout(done)));
    // For measurements.
    window.performance.mark("map-usable");
}

const firstUse = usable();

/** Resolves when the tiles in sight are drawn; on a slow line, after a while all the same. */
const drawn = () =>
    Promise.race([firstUse, new Promise((done) => window.setTimeout(done, PATIENCE))]);

/** Tools have no use before there is something to use them on. */
const equipped = drawn().then(() => {
    page.buildPanel();
    if (page.seesHouseholds) {
        attachSelection(page);
        attachNearMe(page);
        attachClusters(page);
        attachAssigning(page);
        attachTrips(page);
        attachSight(page);
    }
    attachHexes(page);
    attachOrder(page);
    if (config.sees.figures) {
        attachTakeaway(page);
    }
});

async function loadAreas() {
    const answer = await getJson(config.urls.areas);
    const around = await page.areaLoader.find(answer);
    if (page.layers.started && page.layers.showsPoints) {
        // Outlines and dots are in the tiles; names and lists need not keep them waiting.
        await drawn();
    }
    if (around !== null) {
        page.tree.add(around);
    }
    areas = answer;
    // The page itself may have been made before midnight.
    page.takeTold(areas.told);
    page.bounds = areas.bounds;
    page.showAreas(areas);
    tellShown();
    if (!page.layers.started) {
        if (page.state.place.level === "all") {
            fitArea(map, areas.bounds, pageInsets(), false);
        }
        page.layers.start();
    }
}

async function load() {
    status.loading();
    try {
        if (areas === null) {
            await loadAreas();
        }
        await equipped;
        page.showData(await page.rowLoader.first());
        new Freshness(page);
    } catch (error) {
        status.failed(error, load);
    }
}

addHomeButton(map, config.strings.show_area, () =>
    fitArea(map, areas?.bounds ?? null, pageInsets()),
);
await load();
