import { VirtualRows } from "../core/virtual.js";
import { onlyThese } from "./rows.js";

/**
 * @typedef {import("../core/households.js").Household} Household
 * @typedef {import("./rows.js").Row} Row
 */

/** Row heights in rem, as in static/css/map.css, so that they grow with the user's text size. */
const HEIGHTS = { village: 3, household: 4 };

/**
 * A list box of any length of which only the rows in sight are in the document. Arrow keys move
 * through it, Enter chooses; hovering or moving over a row points at it on the map.
 */
export class HouseholdList {
    /**
     * @param {HTMLElement} box with role="listbox", scrolls
     * @param {import("./rows.js").RowView} view
     * @param {{onPoint: (household: Household | null) => void,
     *     onHousehold: (household: Household) => void,
     *     onVillage: (id: number) => void,
     *     onTick: (household: Household, event: Event) => void}} hooks
     */
    constructor(box, view, hooks) {
        this.box = box;
        this.view = view;
        this.hooks = hooks;
        this.spacer = document.createElement("div");
        this.spacer.className = "list-spacer";
        this.spacer.setAttribute("role", "presentation");
        this.box.append(this.spacer);
        this.selectedId = null;
        /** Whose dot the pointer is on in the map; its row may not be drawn yet. */
        this.pointedId = null;
        /** @type {ReadonlySet<number> | null} */
        this.ticked = null;
        /** @type {ReadonlySet<number> | null} */
        this.only = null;
        this.active = -1;
        this.setRows([]);
        this.listen();
    }

    listen() {
        const { box } = this;
        box.addEventListener("scroll", () => this.render(), { passive: true });
        new ResizeObserver(() => this.render()).observe(box);
        box.addEventListener("keydown", (event) => this.onKey(event));
        box.addEventListener("focus", () => {
            // A mouse press brings its own row; scrolling to another one would pull it away.
            if (box.matches(":focus-visible")) {
                this.activate(Math.max(this.active, 0));
            }
        });
        box.addEventListener("blur", () => this.hooks.onPoint(null));
        box.addEventListener("click", (event) => {
            const index = this.indexOf(event.target);
            if (index !== -1) {
                this.activate(index);
                this.press(index, event);
            }
        });
        box.addEventListener("pointerover", (event) => {
            if (event.pointerType === "mouse") {
                this.point(this.indexOf(event.target));
            }
        });
        box.addEventListener("pointerleave", () => this.point(-1));
    }

    /** @param {Row[]} given */
    setRows(given) {
        this.given = given;
        const rows = this.only === null ? given : onlyThese(given, this.only);
        const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
        const held = this.hold();
        this.rows = rows;
        this.geometry = new VirtualRows(rows.map((row) => HEIGHTS[row.kind] * rem));
        this.indexById = new Map();
        rows.forEach((row, index) => {
            if (row.kind === "household") {
                this.indexById.set(row.household.id, index);
            }
        });
        this.spacer.style.height = `${this.geometry.totalHeight}px`;
        this.restore(held);
        this.refresh();
    }

    /**
     * Where somebody is who walks through the list.
     *
     * @returns {{key: string | null, index: number, above: number}} above: pixels between the top
     *     of the box and the row
     */
    hold() {
        const { active } = this;
        const row = this.rows?.[active];
        const key = row === undefined ? null : keyOf(row);
        const above = key === null ? 0 : this.geometry.box(active).top - this.box.scrollTop;
        return { key, index: active, above };
    }

    /** The same row is walked from, and stays where it was seen; one that is gone has a neighbour. */
    restore({ key, index, above }) {
        const found = this.rows.findIndex((row) => key !== null && keyOf(row) === key);
        const isHere = document.activeElement === this.box;
        this.active = found !== -1 || !isHere ? found : Math.min(index, this.rows.length - 1);
        if (isHere && found !== -1) {
            this.box.scrollTop = this.geometry.box(found).top - above;
        }
    }

    idAt(index) {
        const row = this.rows?.[index];
        return row?.kind === "household" ? row.household.id : null;
    }

    /** @param {number} id */
    has(id) {
        return this.indexById.has(id);
    }

    /**
     * Draw the rows in sight. Rows drawn already stay the elements they are: one that is taken out
     * of the document while a finger is on it (a bar has come, the list is lower) is never clicked.
     */
    render() {
        const { first, last } = this.geometry.range(this.box.scrollTop, this.box.clientHeight);
        if (first === this.drawn.first && last === this.drawn.last) {
            return;
        }
        this.drawn = { first, last };
        for (const row of [...this.spacer.children]) {
            const index = Number(row.dataset.index);
            if (index < first || index >= last) {
                row.remove();
            }
        }
        let next = this.spacer.firstElementChild;
        for (let index = first; index < last; index += 1) {
            if (Number(next?.dataset.index) === index) {
                next = next.nextElementSibling;
            } else {
                this.spacer.insertBefore(this.element(index), next);
            }
        }
        this.markActive();
    }

    /** Draw again although the same rows are in sight: their look has changed. */
    refresh() {
        this.drawn = { first: -1, last: -1 };
        this.spacer.replaceChildren();
        this.render();
    }

    element(index) {
        const element = this.view.render(this.rows[index]);
        const { top, height } = this.geometry.box(index);
        element.id = `list-row-${index}`;
        element.dataset.index = String(index);
        element.setAttribute("role", "option");
        element.setAttribute("aria-posinset", String(index + 1));
        element.setAttribute("aria-setsize", String(this.rows.length));
        const id = this.idAt(index);
        if (this.ticked !== null && id !== null) {
            element.setAttribute("aria-checked", String(this.ticked.has(id)));
        }
        element.setAttribute("aria-selected", String(id !== null && id === this.selectedId));
        if (id !== null) {
            element.dataset.household = String(id);
            element.classList.toggle("is-pointed", id === this.pointedId);
        }
        element.style.transform = `translateY(${top}px)`;
        element.style.height = `${height}px`;
        return element;
    }

    indexOf(target) {
        const element = target.closest("[data-index]");
        return element === null ? -1 : Number(element.dataset.index);
    }

    onKey(event) {
        const page = Math.max(
            1,
            Math.floor(this.box.clientHeight / this.geometry.box(0).height) - 1,
        );
        const target = {
            ArrowDown: this.active + 1,
            ArrowUp: this.active - 1,
            PageDown: this.active + page,
            PageUp: this.active - page,
            Home: 0,
            End: this.rows.length - 1,
        }[event.key];
        if (target !== undefined) {
            event.preventDefault();
            this.activate(target);
        } else if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            this.press(this.active, event);
        }
    }

    activate(index) {
        if (this.rows.length === 0) {
            return;
        }
        this.active = Math.min(Math.max(index, 0), this.rows.length - 1);
        this.scrollTo(this.active);
        this.render();
        this.markActive();
        this.point(this.active);
    }

    markActive() {
        this.spacer.querySelector(".is-active")?.classList.remove("is-active");
        const element = document.getElementById(`list-row-${this.active}`);
        if (element === null) {
            this.box.removeAttribute("aria-activedescendant");
            return;
        }
        element.classList.add("is-active");
        this.box.setAttribute("aria-activedescendant", element.id);
    }

    scrollTo(index) {
        const { scrollTop, clientHeight } = this.box;
        this.box.scrollTop = this.geometry.scrollFor(index, scrollTop, clientHeight);
    }

    point(index) {
        const row = this.rows[index];
        const household = row?.kind === "household" ? row.household : null;
        this.hooks.onPoint(household);
    }

    /** The box of a row, Space where rows have boxes, and Ctrl or ⌘ tick; the rest chooses. */
    press(index, event) {
        const row = this.rows[index];
        const ticks =
            event.target.closest(".row-check") !== null ||
            event.ctrlKey ||
            event.metaKey ||
            (event.key === " " && this.ticked !== null);
        if (ticks && this.ticked !== null && row?.kind === "household") {
            this.hooks.onTick(row.household, event);
        } else {
            this.choose(index);
        }
    }

    /**
     * Rows get boxes, and these are ticked; null takes the boxes away.
     *
     * @param {ReadonlySet<number> | null} ids
     */
    tick(ids) {
        const isNew = ids === null || this.ticked === null;
        this.ticked = ids;
        if (isNew) {
            this.refresh();
            return;
        }
        for (const row of this.spacer.querySelectorAll("[data-household]")) {
            const on = ids.has(Number(row.dataset.household));
            row.setAttribute("aria-checked", String(on));
            row.querySelector(".row-check")?.classList.toggle("is-ticked", on);
        }
    }

    /**
     * List these households only, of whatever rows come; null lists all again.
     *
     * @param {ReadonlySet<number> | null} ids
     */
    showOnly(ids) {
        this.only = ids;
        this.setRows(this.given);
    }

    choose(index) {
        const row = this.rows[index];
        if (row?.kind === "household") {
            this.hooks.onHousehold(row.household);
        } else if (row?.section.place) {
            this.hooks.onVillage(row.section.place.id);
        }
    }

    /**
     * Mark a household as selected and bring its row into sight, if it is in this list.
     *
     * @param {number | null} id
     */
    select(id) {
        this.selectedId = id;
        const index = this.indexById.get(id);
        if (index !== undefined) {
            this.active = index;
            this.scrollTo(index);
        }
        this.refresh();
    }

    /**
     * Mark the row of the household the pointer is on in the map.
     *
     * @param {number | null} id
     */
    highlight(id) {
        this.pointedId = id;
        this.spacer.querySelector(".is-pointed")?.classList.remove("is-pointed");
        if (id !== null) {
            this.spacer.querySelector(`[data-household="${id}"]`)?.classList.add("is-pointed");
        }
    }

    scrollToTop() {
        this.box.scrollTop = 0;
        this.render();
    }
}

/** @returns {string} what a row is about, wherever it stands */
function keyOf({ kind, household, section }) {
    return kind === "household" ? `household-${household.id}` : `village-${section.place?.id}`;
}
