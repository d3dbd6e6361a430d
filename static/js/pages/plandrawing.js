import { fill, formatCount } from "../core/format.js";
import { byId, isNarrow } from "../ui/dom.js";

/** Choosing several households by a shape drawn around them. */
export class PlanDrawing {
    /** @param {import("./planmap.js").PlanPage} page */
    constructor(page) {
        this.page = page;
        this.drawer = page.map.drawer;
        for (const button of document.querySelectorAll("[data-draw]")) {
            button.addEventListener("click", () => this.begin(button));
        }
        byId("plan-draw-finish").addEventListener("click", (event) => this.drawer.close(event));
        byId("plan-draw-back").addEventListener("click", () => this.drawer.back());
        byId("plan-draw-cancel").addEventListener("click", () => this.drawer.cancel());
    }

    begin(button) {
        const kind = button.dataset.draw;
        this.button = button;
        const hint = this.page.strings[`draw_${kind}`];
        byId("plan-draw-hint").textContent = hint;
        byId("plan-draw-finish").hidden = kind !== "polygon";
        byId("plan-draw-back").hidden = kind !== "polygon";
        byId("plan-draw").hidden = false;
        byId("plan-tools").hidden = true;
        document.body.classList.add("is-drawing");
        if (isNarrow()) {
            this.page.sheet.go("peek");
        }
        this.drawer.start(kind);
        byId("map").focus({ preventScroll: true });
        this.page.status.say(hint);
    }

    corners(count) {
        byId("plan-draw-finish").disabled = count < 3;
        byId("plan-draw-back").disabled = count === 0;
    }

    take(shape, { shiftKey }) {
        const found = this.page.within(shape);
        const { n, strings } = { n: formatCount(found.length), strings: this.page.strings };
        this.end(fill(strings.draw_found, { n }));
        const before = shiftKey ? this.page.chosen : [];
        this.page.choose([...new Set([...before, ...found])]);
    }

    /** @param {string} words */
    end(words) {
        byId("plan-draw").hidden = true;
        byId("plan-tools").hidden = !this.page.mayWrite;
        document.body.classList.remove("is-drawing");
        this.button?.focus({ preventScroll: true });
        this.page.status.say(words);
    }

    stop() {
        if (this.drawer.isDrawing) {
            this.drawer.cancel();
        }
    }
}
