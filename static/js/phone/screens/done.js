/** It is on the phone; whether it is at the committee's already; and where to go next. */
import { fill } from "../../core/format.js";
import { el } from "../../ui/dom.js";
import { rowsOf } from "./list.js";
import { addressOf, whenAndWhere } from "./parts.js";

/** A visit with an issue is as far as the part that is least far. */
const WORST = ["refused", "waiting"];

/**
 * @param {import("../app.js").App} app
 * @param {number} id of the household
 */
export async function doneScreen(app, id) {
    const { strings } = app;
    const told = el("p", { class: "mine-done-state", role: "status" });
    const node = el("div", { class: "mine-column mine-done" });
    const home = app.book?.homes.find((each) => each.id === id);
    const next = app.isStale
        ? undefined
        : rowsOf(app).find((row) => !row.standing.done && row.home.id !== id);
    node.append(
        el("span", {
            class: "mine-icon mine-done-sign",
            "data-icon": "done",
            "aria-hidden": "true",
        }),
        el("h2", {}, fill(strings.kept, { head: home?.head ?? "" })),
        told,
        next ? nextCard(next, strings) : "",
        el(
            "a",
            { href: "#/", class: `mine-button mine-button-${next ? "plain" : "primary"}` },
            strings.back,
        ),
    );
    node.renew = () => {
        const items = app.items.filter(({ uuid }) => app.saved?.includes(uuid));
        const state = WORST.find((each) => items.some((item) => item.state === each)) ?? "sent";
        node.dataset.state = state;
        told.textContent = strings[`kept_${state}`];
    };
    node.renew();
    return { title: strings.check_in, node };
}

function nextCard(row, strings) {
    return el(
        "section",
        { class: "mine-card mine-next-home" },
        el("h3", {}, strings.next_home),
        el("p", {}, el("strong", {}, row.home.head)),
        el("p", { class: "subtle" }, addressOf(row.home)),
        el("p", { class: "mine-card-facts" }, whenAndWhere(row, strings)),
        el(
            "a",
            { href: `#/ghi/${row.home.id}`, class: "mine-button mine-button-primary" },
            strings.check_in,
        ),
    );
}
