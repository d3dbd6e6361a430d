import { windOf } from "../core/bearing.js";
import { fill, formatCount, formatDistance } from "../core/format.js";
import { byId, el } from "./dom.js";

/** The panel with the households around the reader. */
export class NearMePanel {
    /**
     * @param {Record<string, string>} strings
     * @param {{onLocate: () => void, onClose: () => void, onReach: () => void,
     *     onHousehold: (household: object) => void}} hooks
     */
    constructor(strings, hooks) {
        this.strings = strings;
        this.hooks = hooks;
        this.box = byId("nearme");
        this.button = byId("tool-nearme");
        this.list = byId("nearme-list");
        this.again = byId("nearme-again");
        this.button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
        byId("nearme-close").addEventListener("click", () => this.close());
        this.again.addEventListener("click", hooks.onLocate);
        this.box.addEventListener("change", hooks.onReach);
        this.box.addEventListener("keydown", (event) => {
            if (event.key === "Escape") {
                event.preventDefault();
                this.close();
            }
        });
    }

    get isOpen() {
        return !this.box.hidden;
    }

    /** @returns {number} metres */
    get reach() {
        return Number(this.box.querySelector("input:checked").value);
    }

    open() {
        this.box.hidden = false;
        this.button.setAttribute("aria-expanded", "true");
        byId("nearme-title").focus();
        this.hooks.onLocate();
    }

    close() {
        this.box.hidden = true;
        this.button.setAttribute("aria-expanded", "false");
        this.button.focus();
        this.hooks.onClose();
    }

    /** @param {string} text instead of a list */
    say(text) {
        byId("nearme-note").textContent = text;
        this.list.replaceChildren();
        this.listed = "";
    }

    /**
     * @param {{found: Array<{household: object, metres: number, degrees: number}>, total: number}}
     *     near
     * @param {number} accuracy metres
     * @param {string} village whose households alone are known; "": all are
     */
    show({ found, total }, accuracy, village) {
        const { strings } = this;
        const distance = formatDistance(this.reach);
        const sure = fill(strings.near_accuracy, { distance: formatDistance(accuracy) });
        const counts = { distance, total: formatCount(total), n: formatCount(found.length) };
        const which = `near_${total === 0 ? "none" : "count"}${village === "" ? "" : "_in"}`;
        const words = fill(strings[which], { ...counts, village });
        byId("nearme-note").textContent = `${sure} ${words}`;
        const listed = found.map(({ household, metres }) => `${household.id}:${metres}`).join(" ");
        // Drawn anew, a row would lose the focus it is to have again when its card closes.
        if (listed !== this.listed) {
            this.listed = listed;
            this.list.replaceChildren(...found.map((near) => el("li", {}, this.row(near))));
        }
    }

    row({ household, metres, degrees }) {
        const { strings } = this;
        const arrow = el("span", { class: "near-arrow", "aria-hidden": "true" }, "↑");
        arrow.style.transform = `rotate(${Math.round(degrees)}deg)`;
        const place = fill(strings.near_row, {
            distance: formatDistance(metres),
            wind: strings[`wind_${windOf(degrees)}`],
        });
        const { covered, provisional } = household;
        const button = el(
            "button",
            { type: "button", class: "near-row", "data-near": household.id },
            arrow,
            el(
                "span",
                { class: "row-main" },
                el("span", { class: "row-title" }, household.head || household.code),
                el(
                    "span",
                    { class: "near-place" },
                    provisional ? `${place} · ${strings.provisional_short}` : place,
                ),
                el(
                    "span",
                    { class: covered ? "near-charge" : "near-charge is-missing" },
                    covered ? strings.near_covered : strings.near_uncovered,
                ),
            ),
        );
        button.addEventListener("click", () => this.hooks.onHousehold(household));
        return button;
    }
}
