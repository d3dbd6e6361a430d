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

/** The areas stay when only the households have to be asked for again. */
let areas = null;

async function load() {
    status.loading();
    try {
        const wantsHouseholds = page.seesHouseholds;
        const asked = wantsHouseholds ? getJson(config.urls.households) : Promise.resolve(null);
        // Should both fail, the first failure is told and this one must not count as unhandled.
        asked.catch(() => {});
        if (areas === null) {
            areas = await getJson(config.urls.areas);
            page.bounds = areas.bounds;
            fitArea(map, areas.bounds, pageInsets(), false);
            const around = await page.areaLoader.find(areas);
            if (around !== null) {
                page.tree.add(around);
                page.layers.showAreas({ ...around, communes: [] });
            }
            page.showAreas(areas);
        }
        page.showData(await asked);
    } catch (error) {
        status.failed(error, load);
    }
}

addHomeButton(map, config.strings.show_area, () =>
    fitArea(map, areas?.bounds ?? null, pageInsets()),
);
await load();
