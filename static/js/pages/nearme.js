import { nearestHouseholds } from "../core/bearing.js";
import { boundsOf } from "../core/geometrypick.js";
import { fitArea } from "../map/create.js";
import { OwnPlace } from "../map/nearme.js";
import { NearMePanel } from "../ui/nearme.js";
import { pageInsets } from "./insets.js";

const MOST = 20;
const HOW = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 };
/** GeolocationPositionError.code → the word for it. */
const WHY = { 1: "near_denied", 2: "near_unavailable", 3: "near_timeout" };

/**
 * "Near me": where the reader stands, and the matching households around. The position is used in
 * this page only; it is neither sent nor kept.
 *
 * @param {object} page a map page with households
 */
export function attachNearMe(page) {
    const { strings } = page;
    const mark = new OwnPlace(page.map);
    let place = null;
    let asked = 0;

    const panel = new NearMePanel(strings, {
        onLocate: locate,
        onReach: () => show(true),
        onHousehold: (household) => page.opened.open(household, "search"),
        onClose() {
            asked += 1;
            place = null;
            mark.remove();
        },
    });

    function locate() {
        if (!("geolocation" in navigator)) {
            panel.say(strings.near_unsupported);
            return;
        }
        asked += 1;
        const mine = asked;
        panel.say(strings.near_locating);
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => mine === asked && found(coords),
            (error) => mine === asked && panel.say(strings[WHY[error.code]]),
            HOW,
        );
    }

    function found({ longitude, latitude, accuracy }) {
        place = { lon: longitude, lat: latitude, accuracy };
        mark.show(place);
        show(true);
    }

    function show(move) {
        if (place === null) {
            return;
        }
        const limits = { metres: panel.reach, most: MOST };
        const near = nearestHouseholds(page.matching(), [place.lon, place.lat], limits);
        panel.show(near, place.accuracy);
        if (move) {
            const homes = near.found.map(({ household }) => [household.lon, household.lat]);
            fitArea(page.map, boundsOf([[place.lon, place.lat], ...homes]), pageInsets());
        }
    }

    page.on("filter", () => show(false));
    page.on("data", () => show(false));
}
