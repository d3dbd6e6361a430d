import { isLocated } from "../core/households.js";
import { prefersReducedMotion, showPosition } from "../map/create.js";
import { byId } from "../ui/dom.js";
import { pageInsets } from "./insets.js";

/**
 * Bring a household into sight, moving the map as little as the user expects.
 *
 * @param {import("./households.js").MapPage} page
 * @param {import("../core/households.js").Household} household
 * @param {"map" | "keyboard" | "list" | "search"} from
 */
export function reveal(page, household, from) {
    if (!isLocated(household)) {
        if (from === "search") {
            page.fit({ level: "village", id: household.village });
        }
        return;
    }
    if (from === "map" || from === "keyboard") {
        panInSight(page, household);
    } else {
        showPosition(page.map, household.lat, household.lon, pageInsets());
    }
}

/** Room for the ring around a household, pixels. */
const RING = 40;

function panInSight({ map }, { lat, lon }) {
    const insets = pageInsets();
    map.panInside([lat, lon], {
        paddingTopLeft: [insets.left + RING, insets.top + RING],
        paddingBottomRight: [insets.right + RING, insets.bottom + RING],
        animate: !prefersReducedMotion(),
    });
}

/**
 * The card grows when its content arrives, and on a phone it grows over the map: the household it
 * is about stays in the free part.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachSight(page) {
    let before = 0;
    new ResizeObserver(([{ target }]) => {
        const grew = target.offsetHeight > before;
        before = target.offsetHeight;
        const opened = page.opened.household;
        if (grew && opened !== null && isLocated(opened)) {
            panInSight(page, opened);
        }
    }).observe(byId("card"));
}
