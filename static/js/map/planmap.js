import { geoJSON } from "leaflet";

import { boundsOf } from "../core/geometrypick.js";
import { isPlaced } from "../core/planboard.js";
import { addHomeButton, createMap, fitArea, showPosition } from "./create.js";
import { ShapeDrawer } from "./drawshapes.js";
import { LinesLayer } from "./lines.js";
import { PlanDrag } from "./plandrag.js";
import { PlanPeople } from "./planpeople.js";
import { PlanPoints } from "./planpoints.js";
import { addOutlines } from "./previewoutlines.js";

/** What is shown is at least so wide and high, degrees: some 400 m. */
const NEAREST = 0.004;
const GROUP = { color: "#7d8790", weight: 1, dashArray: "3 4", fill: false };

/** A cell's villages, its households and its people; choosing, dragging and drawing on them. */
export class PlanMap {
    /**
     * @param {HTMLElement} element
     * @param {import("./options.js").MapOptions} options
     * @param {Record<string, string>} strings
     * @param {() => import("./create.js").Insets} insets
     */
    constructor(element, options, strings, insets) {
        this.strings = strings;
        this.insets = insets;
        this.map = createMap(element, options, strings);
        this.element = element;
        addHomeButton(this.map, strings.show_area, () => this.fit());
    }

    /**
     * @param {object} data of the board
     * @param {import("../core/planboard.js").Board} board
     * @param {object} hooks
     */
    fill(data, board, hooks) {
        this.board = board;
        this.hooks = hooks;
        for (const { outline } of data.groups) {
            geoJSON(outline, { pane: "outlines", interactive: false, style: GROUP }).addTo(
                this.map,
            );
        }
        this.area = boundsOf(cornersOf([...board.homes.values(), ...board.people.values()]));
        this.fit(false);
        addOutlines(
            this.map,
            data.villages.map((village) => ({ ...village, is_new: false })),
        );
        this.lines = new LinesLayer().addTo(this.map);
        this.points = new PlanPoints(board).addTo(this.map);
        this.people = new PlanPeople(this.map, board, hooks.person);
        this.drawer = new ShapeDrawer(this.map, {
            onShape: hooks.shape,
            onCancel: hooks.cancelled,
            onCorners: hooks.corners,
            distance: hooks.distance,
        });
        this.listen();
    }

    listen() {
        const { map } = this;
        map.on("click", ({ latlng, originalEvent }) => {
            this.hooks.home(this.points.pick(latlng, reachOf(originalEvent)), originalEvent);
        });
        map.on("mousemove", ({ latlng }) => {
            const on = this.points.pick(latlng, "fine") !== null;
            this.element.classList.toggle("is-on-point", on);
        });
        this.element.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target === this.element) {
                event.preventDefault();
                this.hooks.home(this.points.pick(map.getCenter(), "coarse"), event);
            }
        });
        this.drag = new PlanDrag(map, {
            take: (event) => this.taken(event),
            words: this.hooks.dragged,
            give: this.hooks.give,
            tap: (event) => {
                const at = map.mouseEventToLatLng(event);
                this.hooks.home(this.points.pick(at, reachOf(event)), event);
            },
        });
    }

    /** What a press would drag: the household under it, and with it all that is chosen. */
    taken(event) {
        if (!this.hooks.mayWrite()) {
            return null;
        }
        const at = this.map.mouseEventToLatLng(event);
        const isTouch = event.pointerType !== "mouse";
        const home = this.points.pick(at, isTouch ? "coarse" : "fine");
        if (home === null) {
            return null;
        }
        const { chosen } = this.points;
        if (chosen.has(home.id)) {
            return [...chosen];
        }
        return isTouch ? null : [home.id];
    }

    /**
     * @param {{chosen: Set<number>, person: number | null, gaps: boolean,
     *     words: (person: number) => string}} state
     */
    show(state) {
        this.points.show(state);
        this.people.show(state);
        this.lines.show(this.linesOf(state));
    }

    linesOf({ chosen, person }) {
        const { board } = this;
        const homes = person === null ? [...chosen] : (board.given.get(person) ?? []);
        return homes.flatMap((id) => {
            const [from, held] = [board.homes.get(id), board.heldBy(id)];
            const to = held === null ? undefined : board.people.get(held.person);
            const drawn = isPlaced(from) && isPlaced(to);
            return drawn ? [{ from, to, colour: board.colour(held.person)[0] }] : [];
        });
    }

    fit(animate = true) {
        if (Number.isFinite(this.area?.[0])) {
            fitArea(this.map, this.area, this.insets(), animate);
        }
    }

    /** @param {number} id of a household to bring into sight */
    look(id) {
        const home = this.board.homes.get(id);
        const size = this.map.getSize();
        if (!isPlaced(home)) {
            return;
        }
        const { x, y } = this.map.latLngToContainerPoint([home.lat, home.lon]);
        const { top, right, bottom, left } = this.insets();
        const inSight =
            x > left + 20 && y > top + 20 && x < size.x - right - 20 && y < size.y - bottom - 20;
        if (!inSight) {
            showPosition(this.map, home.lat, home.lon, this.insets());
        }
    }

    /** @param {number} person whose households, and whose house, are to be seen at once */
    lookAt(person) {
        const homes = this.board.given.get(person) ?? [];
        const places = [
            this.board.people.get(person),
            ...homes.map((id) => this.board.homes.get(id)),
        ];
        const corners = cornersOf(places);
        if (corners.length > 0) {
            fitArea(this.map, roomAround(boundsOf(corners)), this.insets());
        }
    }
}

/** Not so near that nothing around is to be seen any more; degrees. */
function roomAround([west, south, east, north]) {
    const wider = Math.max(0, NEAREST - (east - west)) / 2;
    const higher = Math.max(0, NEAREST - (north - south)) / 2;
    return [west - wider, south - higher, east + wider, north + higher];
}

function cornersOf(places) {
    return places.filter(isPlaced).map(({ lon, lat }) => [lon, lat]);
}

function reachOf(event) {
    const isTouch = event?.pointerType === "touch" || event?.type === "touchend";
    return isTouch || window.matchMedia("(pointer: coarse)").matches ? "coarse" : "fine";
}
