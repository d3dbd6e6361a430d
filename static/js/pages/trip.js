/** A trip's page: its way on a map. Its form: the place it sets out from. */
import { fill, writeNumbersAs } from "../core/format.js";
import { wayOf } from "../core/trip.js";
import { asTyped, plainDegrees } from "../core/typedplace.js";
import { addHomeButton, createMap, fitArea } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { PlaceMap } from "../map/place.js";
import { TripMap } from "../map/trip.js";
import { byId, isNarrow, readJson } from "../ui/dom.js";

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };

function mapOf(strings) {
    const element = byId("map");
    element.setAttribute("role", "application");
    element.setAttribute("aria-label", strings.map_label);
    const map = createMap(element, readMapOptions("map"), strings);
    // A page that is scrolled with the wheel must not stick in the map.
    map.scrollWheelZoom.disable();
    return map;
}

function showTrip(config) {
    const { strings, start, stops, returns } = config;
    const fold = byId("trip-map-fold");
    const map = mapOf(strings);
    const trip = {
        way: wayOf(start, stops, returns),
        start: start === null ? null : { ...start, name: start.name || strings.start },
        stops: stops.map((stop) => ({ ...stop, label: labelOf(stop, strings) })),
    };
    const drawn = new TripMap(map, trip, ({ id }) => goTo(id));
    addHomeButton(map, strings.show_area, () => drawn.fit());
    // On a phone the list comes first, and the map when it is asked for.
    fold.open = !isNarrow();
    fold.addEventListener("toggle", () => {
        map.invalidateSize();
        drawn.fit();
    });
}

function labelOf({ number, name, provisional }, strings) {
    const told = provisional ? fill(strings.provisional, { name }) : name;
    return `${number}. ${told}`;
}

function goTo(id) {
    const row = byId(`diem-${id}`);
    row.scrollIntoView({ block: "center" });
    row.querySelector("a").focus({ preventScroll: true });
}

function chooseStart(config) {
    const [lat, lon] = [byId("id_start_lat"), byId("id_start_lon")];
    const map = mapOf(config.strings);
    const outlines = {};
    const place = new PlaceMap(map, { ...config, outlines, position: null }, (y, x) => {
        lat.value = asTyped(y);
        lon.value = asTyped(x);
    });
    fitArea(map, config.bounds, NO_INSETS, false);
    const show = () => {
        const typed = plainDegrees(lat.value, lon.value);
        if (typed !== null) {
            place.show(typed.lat, typed.lon);
        }
    };
    lat.addEventListener("input", show);
    lon.addEventListener("input", show);
    show();
}

writeNumbersAs(document.documentElement.lang);
if (document.getElementById("trip-config") !== null) {
    showTrip(readJson("trip-config"));
} else {
    chooseStart(readJson("trip-start"));
}
document.body.setAttribute("aria-busy", "false");
