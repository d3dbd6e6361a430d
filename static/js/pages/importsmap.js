import { fill, formatCount } from "../core/format.js";
import { boundsOf, countOutcomes, MARKS } from "../core/imports.js";
import { addHomeButton, createMap, fitArea, showPosition } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { addOutlines } from "../map/previewoutlines.js";
import { drawMark, PreviewPoints } from "../map/previewpoints.js";
import { byId, el } from "../ui/dom.js";
import { getJson } from "../ui/http.js";

const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const PICTURE = 22;

/** The map of the preview, its legend, and the way from a point to its row and back. */
export class PlanMap {
    constructor(config) {
        this.config = config;
        this.strings = config.strings;
        this.element = byId("map");
        this.element.setAttribute("aria-label", this.strings.map_label);
        this.map = createMap(this.element, readMapOptions("map"), this.strings);
        // A page that is scrolled with the wheel must not stick in the map.
        this.map.scrollWheelZoom.disable();
        fitArea(this.map, config.bounds, NO_INSETS, false);
        /** @type {number | null} a row asked for before its point was there */
        this.wanted = null;
        this.points = [];
        /** @type {import("../core/imports.js").PlannedOutline[] | null} null: not to be had */
        this.villages = [];
        for (const button of document.querySelectorAll("[data-point]")) {
            button.addEventListener("click", () => this.goTo(Number(button.dataset.point)));
        }
    }

    async load() {
        await Promise.all([this.loadOutlines(), this.loadPoints()]);
        this.drawLegend();
    }

    /** The villages are but the ground: without them the map is as useful as it was. */
    async loadOutlines() {
        try {
            this.villages = (await getJson(this.config.urls.outlines)).villages;
        } catch {
            this.villages = null;
            return;
        }
        addOutlines(this.map, this.villages);
    }

    async loadPoints() {
        let told;
        try {
            told = await getJson(this.config.urls.points);
        } catch {
            byId("import-picked").replaceChildren(
                el("p", { role: "alert" }, this.strings.points_failed),
            );
            return;
        }
        const { points, cut } = told;
        this.layer = new PreviewPoints(points).addTo(this.map);
        this.home = boundsOf(points) ?? this.config.bounds;
        fitArea(this.map, this.home, NO_INSETS, false);
        addHomeButton(this.map, this.strings.show_area, () =>
            fitArea(this.map, this.home, NO_INSETS),
        );
        this.points = points;
        this.listen();
        if (cut || points.length === 0) {
            const words = cut ? this.strings.points_cut : this.strings.no_points;
            this.say(fill(words, { n: formatCount(points.length) }));
        }
        if (this.wanted !== null) {
            this.goTo(this.wanted);
        }
    }

    listen() {
        this.map.on("click", ({ latlng }) => this.picked(this.layer.pick(latlng)));
        this.map.on("mousemove", ({ latlng }) => {
            this.element.classList.toggle("is-on-point", this.layer.pick(latlng) !== null);
        });
    }

    goTo(row) {
        if (this.layer === undefined) {
            this.wanted = row;
            return;
        }
        const point = this.layer.find(row);
        if (point === null) {
            return;
        }
        this.element.scrollIntoView({ block: "center" });
        showPosition(this.map, point[2], point[1], NO_INSETS);
        this.picked(point);
    }

    picked(point) {
        this.layer.choose(point === null ? null : point[0]);
        if (point === null) {
            byId("import-picked").replaceChildren();
            return;
        }
        const [row, , , outcome, about, place] = point;
        const link = el(
            "a",
            { class: "import-link", href: `?dong=${row}#dong-${row}` },
            this.strings.open_row,
        );
        const said = [about, this.config.outcomes[outcome], place].filter(Boolean).join(" · ");
        byId("import-picked").replaceChildren(el("p", {}, said), link);
    }

    say(text) {
        byId("import-picked").replaceChildren(el("p", {}, text));
    }

    drawLegend() {
        const counts = countOutcomes(this.points);
        const buttons = [...MARKS]
            .reverse()
            .filter(({ outcome }) => counts[outcome] > 0)
            .map((mark) => this.legendButton(mark, counts[mark.outcome]));
        byId("import-legend").replaceChildren(...buttons, ...this.outlineKeys());
    }

    outlineKeys() {
        if (this.villages === null) {
            return [el("p", { class: "subtle", role: "status" }, this.strings.outlines_failed)];
        }
        const key = (isNew, words) =>
            this.villages.some((village) => village.is_new === isNew)
                ? [el("span", { class: `import-line${isNew ? " is-new" : ""}` }, words)]
                : [];
        return [
            ...key(false, this.strings.village_outlines),
            ...key(true, this.strings.new_outlines),
        ];
    }

    legendButton(mark, count) {
        const name = this.config.outcomes[mark.outcome];
        const words = fill(this.strings.legend_item, { name, n: formatCount(count) });
        const button = el(
            "button",
            { type: "button", "aria-pressed": "true", "data-outcome": mark.outcome },
            picture(mark),
            el("span", {}, words),
        );
        button.addEventListener("click", () => {
            const shown = button.getAttribute("aria-pressed") !== "true";
            button.setAttribute("aria-pressed", String(shown));
            this.layer.show(mark.outcome, shown);
        });
        return button;
    }
}

function picture(mark) {
    const canvas = el("canvas", { width: PICTURE * 2, height: PICTURE * 2, "aria-hidden": "true" });
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.translate(PICTURE / 2, PICTURE / 2);
    drawMark(context, mark, 8);
    return canvas;
}
