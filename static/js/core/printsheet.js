/**
 * The measures of a printed map. Lengths on paper are millimetres; a CSS pixel is 25.4 / 96 mm.
 *
 * @typedef {"a4" | "a3"} Paper
 * @typedef {"portrait" | "landscape"} Orientation
 */

export const MM_PER_PIXEL = 25.4 / 96;
/** Map pixels per CSS pixel of the paper: finer than a screen, and names stay readable. */
export const FINENESS = 1.5;
/** Metres a pixel at zoom 0 on the equator (Web Mercator, 256-pixel tiles). */
const METRES_AT_ZOOM_0 = 156543.03392804097;
const MARGIN = 8;
const HEAD = 16;
/** Beneath the map: the legend with its heading, and a line that says who made it. */
const FOOT = 16;
const LEGEND_ROW = 6;
const LEGEND_COLUMN = 62;
/** Room for scale and bar beside the legend. */
const MEASURE = 84;
const FEWEST_ROWS = 3;
const SIZES = { a4: [210, 297], a3: [297, 420] };
const NICE = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10];

/**
 * @typedef {object} Sheet millimetres
 * @property {number} width
 * @property {number} height
 * @property {number} margin
 * @property {number} head above the map
 * @property {number} mapWidth
 * @property {number} mapHeight
 * @property {LegendGrid} legend
 *
 * @typedef {object} LegendGrid how the legend stands under the map; filled column by column
 * @property {number} columns
 * @property {number} rows
 * @property {number} row height of one, millimetres
 * @property {number} column width of one, millimetres
 * @property {number} here entries on the sheet; the others continue elsewhere
 */

/**
 * @param {Paper} paper
 * @param {Orientation} orientation
 * @param {number} [entries] of the legend; a long one takes room from the map, up to a third
 * @returns {Sheet}
 */
export function sheetOf(paper, orientation, entries = 0) {
    const [short, long] = SIZES[paper];
    const [width, height] = orientation === "portrait" ? [short, long] : [long, short];
    const mapWidth = width - 2 * MARGIN;
    const columns = Math.max(1, Math.floor((mapWidth - MEASURE) / LEGEND_COLUMN));
    const most = Math.floor((height * 0.33) / LEGEND_ROW);
    const rows = Math.min(most, Math.max(FEWEST_ROWS, Math.ceil(entries / columns)));
    return {
        width,
        height,
        margin: MARGIN,
        head: HEAD,
        mapWidth,
        mapHeight: height - 2 * MARGIN - HEAD - FOOT - rows * LEGEND_ROW,
        legend: {
            columns,
            rows,
            row: LEGEND_ROW,
            column: LEGEND_COLUMN,
            here: Math.min(entries, columns * rows),
        },
    };
}

/**
 * The grid of what did not fit on the sheet, over the whole width.
 *
 * @param {Sheet} sheet
 * @param {number} entries
 * @param {number} [most] millimetres of height; none: as high as it takes
 * @returns {LegendGrid}
 */
export function restGrid(sheet, entries, most = Number.POSITIVE_INFINITY) {
    const { row, column } = sheet.legend;
    const columns = Math.floor(sheet.mapWidth / column);
    const rows = Math.min(Math.floor(most / row), Math.ceil(entries / columns));
    return { columns, rows, row, column, here: Math.min(entries, columns * rows) };
}

/** @param {number} mm @returns {number} map pixels */
export function mapPixels(mm) {
    return Math.round((mm / MM_PER_PIXEL) * FINENESS);
}

/**
 * @param {number} zoom of the map, may be a fraction
 * @param {number} lat degrees, of the middle of the map
 * @returns {number} n of the scale 1:n on paper
 */
export function scaleOf(zoom, lat) {
    const metres = (METRES_AT_ZOOM_0 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
    return (metres * 1000 * FINENESS) / MM_PER_PIXEL;
}

/** @param {number} n @param {number} lat degrees @returns {number} zoom at which the scale is 1:n */
export function zoomFor(n, lat) {
    return Math.log2(scaleOf(0, lat) / n);
}

/** @param {number} n @returns {number} the next round scale that shows at least as much */
export function niceScale(n) {
    const unit = 10 ** Math.floor(Math.log10(n));
    // A hair of tolerance: 10 000.000001 is 10 000.
    return NICE.find((step) => step * unit >= n * (1 - 1e-9)) * unit;
}

/**
 * A bar of a round length of ground.
 *
 * @param {number} n of the scale 1:n
 * @param {number} [most] millimetres on paper
 * @returns {{metres: number, mm: number}}
 */
export function scaleBar(n, most = 60) {
    const longest = (n * most) / 1000;
    const unit = 10 ** Math.floor(Math.log10(longest));
    const metres = [5, 2, 1].find((step) => step * unit <= longest) * unit;
    return { metres, mm: (metres * 1000) / n };
}

/** @param {string} title @param {number} most letters @returns {string} one line of it */
export function shortTitle(title, most = 120) {
    return title.replace(/\s+/g, " ").trim().slice(0, most);
}

/**
 * @template T
 * @param {T[]} rows
 * @param {number} size rows of a page
 * @returns {T[][]}
 */
export function pagesOf(rows, size) {
    const pages = [];
    for (let start = 0; start < rows.length; start += size) {
        pages.push(rows.slice(start, start + size));
    }
    return pages;
}
