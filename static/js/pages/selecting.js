import { fill, formatCount, formatDistance } from "../core/format.js";
import { boundsOf, pickShape } from "../core/geometrypick.js";
import { isLocated } from "../core/households.js";
import { distanceMetres } from "../core/nearest.js";
import { atOnePoint } from "../core/provisional.js";
import { applyTo, modeOf, Selection } from "../core/selection.js";
import { fitArea } from "../map/create.js";
import { ShapeDrawer } from "../map/drawshapes.js";
import { SelectedMarks } from "../map/selectedmarks.js";
import { byId, isNarrow } from "../ui/dom.js";
import { SelectionBar } from "../ui/selectionbar.js";
import { attachExport } from "./exporting.js";
import { pageInsets } from "./insets.js";

/** How far from a dot a press with Ctrl still counts, pixels. */
const REACH = 12;
const SHAPES = new Set(["polygon", "rectangle", "circle"]);

/**
 * Choosing households: by shape, by Ctrl and a click, in the list, or all that match; and the bar
 * with what to do with them.
 *
 * @param {object} page a map page with households
 */
export function attachSelection(page) {
    page.selection ??= new Selection();
    attachExport(page);
    new Selecting(page);
}

class Selecting {
    constructor(page) {
        this.page = page;
        this.selection = page.selection;
        this.marks = new SelectedMarks().addTo(page.map);
        this.checks = false;
        this.bar = new SelectionBar(page, {
            onShow: () => this.showOnMap(),
            onOnly: (on) => this.listOnly(on),
        });
        page.selectionBar = this.bar;
        this.drawer = new ShapeDrawer(page.map, {
            onShape: (shape, keys) => this.take(shape, keys),
            onCancel: () => this.endDrawing(page.strings.draw_stopped),
            onCorners: (count) => this.showCorners(count),
            distance: formatDistance,
        });
        this.listenToMenu();
        this.listenToDrawBar();
        this.listenToClicks();
        this.joinList();
        this.selection.on(() => this.show());
        page.on("data", () => this.selection.keep((id) => page.byId.has(id)));
    }

    /** @returns {object[]} */
    chosen() {
        return [...this.selection.ids].map((id) => this.page.byId.get(id)).filter(Boolean);
    }

    show() {
        const chosen = this.chosen();
        this.marks.show(chosen.filter(isLocated));
        this.bar.show({
            uncovered: chosen.filter(({ covered }) => !covered).length,
            unlocated: chosen.filter((household) => !isLocated(household)).length,
        });
        if (this.bar.isOnly) {
            this.listOnly(this.selection.size > 0);
        }
        this.tickList();
        this.page.opened.connect();
    }

    listenToMenu() {
        const button = byId("tool-select");
        const menu = byId("select-menu");
        const open = (on) => {
            menu.hidden = !on;
            button.setAttribute("aria-expanded", String(on));
        };
        button.addEventListener("click", () => open(menu.hidden));
        menu.parentElement.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && !menu.hidden) {
                event.preventDefault();
                open(false);
                button.focus();
            }
        });
        menu.addEventListener("click", (event) => {
            const way = event.target.closest("[data-select]")?.dataset.select;
            if (way !== undefined) {
                open(false);
                this.begin(way);
            }
        });
    }

    /** @param {string} way as in the menu */
    begin(way) {
        if (SHAPES.has(way)) {
            this.draw(way);
        } else if (way === "matching") {
            this.selection.replace(this.page.matching().map(({ id }) => id));
        } else {
            this.showChecks(!this.checks);
        }
    }

    draw(kind) {
        const { strings } = this.page;
        byId("draw-hint").textContent =
            `${strings[`draw_${kind}`]} ${strings.select_only_matching}`;
        byId("draw-bar").hidden = false;
        byId("draw-finish").hidden = kind !== "polygon";
        byId("draw-back").hidden = kind !== "polygon";
        document.body.classList.add("is-drawing");
        this.drawer.start(kind);
        this.page.map.getContainer().focus({ preventScroll: true });
        if (isNarrow()) {
            this.page.sheet?.go("peek");
        }
        this.page.say(byId("draw-hint").textContent);
    }

    listenToDrawBar() {
        byId("draw-finish").addEventListener("click", (event) => this.drawer.close(event));
        byId("draw-back").addEventListener("click", () => this.drawer.back());
        byId("draw-cancel").addEventListener("click", () => this.drawer.cancel());
    }

    showCorners(count) {
        byId("draw-finish").disabled = count < 3;
        byId("draw-back").disabled = count === 0;
    }

    endDrawing(words) {
        byId("draw-bar").hidden = true;
        document.body.classList.remove("is-drawing");
        byId("tool-select").focus({ preventScroll: true });
        this.page.say(words);
    }

    take(shape, keys) {
        const chosen = document.querySelector("[name=draw-mode]:checked").value;
        const ids = pickShape(this.page.matching(), shape);
        applyTo(this.selection, modeOf(keys, chosen), ids);
        this.endDrawing(
            fill(this.page.strings.draw_found, {
                n: formatCount(ids.length),
                total: formatCount(this.selection.size),
            }),
        );
    }

    /** With Ctrl or ⌘ a press on a dot chooses it; the card stays as it is. */
    listenToClicks() {
        const { map } = this.page;
        const choose = (event) => {
            if (!(event.ctrlKey || event.metaKey) || this.drawer.isDrawing) {
                return;
            }
            const household = this.nearest(map.mouseEventToLatLng(event));
            if (household !== null) {
                event.stopImmediatePropagation();
                // Provisional points at the middle of a group are one thing to press: all or none.
                const here = household.provisional
                    ? atOnePoint(this.page.matching(), household)
                    : [household];
                this.selection.toggle(here.map(({ id }) => id));
            }
        };
        map.getContainer().addEventListener("click", choose, true);
    }

    nearest({ lat, lng }) {
        const pixels = this.page.map.latLngToContainerPoint([lat, lng]);
        const edge = this.page.map.containerPointToLatLng(pixels.add([REACH, 0]));
        let reach = distanceMetres([lng, lat], [edge.lng, edge.lat]);
        let best = null;
        for (const household of this.page.matching()) {
            if (isLocated(household)) {
                const metres = distanceMetres([lng, lat], [household.lon, household.lat]);
                if (metres <= reach) {
                    reach = metres;
                    best = household;
                }
            }
        }
        return best;
    }

    /** Boxes in the list as long as something is chosen, or since the reader asked for them. */
    joinList() {
        this.page.on("tick", ({ household }) => this.selection.toggle([household.id]));
        const map = byId("map-page");
        // On a phone the bar rides on the sheet.
        new ResizeObserver(([{ target }]) => {
            map.style.setProperty("--sheet-height", `${target.offsetHeight}px`);
        }).observe(byId("panel"));
    }

    tickList() {
        const on = this.checks || this.selection.size > 0;
        this.page.list.tick(on ? this.selection.ids : null);
    }

    showChecks(on) {
        this.checks = on;
        byId("select-menu")
            .querySelector("[data-select=list]")
            .setAttribute("aria-pressed", String(on));
        this.tickList();
        if (on && isNarrow()) {
            this.page.sheet?.go("half");
        }
    }

    showOnMap() {
        const places = this.chosen()
            .filter(isLocated)
            .map(({ lon, lat }) => [lon, lat]);
        if (places.length > 0) {
            fitArea(this.page.map, boundsOf(places), pageInsets());
        }
    }

    listOnly(on) {
        if (on && !this.bar.isOnly) {
            // The other tabs leave some of the chosen out.
            this.page.tabs.choose("all");
        }
        this.bar.isOnly = on;
        this.page.list.showOnly(on ? this.selection.ids : null);
    }
}
