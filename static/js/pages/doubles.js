import { writeNumbersAs } from "../core/format.js";
import { createMap } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { showPlaces } from "../map/place.js";
import { byId, readJson } from "../ui/dom.js";

/** Two households side by side: where they stand. */
if (document.getElementById("doubles-config") !== null) {
    const { places, strings } = readJson("doubles-config");
    writeNumbersAs(document.documentElement.lang);
    const element = byId("map");
    element.setAttribute("role", "application");
    element.setAttribute("aria-label", strings.map_label);
    showPlaces(createMap(element, readMapOptions("map"), strings), places);
}
document.body.setAttribute("aria-busy", "false");
