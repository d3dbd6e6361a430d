import { writeNumbersAs } from "../core/format.js";
import { addHomeButton, createMap, fitArea } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { byId, readJson } from "../ui/dom.js";
import { getJson } from "../ui/http.js";
import { Status } from "../ui/status.js";
import { MapPage } from "./households.js";
import { pageInsets } from "./insets.js";
import { attachNearMe } from "./nearme.js";
import { attachSight } from "./revealing.js";
import { attachSelection } from "./selecting.js";
import { attachTakeaway } from "./takeaway.js";

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
if (page.seesHouseholds) {
    attachSelection(page);
    attachNearMe(page);
    attachSight(page);
}
attachTakeaway(page);

/** Tiles of a slow line go first; then the list comes all the same, milliseconds. */
const PATIENCE = 2500;

/** The areas stay when only the households have to be asked for again. */
let areas = null;

/** For measurements: outlines and households are in sight, and the map can be moved. */
page.layers.loaded.then(() =>
    window.requestAnimationFrame(() =>
        window.setTimeout(() => window.performance.mark("map-usable")),
    ),
);

async function loadAreas() {
    const answer = await getJson(config.urls.areas);
    const around = await page.areaLoader.find(answer);
    if (around !== null) {
        page.tree.add(around);
    }
    areas = answer;
    page.bounds = areas.bounds;
    page.showAreas(areas);
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
        const late = new Promise((done) => window.setTimeout(done, PATIENCE));
        await Promise.race([page.layers.loaded, late]);
        page.showData(await page.rowLoader.first());
    } catch (error) {
        status.failed(error, load);
    }
}

addHomeButton(map, config.strings.show_area, () =>
    fitArea(map, areas?.bounds ?? null, pageInsets()),
);
await load();
