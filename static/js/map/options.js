/**
 * The options django-leaflet's `leaflet_map` tag leaves in the page (LEAFLET_CONFIG on the server).
 *
 * @typedef {object} MapOptions
 * @property {Array<[string, string, string | Record<string, unknown>]>} layers label, URL template,
 *     attribution or options; empty when no tile server is configured
 * @property {[number, number] | null} center lat, lon
 * @property {number | null} zoom
 * @property {number | null} minzoom
 * @property {number | null} maxzoom
 * @property {"metric" | "imperial" | "both" | null} scale
 */

/**
 * @param {string} name the name given to the tag, and the id of its element
 * @returns {MapOptions}
 */
export function readMapOptions(name) {
    const text = document.getElementById(`${name}-options`)?.textContent ?? "{}";
    const value = JSON.parse(text);
    // The tag hands its template a string of JSON, which json_script quotes once more.
    return typeof value === "string" ? JSON.parse(value) : value;
}
