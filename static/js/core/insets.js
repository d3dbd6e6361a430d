/**
 * What covers the map at each side, in pixels: a sheet, a card, a search field. `tools`: how far
 * buttons reach in from the right, which cover a part of that side only.
 *
 * @typedef {{top: number, right: number, bottom: number, left: number, tools?: number}} Insets
 */

/**
 * Buttons cover names at an edge. Where there is room beside them an area moves over; it never
 * gets smaller for them.
 *
 * @param {Insets} insets
 * @param {(insets: Insets) => number} zoomOf how large the area would be shown within these
 * @returns {Insets}
 */
export function clearOfTools(insets, zoomOf) {
    const { tools = 0, ...sides } = insets;
    const beside = { ...sides, right: sides.right + tools };
    return zoomOf(beside) >= zoomOf(sides) ? beside : sides;
}
