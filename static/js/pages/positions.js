import { fill, formatCount, writeNumbersAs } from "../core/format.js";
import { asTyped, plainDegrees } from "../core/typedplace.js";
import { createMap } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { PlaceMap } from "../map/place.js";
import { byId, readJson } from "../ui/dom.js";

const HOW = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 };
/** GeolocationPositionError.code → the word for it. */
const WHY = { 1: "denied", 2: "unavailable", 3: "timeout" };

/** One household is placed: by a finger on the map, by the phone, or by typed numbers. */
class PositionPage {
    constructor(config) {
        this.strings = config.strings;
        this.roughest = config.roughest;
        this.fields = {
            first: byId("id_first"),
            second: byId("id_second"),
            source: byId("id_source"),
            accuracy: byId("id_accuracy"),
        };
        this.note = byId("place-note");
        const element = byId("map");
        element.setAttribute("role", "application");
        element.setAttribute("aria-label", config.strings.map_label);
        const map = createMap(element, readMapOptions("map"), config.strings);
        this.map = new PlaceMap(map, config, (lat, lon) => this.byFinger(lat, lon));
        byId("place-phone").addEventListener("click", () => this.locate());
        for (const field of [this.fields.first, this.fields.second]) {
            field.addEventListener("input", () => this.byTyping());
        }
        // After a refusal the fields still hold what was sent.
        this.showTyped();
    }

    say(text, isWrong = false) {
        this.note.textContent = text;
        this.note.classList.toggle("is-wrong", isWrong);
    }

    write(lat, lon, source, accuracy) {
        this.fields.first.value = asTyped(lat);
        this.fields.second.value = asTyped(lon);
        this.fields.source.value = source;
        this.fields.accuracy.value = accuracy === null ? "" : String(accuracy);
    }

    byFinger(lat, lon) {
        this.write(lat, lon, "map", null);
        this.say(this.strings.placed);
    }

    byTyping() {
        this.fields.source.value = "map";
        this.fields.accuracy.value = "";
        this.showTyped();
    }

    showTyped() {
        const typed = plainDegrees(this.fields.first.value, this.fields.second.value);
        if (typed !== null) {
            this.map.show(typed.lat, typed.lon);
            this.map.look(typed.lat, typed.lon);
        }
    }

    locate() {
        if (!("geolocation" in navigator)) {
            this.say(this.strings.unsupported, true);
            return;
        }
        this.say(this.strings.locating);
        navigator.geolocation.getCurrentPosition(
            ({ coords }) => this.located(coords),
            (error) => this.say(this.strings[WHY[error.code]], true),
            HOW,
        );
    }

    located({ latitude, longitude, accuracy }) {
        const n = formatCount(Math.round(accuracy));
        if (!(accuracy <= this.roughest)) {
            this.say(fill(this.strings.too_rough, { n }), true);
            return;
        }
        this.write(latitude, longitude, "phone", accuracy);
        this.map.showPhone(latitude, longitude, accuracy);
        this.say(fill(this.strings.located, { n }));
    }
}

writeNumbersAs(document.documentElement.lang);
new PositionPage(readJson("position-config"));
document.body.setAttribute("aria-busy", "false");
