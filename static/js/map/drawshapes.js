import { circle, DomEvent, polygon, polyline, rectangle, tooltip } from "leaflet";

/**
 * @typedef {import("../core/geometrypick.js").Shape} Shape
 * @typedef {"polygon" | "rectangle" | "circle"} Kind
 */

/** A press that moved less than this is a click, pixels: thumbs tremble. */
const STEADY = 8;
/** Two clicks within this time at one place close the polygon, milliseconds. */
const DOUBLE = 400;
const STYLE = { color: "#1f2a37", weight: 2.5, dashArray: "7 5", fillOpacity: 0.12 };

/**
 * Draws one shape over the map, by mouse, pen or finger. While drawing, a sheet over the map takes
 * the pointer, so that nothing underneath answers; the wheel still zooms, and in a polygon a drag
 * still moves the map.
 */
export class ShapeDrawer {
    /**
     * @param {import("leaflet").Map} map
     * @param {{onShape: (shape: Shape, keys: {shiftKey: boolean, altKey: boolean}) => void,
     *     onCancel: () => void, onCorners: (count: number) => void,
     *     distance: (metres: number) => string}} hooks distance: the words beside a circle
     */
    constructor(map, hooks) {
        this.map = map;
        this.hooks = hooks;
        this.kind = null;
        this.onKey = this.onKey.bind(this);
        this.onZoom = () => this.cancelDrag();
        this.sheet = this.makeSheet();
    }

    get isDrawing() {
        return this.kind !== null;
    }

    makeSheet() {
        const sheet = document.createElement("div");
        sheet.className = "draw-sheet";
        DomEvent.disableClickPropagation(sheet);
        for (const name of ["mousemove", "mouseover", "keypress"]) {
            sheet.addEventListener(name, (event) => event.stopPropagation());
        }
        const events = { down: this.down, move: this.move, up: this.up, cancel: this.cancelDrag };
        for (const [name, handler] of Object.entries(events)) {
            sheet.addEventListener(`pointer${name}`, (event) => {
                event.stopPropagation();
                if (event.isPrimary) {
                    handler.call(this, event);
                }
            });
        }
        return sheet;
    }

    /** @param {Kind} kind */
    start(kind) {
        this.stop();
        this.kind = kind;
        /** @type {import("leaflet").LatLng[]} */
        this.corners = [];
        this.map.getContainer().append(this.sheet);
        document.addEventListener("keydown", this.onKey, true);
        this.map.on("zoomstart", this.onZoom);
        this.hooks.onCorners(0);
    }

    /** Put everything away, without a word. */
    stop() {
        this.kind = null;
        this.cancelDrag();
        this.layer?.remove();
        this.layer = null;
        this.sheet.remove();
        document.removeEventListener("keydown", this.onKey, true);
        this.map.off("zoomstart", this.onZoom);
    }

    cancel() {
        this.stop();
        this.hooks.onCancel();
    }

    onKey(event) {
        const act = {
            Escape: () => this.cancel(),
            Enter: () => this.close(event),
            Backspace: () => this.back(),
        }[event.key];
        // A button of the bar keeps its own Enter.
        if (act && !(event.key === "Enter" && event.target instanceof HTMLButtonElement)) {
            event.preventDefault();
            event.stopPropagation();
            act();
        }
    }

    at(event) {
        return this.map.mouseEventToLatLng(event);
    }

    down(event) {
        if (event.button > 0) {
            return;
        }
        this.sheet.setPointerCapture(event.pointerId);
        this.press = { x: event.clientX, y: event.clientY, from: this.at(event), moved: false };
        this.last = { x: event.clientX, y: event.clientY };
    }

    move(event) {
        if (!this.press) {
            this.preview(event);
            return;
        }
        const { x, y } = this.press;
        this.press.moved ||= Math.hypot(event.clientX - x, event.clientY - y) > STEADY;
        if (!this.press.moved) {
            return;
        }
        if (this.kind === "polygon") {
            const by = [this.last.x - event.clientX, this.last.y - event.clientY];
            this.map.panBy(by, { animate: false });
        } else {
            this.stretch(this.at(event));
        }
        this.last = { x: event.clientX, y: event.clientY };
    }

    up(event) {
        const { press } = this;
        this.press = null;
        if (!press) {
            return;
        }
        if (this.kind === "polygon") {
            if (!press.moved) {
                this.corner(event);
            }
        } else if (press.moved) {
            this.finish(this.shapeOf(press.from, this.at(event)), event);
        }
    }

    cancelDrag() {
        this.press = null;
        this.label?.remove();
        if (this.kind !== "polygon") {
            this.layer?.remove();
            this.layer = null;
        }
    }

    corner(event) {
        const again =
            this.clicked &&
            event.timeStamp - this.clicked.time < DOUBLE &&
            Math.hypot(event.clientX - this.clicked.x, event.clientY - this.clicked.y) < STEADY * 2;
        this.clicked = { time: event.timeStamp, x: event.clientX, y: event.clientY };
        if (again && this.corners.length > 0) {
            this.close(event);
            return;
        }
        this.corners.push(this.at(event));
        this.redraw(this.corners);
        this.hooks.onCorners(this.corners.length);
    }

    /** Take the last corner back. */
    back() {
        this.corners.pop();
        this.redraw(this.corners);
        this.hooks.onCorners(this.corners.length);
    }

    /** @param {{shiftKey: boolean, altKey: boolean}} keys */
    close(keys) {
        if (this.kind === "polygon" && this.corners.length >= 3) {
            const ring = this.corners.map(({ lng, lat }) => [lng, lat]);
            this.finish({ kind: "polygon", rings: [ring] }, keys);
        }
    }

    preview(event) {
        if (this.kind === "polygon" && this.corners.length > 0 && event.pointerType === "mouse") {
            this.redraw([...this.corners, this.at(event)]);
        }
    }

    redraw(corners) {
        this.layer?.remove();
        const make = corners.length > 2 ? polygon : polyline;
        this.layer = make(corners, { ...STYLE, interactive: false }).addTo(this.map);
    }

    stretch(to) {
        const { from } = this.press;
        this.layer?.remove();
        const style = { ...STYLE, interactive: false };
        if (this.kind === "rectangle") {
            this.layer = rectangle([from, to], style).addTo(this.map);
            return;
        }
        const metres = this.map.distance(from, to);
        this.layer = circle(from, { ...style, radius: metres }).addTo(this.map);
        this.label ??= tooltip({ direction: "right", offset: [14, 0], className: "map-tag" });
        const words = document.createElement("span");
        words.textContent = this.hooks.distance(metres);
        this.label.setLatLng(to).setContent(words).addTo(this.map);
    }

    shapeOf(from, to) {
        if (this.kind === "circle") {
            const metres = this.map.distance(from, to);
            return { kind: "circle", centre: [from.lng, from.lat], metres };
        }
        const [west, east] = [from.lng, to.lng].sort((a, b) => a - b);
        const [south, north] = [from.lat, to.lat].sort((a, b) => a - b);
        return { kind: "rectangle", bounds: [west, south, east, north] };
    }

    finish(shape, { shiftKey, altKey }) {
        this.stop();
        this.hooks.onShape(shape, { shiftKey, altKey });
    }
}
