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

/** Where the reader stands, and the matching households around. */
class NearMe {
    /** @param {object} page a map page with households */
    constructor(page) {
        this.page = page;
        this.mark = new OwnPlace(page.map);
        this.place = null;
        /** What was asked for last; answers to earlier questions count for nothing. */
        this.asked = 0;
        this.panel = new NearMePanel(page.strings, {
            onLocate: () => this.locate(),
            onReach: () => this.show(true),
            onHousehold: (household) => page.opened.open(household, "search"),
            onClose: () => this.forget(),
        });
    }

    locate() {
        const { strings } = this.page;
        if (!("geolocation" in navigator)) {
            this.panel.say(strings.near_unsupported);
            return;
        }
        this.asked += 1;
        const mine = this.asked;
        this.panel.say(strings.near_locating);
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => mine === this.asked && this.found(coords),
            (error) => mine === this.asked && this.panel.say(strings[WHY[error.code]]),
            HOW,
        );
    }

    /** @param {GeolocationCoordinates} coords */
    found({ longitude, latitude, accuracy }) {
        this.place = { lon: longitude, lat: latitude, accuracy };
        this.mark.show(this.place);
        this.show(true);
    }

    forget() {
        this.asked += 1;
        this.place = null;
        this.mark.remove();
    }

    /** @returns {string} why nobody can tell who lives near */
    words() {
        const { strings, rowLoader } = this.page;
        const isComing = rowLoader.words === strings.loading;
        return isComing ? strings.loading : strings.near_choose_village;
    }

    /** @param {boolean} move whether the map goes there */
    show(move) {
        if (this.place === null) {
            return;
        }
        if (!this.page.rowsLoaded) {
            this.panel.say(this.words());
            return;
        }
        const { lon, lat, accuracy } = this.place;
        const limits = { metres: this.panel.reach, most: MOST };
        const near = nearestHouseholds(this.page.matching(), [lon, lat], limits);
        this.panel.show(near, accuracy, this.page.rowLoader.villageName);
        if (move) {
            const homes = near.found.map(({ household }) => [household.lon, household.lat]);
            fitArea(this.page.map, boundsOf([[lon, lat], ...homes]), pageInsets());
        }
    }
}

/**
 * "Near me". The position is used in this page only; it is neither sent nor kept.
 *
 * @param {object} page a map page with households
 */
export function attachNearMe(page) {
    const near = new NearMe(page);
    page.on("filter", () => near.show(false));
    page.on("data", () => near.show(false));
}
