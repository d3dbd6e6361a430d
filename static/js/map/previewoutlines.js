import { geoJSON } from "leaflet";

import { outlineLabels } from "../core/imports.js";
import { LabelsLayer } from "./labels.js";

/** The marks on top of the outlines are what matters; only names stand above them, to be read. */
const PANE = "outlines";
const KNOWN = { color: "#7d8790", weight: 1.5, fillColor: "#fdfcf6", fillOpacity: 0.35 };
const NEW = { color: "#4a5560", weight: 1.75, dashArray: "5 4", fillOpacity: 0 };

/**
 * Villages beneath the marks of the preview, with their names.
 *
 * @param {import("leaflet").Map} map
 * @param {import("../core/imports.js").PlannedOutline[]} villages
 */
export function addOutlines(map, villages) {
    for (const { outline, is_new: isNew } of villages) {
        geoJSON(outline, { pane: PANE, interactive: false, style: isNew ? NEW : KNOWN }).addTo(map);
    }
    new LabelsLayer(outlineLabels(villages)).addTo(map);
}
