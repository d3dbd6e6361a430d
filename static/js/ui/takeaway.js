import { fill, formatCount, formatDistance } from "../core/format.js";
import { FINENESS, MM_PER_PIXEL, mapPixels, pagesOf, scaleBar } from "../core/printsheet.js";
import { byId, dot, el } from "./dom.js";

/**
 * @typedef {object} SheetContent
 * @property {string} title
 * @property {Array<{label: string, count: number, style: object}>} legend
 * @property {number} scale n of 1:n
 * @property {string} by who made it, as the server says
 * @property {string} at when, as the server says
 * @property {boolean} isPrivate whether it holds households
 * @property {string} source of the base map, "" for none
 */

const ROWS_OF_A_PAGE = { a4: { portrait: 44, landscape: 28 }, a3: { portrait: 66, landscape: 44 } };
/** Enough to cover an A3 sheet. */
const MARKS = 60;

/** What the form of the dialog says. */
export function readForm() {
    const form = byId("takeaway-form");
    const data = new FormData(form);
    return {
        title: String(data.get("title")),
        paper: data.get("paper"),
        orientation: data.get("orientation"),
        what: data.get("what") ?? "view",
        names: data.get("names") === "on",
        token: form.elements.csrfmiddlewaretoken.value,
    };
}

/** @param {import("../core/printsheet.js").Sheet} sheet millimetres */
export function layOut(sheet) {
    const box = byId("print-sheet");
    box.style.width = `${sheet.width}mm`;
    box.style.height = `${sheet.height - 0.5}mm`;
    box.style.padding = `${sheet.margin}mm`;
    const frame = byId("print-frame");
    frame.style.width = `${sheet.mapWidth}mm`;
    frame.style.height = `${sheet.mapHeight}mm`;
    byId("print-map").style.transform = `scale(${1 / FINENESS})`;
    return { width: mapPixels(sheet.mapWidth), height: mapPixels(sheet.mapHeight) };
}

/** @param {SheetContent} content @param {Record<string, string>} strings */
export function showSheet(content, strings) {
    byId("print-title").textContent = content.title;
    byId("print-legend").replaceChildren(
        ...content.legend.map((entry) =>
            el(
                "li",
                {},
                dot(entry.style),
                el("span", {}, entry.label),
                el("b", {}, formatCount(entry.count)),
            ),
        ),
    );
    const bar = scaleBar(content.scale);
    byId("print-bar").style.width = `${bar.mm}mm`;
    byId("print-bar-length").textContent = formatDistance(bar.metres);
    byId("print-scale").textContent = `1:${formatCount(Math.round(content.scale))}`;
    byId("print-made").textContent = fill(strings.takeaway_made, content);
    byId("print-private").textContent = content.isPrivate ? strings.takeaway_private : "";
    byId("print-source").textContent = content.source;
    byId("print-mark").replaceChildren(...marks(content));
}

function marks({ by, at }) {
    return Array.from({ length: MARKS }, () => el("span", {}, `${by} · ${at}`));
}

/**
 * Pages with the names, each with the watermark.
 *
 * @param {Array<object>} households
 * @param {{paper: string, orientation: string, personName: (household: object) => string,
 *     villageName: (household: object) => string}} options
 * @param {SheetContent} content
 * @param {Record<string, string>} strings
 */
export function showNames(households, options, content, strings) {
    const size = ROWS_OF_A_PAGE[options.paper][options.orientation];
    const pages = pagesOf(households, size);
    const sheets = pages.map((rows, index) => {
        const body = rows.map((household, row) =>
            el(
                "tr",
                {},
                el("td", {}, formatCount(index * size + row + 1)),
                el("td", {}, household.code),
                el("td", {}, household.head),
                el("td", {}, options.villageName(household)),
                el("td", {}, options.personName(household) || strings.uncovered),
            ),
        );
        const page = fill(strings.takeaway_page, { n: index + 1, all: pages.length });
        return el(
            "section",
            { class: "print-names" },
            el("h2", {}, content.title),
            el("table", {}, headOf(strings), el("tbody", {}, ...body)),
            el("p", {}, `${fill(strings.takeaway_made, content)} · ${page}`),
            el("div", { class: "print-mark", "aria-hidden": "true" }, ...marks(content)),
        );
    });
    byId("print-lists").replaceChildren(...sheets);
}

function headOf(strings) {
    const names = ["number", "code", "head", "village", "person"];
    const cells = names.map((name) =>
        el("th", { scope: "col" }, strings[`takeaway_column_${name}`]),
    );
    return el("thead", {}, el("tr", {}, ...cells));
}

/** @param {number} mm @returns {number} pixels of the picture */
const pixels = (mm) => (mm / MM_PER_PIXEL) * FINENESS;

/**
 * Everything of the sheet but the map, onto a canvas.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{margin: number, width: number, height: number, mapWidth: number, mapHeight: number}}
 *     sheet millimetres
 * @param {SheetContent & {note: string}} content
 * @param {Record<string, string>} strings
 */
export function paintSheet(context, sheet, content, strings) {
    const left = pixels(sheet.margin);
    const font = getComputedStyle(document.body).fontFamily;
    const write = (text, x, y, size, weight = 400) => {
        context.font = `${weight} ${pixels(size)}px ${font}`;
        context.fillText(text, x, y, pixels(sheet.mapWidth));
    };
    context.fillStyle = "#16232e";
    context.textBaseline = "top";
    write(content.title, left, pixels(sheet.margin + 2), 7, 700);
    const under = sheet.margin + 16 + sheet.mapHeight + 3;
    paintLegend(context, content.legend, { left, under, write });
    const right = pixels(sheet.margin + sheet.mapWidth - 78);
    const bar = scaleBar(content.scale);
    context.fillRect(right, pixels(under + 5), pixels(bar.mm), pixels(1.2));
    write(formatDistance(bar.metres), right, pixels(under), 3.4);
    write(`1:${formatCount(Math.round(content.scale))}`, right, pixels(under + 8), 4, 700);
    write("↑ B", right + pixels(66), pixels(under), 6, 700);
    const foot = [fill(strings.takeaway_made, content), content.source, content.note];
    foot.push(content.isPrivate ? strings.takeaway_private : "");
    write(foot.filter(Boolean).join(" · "), left, pixels(sheet.height - sheet.margin - 4), 3);
    context.strokeStyle = "#667062";
    context.strokeRect(
        left,
        pixels(sheet.margin + 16),
        pixels(sheet.mapWidth),
        pixels(sheet.mapHeight),
    );
    paintMarks(context, sheet, content, write);
}

function paintLegend(context, legend, { left, under, write }) {
    const rows = 4;
    legend.slice(0, 8).forEach(({ label, count, style }, index) => {
        const x = left + pixels(Math.floor(index / rows) * 62);
        const y = under + (index % rows) * 6;
        context.beginPath();
        context.arc(x + pixels(2), pixels(y + 2), pixels(1.6), 0, 2 * Math.PI);
        context.fillStyle = style.fill;
        context.fill();
        context.strokeStyle = style.hollow ? style.ring : style.fill;
        context.lineWidth = pixels(style.hollow ? 0.7 : 0.3);
        context.stroke();
        context.fillStyle = "#16232e";
        write(`${label}: ${formatCount(count)}`, x + pixels(6), pixels(y), 3.6);
    });
}

function paintMarks(context, sheet, { by, at }, write) {
    context.save();
    context.globalAlpha = 0.14;
    context.translate(pixels(sheet.width / 2), pixels(sheet.height / 2));
    context.rotate(-0.5);
    for (let row = -8; row <= 8; row += 1) {
        for (let column = -3; column <= 3; column += 1) {
            write(`${by} · ${at}`, pixels(column * 110), pixels(row * 34), 5, 700);
        }
    }
    context.restore();
}

/** @param {{width: number, height: number}} sheet @returns {HTMLCanvasElement} white, its size */
export function blankPicture(sheet) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(pixels(sheet.width));
    canvas.height = Math.round(pixels(sheet.height));
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    return canvas;
}

/** Where the map stands in the picture. */
export function mapBox(sheet) {
    return {
        x: pixels(sheet.margin),
        y: pixels(sheet.margin + 16),
        width: pixels(sheet.mapWidth),
        height: pixels(sheet.mapHeight),
    };
}
