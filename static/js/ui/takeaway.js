import { fill, formatCount, formatCounted, formatDistance } from "../core/format.js";
import { FINENESS, mapPixels, pagesOf, restGrid, scaleBar } from "../core/printsheet.js";
import { byId, dot, el } from "./dom.js";

/**
 * The paper: one sheet with the map, pages with the rest of a long legend, pages with names.
 *
 * @typedef {import("../core/printsheet.js").Sheet} Sheet
 *
 * @typedef {object} SheetContent
 * @property {string} title
 * @property {string} heading of the legend
 * @property {Array<{label: string, count: number, style: object}>} legend
 * @property {number} scale n of 1:n
 * @property {string} by who made it, as the server says
 * @property {string} at when, as the server says
 * @property {boolean} isPrivate whether it holds households
 * @property {string} source of the base map, "" for none
 */

const ROWS_OF_A_PAGE = { a4: { portrait: 42, landscape: 27 }, a3: { portrait: 64, landscape: 42 } };
/** Enough to cover an A3 sheet, and a page with a table. */
const MARKS = 60;
const MARKS_OF_A_LIST = 24;
/** What a page of legend has besides the legend, millimetres. */
const AROUND_LEGEND = 60;

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

/** @param {Sheet} sheet */
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

/** @param {Sheet} sheet @param {SheetContent} content @param {Record<string, string>} strings */
export function showSheet(sheet, content, strings) {
    byId("print-title").textContent = content.title;
    byId("print-heading").textContent = content.heading;
    fillLegend(byId("print-legend"), content.legend.slice(0, sheet.legend.here), sheet.legend);
    const bar = scaleBar(content.scale);
    byId("print-bar").style.width = `${bar.mm}mm`;
    byId("print-bar-length").textContent = formatDistance(bar.metres);
    byId("print-scale").textContent = `1:${formatCount(Math.round(content.scale))}`;
    byId("print-made").textContent = fill(strings.takeaway_made, content);
    byId("print-private").textContent = content.isPrivate ? strings.takeaway_private : "";
    byId("print-source").textContent = content.source;
    byId("print-mark").replaceChildren(...marks(content, MARKS));
}

function fillLegend(list, entries, grid) {
    list.style.gridTemplateRows = `repeat(${grid.rows}, ${grid.row}mm)`;
    list.style.gridAutoColumns = `${grid.column}mm`;
    list.replaceChildren(...entries.map(legendItem));
}

function legendItem({ label, count, style }) {
    const mark = dot(style);
    mark.classList.toggle("dot-square", Boolean(style.square));
    return el("li", {}, mark, el("span", {}, label), el("b", {}, formatCounted(count)));
}

function marks({ by, at }, count) {
    return Array.from({ length: count }, () => el("span", {}, `${by} · ${at}`));
}

/**
 * Pages for the part of the legend that the sheet has no room for.
 *
 * @param {Sheet} sheet
 * @param {SheetContent} content
 * @param {Record<string, string>} strings
 * @returns {HTMLElement[]}
 */
export function legendPages(sheet, content, strings) {
    const rest = content.legend.slice(sheet.legend.here);
    if (rest.length === 0) {
        return [];
    }
    const grid = restGrid(sheet, rest.length, sheet.height - AROUND_LEGEND);
    return pagesOf(rest, grid.here).map((entries) => {
        const list = el("ul", { class: "print-legend" });
        fillLegend(list, entries, grid);
        const more = fill(strings.takeaway_legend_more, content);
        return page(content, [el("p", {}, more), list], fill(strings.takeaway_made, content));
    });
}

/** @returns {string[][]} headings, then one line a household; numbers begin at 1 */
export function nameRows(households, { villageName, personName }, strings) {
    const columns = ["number", "code", "head", "village", "person"];
    const lines = households.map((household, index) => [
        formatCount(index + 1),
        household.code,
        household.head,
        villageName(household),
        personName(household) || strings.uncovered,
    ]);
    return [columns.map((name) => strings[`takeaway_column_${name}`]), ...lines];
}

/**
 * Pages with the names, each with the watermark.
 *
 * @param {string[][]} rows as `nameRows` gives them
 * @param {{paper: string, orientation: string, note: string}} options note: what is missing
 * @param {SheetContent} content
 * @param {Record<string, string>} strings
 * @returns {HTMLElement[]}
 */
export function namePages([headings, ...rows], { paper, orientation, note }, content, strings) {
    const pages = pagesOf(rows, ROWS_OF_A_PAGE[paper][orientation]);
    return pages.map((lines, index) => {
        const number = fill(strings.takeaway_page, {
            n: formatCount(index + 1),
            all: formatCount(pages.length),
        });
        const foot = [fill(strings.takeaway_made, content), number, note].filter(Boolean);
        return page(content, [table(headings, lines)], foot.join(" · "));
    });
}

function table(headings, lines) {
    const cells = (tag, texts) => texts.map((text) => el(tag, {}, text));
    const head = el("thead", {}, el("tr", {}, ...cells("th", headings)));
    return el(
        "table",
        {},
        head,
        el("tbody", {}, ...lines.map((line) => el("tr", {}, ...cells("td", line)))),
    );
}

function page(content, body, foot) {
    return el(
        "section",
        { class: "print-page" },
        el("h2", {}, content.title),
        ...body,
        el("p", { class: "print-page-foot" }, foot),
        el(
            "div",
            { class: "print-mark", "aria-hidden": "true" },
            ...marks(content, MARKS_OF_A_LIST),
        ),
    );
}
