import { isLocated } from "../core/households.js";
import { showPosition } from "../map/create.js";
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
    const insets = pageInsets();
    if (from === "map" || from === "keyboard") {
        page.map.panInside([household.lat, household.lon], {
            paddingTopLeft: [insets.left + 40, insets.top + 40],
            paddingBottomRight: [insets.right + 40, insets.bottom + 40],
        });
    } else {
        showPosition(page.map, household.lat, household.lon, insets);
    }
}
