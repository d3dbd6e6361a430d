/** My households: whom I owe a visit, nearest first. */
import { fill } from "../../core/format.js";
import { found, inOrder, metresTo } from "../../core/phonehomes.js";
import { dayOf, standingOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { follow, mayFollow } from "../locating.js";
import { issuesBox } from "./issues.js";
import { addressOf, button, meter, reachLinks, whenAndWhere } from "./parts.js";

const FILTERS = ["all", "owed", "done"];
/** Less is the trembling of the position, not a walk. */
const MOVED_METRES = 30;

/** @param {import("../app.js").App} app */
export async function listScreen(app) {
    const { strings } = app;
    if (app.isStale) {
        return { title: strings.title, node: staleNotice(app) };
    }
    const node = el("div", { class: "mine-list" });
    const view = { query: "", filter: "all", ...app.view };
    app.view = view;
    const sum = el("p", { class: "mine-sum" });
    const list = el("ul", { class: "mine-cards" });
    const draw = () => drawList(app, view, sum, list);
    node.append(sum, tools(app, view, draw), list);
    node.renew = draw;
    draw();
    const stop = await followNow(app, draw, node);
    return { title: strings.title, node, leave: stop };
}

/** @param {import("../app.js").App} app @returns {HTMLElement} */
export function staleNotice(app) {
    const { strings } = app;
    const node = el(
        "div",
        { class: "mine-column" },
        el("h2", {}, strings.stale_title),
        el("p", {}, strings.stale_text),
        button(strings.refresh, () => app.refresh(), "primary"),
    );
    node.renew = () => {
        if (!app.isStale) {
            app.show();
        }
    };
    return node;
}

/** @param {import("../app.js").App} app @returns {import("../../core/phonehomes.js").Row[]} */
export function rowsOf(app) {
    const today = dayOf(Date.now());
    const toldOn = dayOf(app.book.taken_at);
    return inOrder(
        app.homes.map((home) => ({
            home,
            standing: standingOf(home, app.book.rule, today, toldOn),
            metres: metresTo(home, app.place),
        })),
    );
}

function tools(app, view, draw) {
    const { strings } = app;
    const input = el("input", {
        type: "search",
        "aria-label": strings.search,
        placeholder: strings.search,
        enterkeyhint: "search",
        value: view.query,
    });
    input.addEventListener("input", () => {
        view.query = input.value;
        draw();
    });
    const filters = el("div", {
        class: "mine-filters",
        role: "group",
        "aria-label": strings.filter,
    });
    for (const filter of FILTERS) {
        const chip = button(strings[`filter_${filter}`], () => {
            view.filter = filter;
            for (const other of filters.children) {
                other.setAttribute("aria-pressed", String(other === chip));
            }
            draw();
        });
        chip.setAttribute("aria-pressed", String(filter === view.filter));
        filters.append(chip);
    }
    return el("div", { class: "mine-tools" }, input, filters);
}

function drawList(app, view, sum, list) {
    const { strings } = app;
    if (app.isStale) {
        app.show();
        return;
    }
    const rows = rowsOf(app);
    const owed = rows.filter(({ standing }) => !standing.done).length;
    sum.textContent =
        owed > 0
            ? fill(strings.sum, { owed, all: rows.length })
            : strings[rows.length > 0 ? "sum_done" : "sum_none"];
    const shown = found(rows, view.query, view.filter);
    const next = shown.find(({ standing }) => !standing.done);
    list.replaceChildren(...shown.map((row) => card(app, row, row === next)));
    if (shown.length === 0 && rows.length > 0) {
        list.append(el("li", { class: "mine-none" }, strings.nothing_found));
    }
}

function card(app, row, isNext) {
    const { strings, book } = app;
    const { home, standing } = row;
    const made = el("li", {
        class: standing.done ? "mine-card mine-card-done" : "mine-card",
        "data-home": String(home.id),
    });
    const go = el(
        "a",
        {
            href: `#/ghi/${home.id}`,
            class: `mine-button mine-button-${isNext ? "primary" : "plain"}`,
            "aria-label": `${strings.check_in}: ${home.head}`,
        },
        strings.check_in,
    );
    made.append(
        el(
            "div",
            { class: "mine-card-head" },
            el("div", {}, el("h2", {}, home.head), el("p", { class: "subtle" }, addressOf(home))),
            meter(standing, book.rule.per_month, strings),
        ),
        el("p", { class: "mine-card-facts" }, whenAndWhere(row, strings)),
        inCharge(home, strings),
        issuesBox(app, home),
        el("div", { class: "mine-card-foot" }, go, reachLinks(home, strings)),
    );
    return made;
}

/** An officer's groups hold households that others are in charge of. */
function inCharge({ is_mine, person_in_charge }, strings) {
    if (is_mine) {
        return "";
    }
    const text = person_in_charge
        ? fill(strings.in_charge, { name: person_in_charge })
        : strings.nobody_in_charge;
    return el("p", { class: "subtle" }, text);
}

/** By the phone's own position, when its owner has said so once. */
async function followNow(app, draw, node) {
    const { strings } = app;
    const begin = () =>
        follow((fix) => {
            const isFar = app.place === null || metresBetween(app.place, fix) > MOVED_METRES;
            app.place = fix;
            if (isFar) {
                draw();
            }
        });
    if (await mayFollow()) {
        return begin();
    }
    let stop = () => {};
    const near = button(strings.near_me, () => {
        near.remove();
        stop = begin();
    });
    near.classList.add("mine-near");
    node.querySelector(".mine-tools").append(near);
    return () => stop();
}

function metresBetween(a, b) {
    return metresTo({ lon: a.lon, lat: a.lat }, b);
}
