import { byId, isNarrow } from "../ui/dom.js";

/**
 * What stands over the map at this moment.
 *
 * @returns {import("../map/create.js").Insets} pixels
 */
export function pageInsets() {
    const stage = byId("map").getBoundingClientRect();
    const beside = [...document.querySelectorAll("#card, #nearme, #clusters")].filter(
        (element) => !element.hidden,
    );
    if (!isNarrow()) {
        const left = byId("map-legend").getBoundingClientRect().right - stage.left;
        const right = Math.max(0, ...beside.map((element) => element.offsetWidth));
        return { top: 0, right, bottom: 0, left };
    }
    const tops = [byId("panel"), ...beside].map((element) => element.getBoundingClientRect().top);
    const search = document.getElementById("search-input");
    const top = search === null ? 0 : search.getBoundingClientRect().bottom - stage.top;
    // A sheet drawn up to the top leaves nothing to centre in; then its half height counts.
    const bottom = Math.min(stage.bottom - Math.min(...tops), stage.height * 0.55);
    return { top: Math.max(0, top), right: 0, bottom: Math.max(0, bottom), left: 0 };
}
