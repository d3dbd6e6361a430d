import { fill, formatCount, formatDate } from "../core/format.js";
import { boundsOf, countsOf, decodePoints, grouped, worstOf } from "../core/order.js";
import { LATENESS_STYLES, STAGE_STYLES } from "../core/themes.js";
import { fitArea } from "../map/create.js";
import { OrderMarkers } from "../map/ordermarkers.js";
import { byId, el } from "../ui/dom.js";
import { refusalOf, sessionEnded, wordsFor } from "../ui/http.js";
import { fillSelect, Legend } from "../ui/legend.js";
import { pageInsets } from "./insets.js";

/** What the points are coloured by. */
const PARTS = Object.freeze({
    stage: { label: "order_stage", styles: STAGE_STYLES, words: "issue_stage" },
    late: { label: "order_late", styles: LATENESS_STYLES, words: "issue_late" },
});
/** Issues at one spot that are told one by one. */
const MOST_TOLD = 8;

/**
 * Public-order issues of the commune, for its police, on whatever else the map shows.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachOrder(page) {
    if (page.config.urls.order !== undefined) {
        new Order(page);
    }
}

class Order {
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.part = "stage";
        this.off = new Set();
        this.points = [];
        this.answer = null;
        this.tag = null;
        this.markers = new OrderMarkers(page.map);
        const choices = Object.entries(PARTS).map(([key, { label }]) => ({
            key,
            label: this.strings[label],
        }));
        fillSelect(byId("order-theme"), choices, this.part, (key) => this.setPart(key));
        this.legend = new Legend(byId("order-legend"), {
            strings: this.strings,
            onToggle: (key) => this.toggle(key),
            onOnly: (key) => this.only(key),
        });
        page.map.on("zoomend", () => this.draw());
        page.on("data", () => this.ask());
    }

    /** The tag is remembered here and not by the browser, which keeps none of this. */
    async ask() {
        const headers = this.tag === null ? {} : { "If-None-Match": this.tag };
        const how = { cache: "no-store", credentials: "same-origin", redirect: "manual", headers };
        try {
            const response = await fetch(this.page.config.urls.order, how);
            if (response.status === 304) {
                return;
            }
            if (!response.ok) {
                throw await refusalOf(response);
            }
            this.answer = await response.json();
            this.tag = response.headers.get("ETag");
        } catch (error) {
            this.fail(error);
            return;
        }
        this.points = decodePoints(this.answer);
        this.show();
    }

    /** What is shown stays; whoever looks at it can ask again. */
    fail(error) {
        const { strings } = this;
        // Asked with its tag the answer would be "unchanged", and these words would stay.
        this.tag = null;
        const ended = sessionEnded(error);
        const words = ended ? strings.sign_in_again : strings.retry;
        const button = el("button", { type: "button", class: "btn btn-outline-primary" }, words);
        button.addEventListener("click", () => (ended ? window.location.reload() : this.again()));
        byId("order-words").replaceChildren(
            el("span", { role: "alert" }, wordsFor(error, strings, strings.order_failed)),
            button,
        );
    }

    async again() {
        byId("order-words").textContent = this.strings.loading;
        byId("order-theme").focus();
        await this.ask();
    }

    setPart(part) {
        this.part = part;
        this.off = new Set();
        this.show();
    }

    toggle(key) {
        if (!this.off.delete(key)) {
            this.off.add(key);
        }
        this.show();
    }

    only(key) {
        const others = Object.keys(PARTS[this.part].styles).filter((each) => each !== key);
        const isAlone = !this.off.has(key) && others.every((each) => this.off.has(each));
        this.off = new Set(isAlone ? [] : others);
        this.show();
    }

    show() {
        const { styles } = PARTS[this.part];
        const counts = countsOf(this.points, this.part);
        const entries = Object.entries(styles).map(([key, style]) => ({
            key,
            label: this.word(this.part, key),
            style,
            count: counts.get(key),
        }));
        const more = { marks: [], notes: [] };
        this.legend.show(this.part, entries, more, ({ key }) => !this.off.has(key));
        byId("order-words").replaceChildren(...this.words().map((text) => el("span", {}, text)));
        this.draw();
    }

    words() {
        const { strings, points } = this;
        const { unlocated, left_off: leftOff } = this.answer;
        const told = (text, n) => (n > 0 ? fill(strings[text], { n: formatCount(n) }) : "");
        const shown = told("order_shown", points.length);
        const hidden = [told("order_unlocated", unlocated), told("order_left_off", leftOff)];
        const parts = [shown, ...hidden].filter(Boolean);
        return parts.length === 0 ? [strings.order_none] : parts;
    }

    word(part, key) {
        return this.strings[`${PARTS[part].words}_${key}`];
    }

    draw() {
        const shown = this.points.filter((point) => !this.off.has(point[this.part]));
        this.markers.show(
            grouped(shown, this.page.map.getZoom()),
            (group) => this.lookOf(group),
            (group) => this.pick(group),
        );
    }

    lookOf({ points }) {
        const { styles } = PARTS[this.part];
        const style = styles[worstOf(points, this.part)];
        if (points.length > 1) {
            const count = formatCount(points.length);
            return { style, count, label: fill(this.strings.order_group, { n: count }) };
        }
        return { style, count: "", label: this.titleOf(points[0]) };
    }

    titleOf({ what, stage, late }) {
        const told = { what, stage: this.word("stage", stage), late: this.word("late", late) };
        return fill(this.strings.order_point, told);
    }

    /** Closer, as long as that tells them apart; then what they are. */
    pick(group) {
        const bounds = boundsOf(group.points);
        if (this.markers.canComeCloser(bounds)) {
            fitArea(this.page.map, bounds, pageInsets());
            return;
        }
        this.markers.tell(group, this.told(group.points));
    }

    told(points) {
        const { strings } = this;
        const items = points
            .slice(0, MOST_TOLD)
            .map((point) => el("li", { class: "order-item" }, ...this.lines(point)));
        const rest = points.length - items.length;
        if (rest > 0) {
            items.push(
                el(
                    "li",
                    { class: "order-item" },
                    fill(strings.order_rest, { n: formatCount(rest) }),
                ),
            );
        }
        return el("ul", { class: "order-told" }, ...items);
    }

    lines(point) {
        const { strings, page } = this;
        const due = fill(strings.order_due, { day: formatDate(point.due) });
        const stage = this.word("stage", point.stage);
        const late = this.word("late", point.late);
        return [
            el("strong", {}, point.what),
            el("span", {}, stage),
            el("span", { class: point.late === "in_time" ? "" : "card-late" }, `${due} · ${late}`),
            point.provisional ? el("span", { class: "subtle" }, strings.order_provisional) : null,
            el(
                "a",
                { href: page.config.urls.issue.replace("/0/", `/${point.id}/`) },
                strings.order_open,
            ),
        ];
    }
}
