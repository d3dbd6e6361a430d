import { divIcon, marker } from "leaflet";

import { placeLabels } from "../core/labels.js";
import { initialOf, isPlaced } from "../core/planboard.js";

/** Pins of people who share a house stand beside one another, pixels. */
const BESIDE = 34;
/** Below this zoom pins are drawn smaller. */
const NEAR = 16;
const PIN = { width: 30, height: 38 };

/**
 * Where people live: a pin with their letter in their colour, their name and load beside it where
 * there is room. The panel says all of it again, so screen readers pass over the pins.
 */
export class PlanPeople {
    /**
     * @param {import("leaflet").Map} map
     * @param {import("../core/planboard.js").Board} board
     * @param {(person: number) => void} onPick
     */
    constructor(map, board, onPick) {
        this.map = map;
        this.board = board;
        this.person = null;
        this.pins = [];
        map.getContainer().classList.toggle("is-far", map.getZoom() < NEAR);
        const shared = new Map();
        for (const person of board.people.values()) {
            if (isPlaced(person)) {
                const key = `${person.lon.toFixed(5)} ${person.lat.toFixed(5)}`;
                const nth = shared.get(key) ?? 0;
                shared.set(key, nth + 1);
                this.pins.push(this.pin(person, nth, onPick));
            }
        }
        map.on("zoomend viewreset", () => {
            map.getContainer().classList.toggle("is-far", map.getZoom() < NEAR);
            this.placeNames();
        });
        // Which names meet the edge changes with what is in sight.
        map.on("moveend", () => this.placeNames());
    }

    pin(person, nth, onPick) {
        const [box, letter, name] = ["box", "mark", "name"].map(part);
        letter.textContent = initialOf(person.name);
        box.append(letter, name);
        const [fill, , ink] = this.board.colour(person.id);
        box.style.setProperty("--person", fill);
        box.style.setProperty("--person-ink", ink);
        const icon = divIcon({
            className: "plan-pin",
            html: box,
            iconSize: [PIN.width, PIN.height],
            iconAnchor: [PIN.width / 2 - nth * BESIDE, PIN.height],
        });
        const mark = marker([person.lat, person.lon], { icon, keyboard: false }).addTo(this.map);
        mark.on("click", () => onPick(person.id));
        const element = mark.getElement();
        element.dataset.person = String(person.id);
        element.setAttribute("aria-hidden", "true");
        return { person, mark, element, name, nth };
    }

    /** @param {{person: number | null, words: (person: number) => string}} state */
    show({ person, words }) {
        this.person = person;
        for (const pin of this.pins) {
            pin.name.textContent = words(pin.person.id);
            pin.element.classList.toggle("is-chosen", pin.person.id === person);
            pin.element.classList.toggle("is-over", this.board.load(pin.person.id).over > 0);
            pin.mark.setZIndexOffset(pin.person.id === person ? 1000 : 0);
        }
        this.placeNames();
    }

    /**
     * Names that would cover one another, or another's pin, are left out; at the right edge of the
     * map, and beside its buttons, they stand to the left of the pin.
     */
    placeNames() {
        const { x: edge } = this.map.getSize();
        const buttons = this.map.getContainer().querySelector(".leaflet-bottom.leaflet-right");
        const boxes = this.pins.flatMap((pin) => {
            pin.name.hidden = false;
            const { x, y } = this.map.latLngToContainerPoint(pin.mark.getLatLng());
            const left = x + pin.nth * BESIDE;
            const [width, height] = [pin.name.offsetWidth, pin.name.offsetHeight];
            const isChosen = pin.person.id === this.person;
            const middle = y - PIN.height / 2 - 3;
            const most = y > buttons.offsetTop ? buttons.offsetLeft : edge;
            const side = left + PIN.width / 2 + width > most ? -1 : 1;
            pin.name.classList.toggle("is-left", side < 0);
            return [
                { x: left, y: middle, ...PIN, priority: 1e6 },
                {
                    x: left + side * (PIN.width / 2 + width / 2),
                    y: middle,
                    width,
                    height,
                    priority: isChosen ? 2e6 : this.board.load(pin.person.id).total,
                    name: pin.name,
                },
            ];
        });
        // Pins stand whatever is around them; they only keep names away.
        const shown = placeLabels(boxes, 0);
        for (const box of boxes) {
            if (box.name) {
                box.name.hidden = !shown.has(box);
            }
        }
    }
}

function part(name) {
    const element = document.createElement("span");
    element.className = `plan-pin-${name}`;
    return element;
}
