import { fill, formatCount, formatDistance } from "../core/format.js";
import { markInk } from "../core/palette.js";
import { paintMark } from "../core/peoplelooks.js";
import { FINENESS, MM_PER_PIXEL, restGrid, scaleBar } from "../core/printsheet.js";
import { DASHES } from "../core/provisional.js";

/**
 * The sheet as a picture. Text is painted, never parsed.
 *
 * @typedef {import("../core/printsheet.js").Sheet} Sheet
 * @typedef {import("./takeaway.js").SheetContent} SheetContent
 * @typedef {{rows: string[][], widths: number[], note: string}} PictureList lines of the list of
 *     households, the first of them the headings; widths in shares of the sheet
 */

const INK = "#16232e";
const EDGE = "#667062";
const LIST_ROW = 5.5;
/** The watermark: radians, and millimetres. */
const MARK_TURN = -0.5;
const MARK_SIZE = 4.4;
const MARK_WIDTH = 120;
const MARK_STEP = 34;

/** @param {number} mm @returns {number} pixels of the picture */
const pixels = (mm) => (mm / MM_PER_PIXEL) * FINENESS;

/**
 * A white picture: the sheet, and below it what did not fit.
 *
 * @param {Sheet} sheet
 * @param {SheetContent} content
 * @param {PictureList} list
 * @returns {{canvas: HTMLCanvasElement, height: number}} height: millimetres
 */
export function blankPicture(sheet, content, list) {
    const height = sheet.height + restHeight(sheet, content) + listHeight(list);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(pixels(sheet.width));
    canvas.height = Math.round(pixels(height));
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    return { canvas, height };
}

function restHeight(sheet, { legend }) {
    const rest = legend.length - sheet.legend.here;
    return rest > 0 ? restGrid(sheet, rest).rows * sheet.legend.row + 2 * sheet.margin : 0;
}

function listHeight({ rows, note }) {
    return rows.length > 0 ? (rows.length + (note ? 1 : 0)) * LIST_ROW + 16 : 0;
}

/** Where the map stands in the picture. */
export function mapBox(sheet) {
    return {
        x: pixels(sheet.margin),
        y: pixels(sheet.margin + sheet.head),
        width: pixels(sheet.mapWidth),
        height: pixels(sheet.mapHeight),
    };
}

/**
 * Everything of the picture but the map.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Sheet} sheet
 * @param {SheetContent & {note: string, height: number, list: PictureList}} content
 * @param {Record<string, string>} strings
 */
export function paintSheet(context, sheet, content, strings) {
    const write = writerOn(context, sheet);
    context.fillStyle = INK;
    context.textBaseline = "top";
    write(content.title, sheet.margin, sheet.margin + 2, { size: 7, weight: 700 });
    const under = sheet.margin + sheet.head + sheet.mapHeight + 3;
    const width = sheet.legend.column * sheet.legend.columns;
    write(content.heading, sheet.margin, under, { size: 3.6, weight: 700, width });
    const { here } = sheet.legend;
    paintLegend(context, write, content.legend.slice(0, here), {
        grid: sheet.legend,
        left: sheet.margin,
        top: under + sheet.legend.row,
    });
    paintMeasure(context, write, sheet, { under, scale: content.scale, north: strings.north });
    const made = [fill(strings.takeaway_made, content), content.source, content.note];
    made.push(content.isPrivate ? strings.takeaway_private : "");
    const foot = sheet.height - sheet.margin - 4;
    write(made.filter(Boolean).join(" · "), sheet.margin, foot, { size: 3 });
    const box = mapBox(sheet);
    context.strokeStyle = EDGE;
    context.lineWidth = pixels(0.3);
    context.strokeRect(box.x, box.y, box.width, box.height);
    const rest = content.legend.slice(here);
    paintLegend(context, write, rest, {
        grid: restGrid(sheet, rest.length),
        left: sheet.margin,
        top: sheet.height + sheet.margin / 2,
    });
    paintList(context, write, sheet, content);
    paintMarks(context, sheet, content, write);
}

/** Lengths in millimetres; text that is too long is drawn narrower. */
function writerOn(context, sheet) {
    const font = getComputedStyle(document.body).fontFamily;
    return (text, x, y, { size, weight = 400, width = sheet.mapWidth }) => {
        context.font = `${weight} ${pixels(size)}px ${font}`;
        context.fillText(text, pixels(x), pixels(y), pixels(width));
    };
}

function paintMeasure(context, write, sheet, { under, scale, north }) {
    const left = sheet.margin + sheet.mapWidth - 78;
    const bar = scaleBar(scale);
    write(formatDistance(bar.metres), left, under, { size: 3.4 });
    context.fillRect(pixels(left), pixels(under + 5), pixels(bar.mm), pixels(1.2));
    const ratio = `1:${formatCount(Math.round(scale))}`;
    write(ratio, left, under + 8, { size: 4, weight: 700 });
    write(`↑ ${north}`, left + 66, under, { size: 6, weight: 700 });
}

function paintLegend(context, write, entries, { grid, left, top }) {
    entries.forEach(({ label, count, style }, index) => {
        const x = left + Math.floor(index / grid.rows) * grid.column;
        const y = top + (index % grid.rows) * grid.row;
        paintDot(context, style, x, y);
        context.fillStyle = INK;
        const width = grid.column - 8;
        write(`${label}: ${formatCount(count)}`, x + 6, y, { size: 3.6, width });
    });
}

function paintDot(context, style, x, y) {
    if (style.provisional) {
        paintDashes(context, x, y);
    }
    context.beginPath();
    if (style.square) {
        context.rect(pixels(x), pixels(y + 0.4), pixels(4), pixels(3.2));
    } else {
        context.arc(pixels(x + 2), pixels(y + 2), pixels(1.6), 0, 2 * Math.PI);
    }
    context.fillStyle = style.fill;
    context.fill();
    context.strokeStyle = style.ring === "#ffffff" ? style.fill : style.ring;
    context.lineWidth = pixels(style.hollow ? 0.7 : 0.3);
    context.stroke();
    if (style.mark) {
        context.fillStyle = markInk(style.fill);
        paintMark(context, style.mark, { x: pixels(x + 2), y: pixels(y + 2) }, pixels(1.6));
    }
}

function paintDashes(context, x, y) {
    const radius = pixels(2.3);
    const dash = (Math.PI * radius) / DASHES.parts;
    context.beginPath();
    context.arc(pixels(x + 2), pixels(y + 2), radius, 0, 2 * Math.PI);
    context.setLineDash([dash, dash]);
    context.strokeStyle = DASHES.ink;
    context.lineWidth = pixels(0.4);
    context.stroke();
    context.setLineDash([]);
}

function paintList(context, write, sheet, { list, legend }) {
    let top = sheet.height + restHeight(sheet, { legend }) + 6;
    list.rows.forEach((cells, row) => {
        let left = sheet.margin;
        cells.forEach((text, column) => {
            const width = sheet.mapWidth * list.widths[column];
            write(text, left, top, { size: 3.4, weight: row === 0 ? 700 : 400, width: width - 3 });
            left += width;
        });
        context.fillStyle = EDGE;
        context.fillRect(
            pixels(sheet.margin),
            pixels(top + LIST_ROW - 1),
            pixels(sheet.mapWidth),
            1,
        );
        context.fillStyle = INK;
        top += LIST_ROW;
    });
    if (list.rows.length > 0 && list.note) {
        write(list.note, sheet.margin, top, { size: 3.4, weight: 700 });
    }
}

function paintMarks(context, sheet, { by, at, height }, write) {
    const text = `${by} · ${at}`;
    const style = { size: MARK_SIZE, weight: 700, width: MARK_WIDTH };
    context.save();
    context.globalAlpha = 0.14;
    context.translate(pixels(sheet.width / 2), 0);
    context.rotate(MARK_TURN);
    const reach = Math.ceil((height + sheet.width) / MARK_STEP);
    for (let row = -4; row <= reach; row += 1) {
        // A turned grid drifts sideways on its way down a long picture.
        const drift = Math.round((row * MARK_STEP * Math.tan(MARK_TURN)) / (MARK_WIDTH + 15));
        for (let column = drift - 3; column <= drift + 3; column += 1) {
            write(text, column * (MARK_WIDTH + 15), row * MARK_STEP, style);
        }
    }
    context.restore();
}
