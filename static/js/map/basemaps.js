import { control, layerGroup, tileLayer } from "leaflet";

/** Under this name the browser remembers which ground a reader chose. */
const REMEMBERED = "gandan-base-map";

/**
 * Base maps and overlays of the settings, with a choice among them that always has "none". The
 * page works with no tile server: then there is no ground and nothing to choose.
 *
 * @param {import("leaflet").Map} map
 * @param {import("./options.js").MapOptions} options
 * @param {Record<string, string>} strings
 */
export function addBaseMaps(map, options, strings) {
    const bases = layersOf(options.layers);
    const overlays = layersOf(options.overlays);
    if (bases.size + overlays.size === 0) {
        return;
    }
    const none = layerGroup();
    const choices = new Map([...bases, [strings.no_base_map, none]]);
    const chosen = remembered();
    const first =
        chosen.base === null ? none : (choices.get(chosen.base) ?? [...choices.values()][0]);
    first.addTo(map);
    for (const name of chosen.overlays) {
        overlays.get(name)?.addTo(map);
    }
    const corner = control.attribution({ position: "bottomright", prefix: false }).addTo(map);
    for (const layer of bases.values()) {
        tellMissing(layer, corner, strings.base_map_missing);
    }
    const switcher = control.layers(asNames(choices), asNames(overlays), {
        position: "bottomright",
    });
    switcher.addTo(map);
    const button = switcher.getContainer().querySelector(".leaflet-control-layers-toggle");
    button.title = strings.base_maps;
    button.setAttribute("aria-label", strings.base_maps);
    map.on("baselayerchange overlayadd overlayremove", () => {
        const shown = ([, layer]) => map.hasLayer(layer);
        const base = [...bases].find(shown)?.[0] ?? null;
        remember({ base, overlays: [...overlays].filter(shown).map(([name]) => name) });
    });
}

/**
 * A ground that does not come is told in the corner only: households stand without it, and far from
 * a network it is missing all day.
 */
function tellMissing(layer, corner, text) {
    let missing = false;
    const tell = (now) => {
        if (now !== missing) {
            missing = now;
            corner[missing ? "addAttribution" : "removeAttribution"](text);
        }
    };
    layer.on("tileerror", () => tell(true));
    layer.on("tileload remove", () => tell(false));
}

/** @returns {Map<string, import("leaflet").TileLayer>} by name */
function layersOf(listed) {
    return new Map((listed ?? []).map(([name, url, options]) => [name, tileLayer(url, options)]));
}

/** Leaflet takes a name for markup. */
function asNames(layers) {
    const safe = (name) => {
        const holder = document.createElement("span");
        holder.textContent = name;
        return holder.innerHTML;
    };
    return Object.fromEntries([...layers].map(([name, layer]) => [safe(name), layer]));
}

function remembered() {
    try {
        const { base, overlays } = JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}");
        return { base, overlays: Array.isArray(overlays) ? overlays : [] };
    } catch {
        return { base: undefined, overlays: [] };
    }
}

function remember(choice) {
    try {
        localStorage.setItem(REMEMBERED, JSON.stringify(choice));
    } catch {
        // A browser that keeps nothing still shows what was chosen.
    }
}
