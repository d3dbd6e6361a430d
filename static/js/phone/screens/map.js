/** Where my households stand. Leaflet comes only now. */
import { el } from "../../ui/dom.js";
import { layers } from "../book.js";
import { follow } from "../locating.js";
import { rowsOf, staleNotice } from "./list.js";
import { addressOf, meter, reachLinks, whenAndWhere } from "./parts.js";

/** @param {import("../app.js").App} app */
export async function mapScreen(app) {
    const { strings } = app;
    if (app.isStale) {
        return { title: strings.map, node: staleNotice(app) };
    }
    const box = el("div", { class: "mine-map" });
    const told = el("div", { class: "mine-map-card", "aria-live": "polite" });
    const unplaced = rowsOf(app).filter(({ home }) => home.lon === null).length;
    const hint = el("p", { class: "mine-map-hint" }, strings.map_hint);
    told.append(hint);
    const node = el("div", { class: "mine-map-screen" }, box, told);
    if (unplaced > 0) {
        hint.append(" ", strings.map_unplaced.replace("{n}", String(unplaced)));
    }
    let stop = () => {};
    const drawing = draw(app, box, told).then((map) => {
        stop = follow((fix) => {
            app.place = fix;
            map.setPlace(fix);
        });
        return map;
    });
    drawing.catch((error) => app.trouble(error));
    const leave = () => {
        stop();
        drawing.then((map) => map.remove()).catch(() => null);
    };
    return { title: strings.map, node, leave };
}

async function draw(app, box, told) {
    addStyles(app.config.map_styles);
    const [{ showMine }, outlines] = await Promise.all([import(app.config.map_script), layers()]);
    return showMine(box, {
        rows: rowsOf(app),
        outlines,
        place: app.place,
        strings: app.strings,
        onChoose: (row) => told.replaceChildren(chosen(app, row)),
    });
}

function addStyles(href) {
    if (document.querySelector(`link[href="${href}"]`) === null) {
        document.head.append(el("link", { rel: "stylesheet", href }));
    }
}

function chosen(app, row) {
    const { strings, book } = app;
    return el(
        "div",
        {},
        el(
            "div",
            { class: "mine-card-head" },
            el(
                "div",
                {},
                el("h2", {}, row.home.head),
                el("p", { class: "subtle" }, addressOf(row.home)),
            ),
            meter(row.standing, book.rule.per_month, strings),
        ),
        el("p", { class: "mine-card-facts" }, whenAndWhere(row, strings)),
        el(
            "div",
            { class: "mine-card-foot" },
            el(
                "a",
                { href: `#/ghi/${row.home.id}`, class: "mine-button mine-button-primary" },
                strings.check_in,
            ),
            reachLinks(row.home, strings),
        ),
    );
}
