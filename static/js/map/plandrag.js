/** A press that moved less than this is a tap, pixels. */
const STEADY = 6;

/**
 * Drag households onto a person, on the map or in the list beside it. A mouse takes any household; a
 * finger only what is chosen already, for it moves the map everywhere else.
 */
export class PlanDrag {
    /**
     * @param {import("leaflet").Map} map
     * @param {object} hooks
     * @param {(event: PointerEvent) => number[] | null} hooks.take households under the pointer
     * @param {(households: number[], person: number | null) => string} hooks.words at the pointer
     * @param {(households: number[], person: number) => void} hooks.give
     * @param {(event: PointerEvent) => void} hooks.tap the press moved nowhere
     */
    constructor(map, hooks) {
        this.hooks = hooks;
        this.element = map.getContainer();
        this.drag = null;
        this.ghost = document.createElement("div");
        this.ghost.className = "plan-ghost";
        this.ghost.setAttribute("aria-hidden", "true");
        this.ghost.hidden = true;
        document.body.append(this.ghost);
        this.listen();
    }

    listen() {
        const capture = { capture: true, passive: false };
        this.element.addEventListener("pointerdown", (event) => this.down(event), capture);
        // Leaflet moves the map by these.
        for (const name of ["mousedown", "touchstart"]) {
            this.element.addEventListener(name, (event) => this.keep(event), capture);
        }
        this.element.addEventListener("click", (event) => this.click(event), capture);
        document.addEventListener("pointermove", (event) => this.move(event));
        document.addEventListener("pointerup", (event) => this.up(event));
        document.addEventListener("pointercancel", () => this.stop());
        document.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && this.drag?.moved) {
                event.preventDefault();
                event.stopPropagation();
                this.stop();
            }
        });
    }

    down(event) {
        this.isHeard = false;
        const onControl = event.target.closest(".leaflet-control, .draw-sheet, [data-person]");
        if (!event.isPrimary || event.button > 0 || onControl) {
            return;
        }
        const households = this.hooks.take(event);
        if (households !== null) {
            const { clientX: x, clientY: y, pointerId } = event;
            this.drag = { households, x, y, pointerId, moved: false, person: null };
        }
    }

    keep(event) {
        if (this.drag) {
            event.stopImmediatePropagation();
        }
    }

    /** The click that ends a press here has been heard already. */
    click(event) {
        if (this.isHeard) {
            this.isHeard = false;
            event.stopImmediatePropagation();
        }
    }

    move(event) {
        const { drag } = this;
        if (drag === null || event.pointerId !== drag.pointerId) {
            return;
        }
        const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > STEADY;
        if (!drag.moved && !far) {
            return;
        }
        event.preventDefault();
        if (!drag.moved) {
            drag.moved = true;
            document.body.classList.add("is-giving");
        }
        this.aim(personAt(event));
        this.ghost.textContent = this.hooks.words(drag.households, drag.person);
        this.ghost.hidden = false;
        this.ghost.style.transform = `translate(${this.left(event)}px, ${event.clientY + 14}px)`;
    }

    /** Beside the pointer, or before it where the window ends. */
    left({ clientX }) {
        const room = window.innerWidth - this.ghost.offsetWidth - 8;
        return Math.max(8, Math.min(clientX + 14, room));
    }

    aim(person) {
        if (person !== this.drag.person) {
            this.drag.person = person;
            for (const each of document.querySelectorAll("[data-person]")) {
                each.classList.toggle("is-aimed", Number(each.dataset.person) === person);
            }
        }
    }

    up(event) {
        const { drag } = this;
        if (drag === null || event.pointerId !== drag.pointerId) {
            return;
        }
        // Leaflet has heard nothing of the press, and would take its click for the end of a pan.
        this.isHeard = true;
        const { households, moved, person } = drag;
        this.stop();
        if (!moved) {
            this.hooks.tap(event);
        } else if (person !== null) {
            this.hooks.give(households, person);
        }
    }

    stop() {
        if (this.drag !== null) {
            this.aim(null);
            this.drag = null;
        }
        this.ghost.hidden = true;
        document.body.classList.remove("is-giving");
    }
}

/** @returns {number | null} whose pin or row is under the pointer */
function personAt({ clientX, clientY }) {
    const found = document.elementFromPoint(clientX, clientY)?.closest("[data-person]");
    return found ? Number(found.dataset.person) : null;
}
