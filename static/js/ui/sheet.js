import { settle, step } from "../core/sheet.js";
import { isNarrow } from "./dom.js";

/**
 * On a phone the panel is a sheet over the map, drawn up by its handle; on a wide screen this does
 * nothing, and the style sheet puts the panel beside the map.
 */
export class Sheet {
    /**
     * @param {HTMLElement} panel
     * @param {HTMLButtonElement} handle
     * @param {{peek: number, onSettle: () => void}} options peek: rem shown when down
     */
    constructor(panel, handle, options) {
        this.panel = panel;
        this.handle = handle;
        this.options = options;
        this.state = "peek";
        handle.addEventListener("pointerdown", (event) => this.start(event));
        handle.addEventListener("pointermove", (event) => this.drag(event));
        handle.addEventListener("pointerup", (event) => this.end(event));
        handle.addEventListener("pointercancel", () => this.go(this.state));
        handle.addEventListener("click", () => this.onClick());
        handle.addEventListener("keydown", (event) => this.onKey(event));
        window.addEventListener("resize", () => this.go(this.state));
        this.go("peek");
    }

    /** @returns {Record<import("../core/sheet.js").SheetState, number>} pixels */
    stops() {
        const room = this.panel.parentElement.clientHeight;
        const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
        return { peek: this.options.peek * rem, half: room * 0.6, full: room - 4.5 * rem };
    }

    /** @param {import("../core/sheet.js").SheetState} state */
    go(state) {
        this.state = state;
        this.panel.dataset.sheet = state;
        this.handle.setAttribute("aria-expanded", String(state !== "peek"));
        this.panel.style.height = isNarrow() ? `${this.stops()[state]}px` : "";
        this.options.onSettle();
    }

    start(event) {
        this.handle.setPointerCapture(event.pointerId);
        this.grip = { y: event.clientY, height: this.panel.offsetHeight, moved: false };
        this.last = { y: event.clientY, time: event.timeStamp, velocity: 0 };
    }

    drag(event) {
        if (!this.grip) {
            return;
        }
        const height = this.grip.height + this.grip.y - event.clientY;
        const { peek, full } = this.stops();
        this.grip.moved ||= Math.abs(event.clientY - this.grip.y) > 6;
        this.panel.classList.add("is-dragged");
        this.panel.style.height = `${Math.min(Math.max(height, peek), full)}px`;
        const elapsed = Math.max(1, event.timeStamp - this.last.time);
        const velocity = (this.last.y - event.clientY) / elapsed;
        this.last = { y: event.clientY, time: event.timeStamp, velocity };
    }

    end() {
        this.panel.classList.remove("is-dragged");
        if (this.grip?.moved) {
            this.go(settle(this.panel.offsetHeight, this.last.velocity, this.stops()));
        }
        // A click follows; it must not undo what the drag did.
        this.dragged = this.grip?.moved ?? false;
        this.grip = null;
    }

    onClick() {
        if (!this.dragged) {
            this.go(this.state === "peek" ? "half" : "peek");
        }
        this.dragged = false;
    }

    onKey(event) {
        const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (direction) {
            event.preventDefault();
            this.go(step(this.state, direction));
        }
    }
}
