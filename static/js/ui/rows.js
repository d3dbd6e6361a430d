import { fill, formatCount, formatDistance } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { dot, el } from "./dom.js";

/**
 * @typedef {import("../core/households.js").Household} Household
 * @typedef {import("../core/nearest.js").VillageSection} VillageSection
 * @typedef {{kind: "village", section: VillageSection}
 *     | {kind: "household", household: Household}} Row
 */

/**
 * @param {VillageSection[]} sections
 * @returns {Row[]} each village followed by its households
 */
export function rowsOf(sections) {
    return sections.flatMap((section) => [
        { kind: "village", section },
        ...section.households.map((household) => ({ kind: "household", household })),
    ]);
}

/**
 * @param {Row[]} rows
 * @param {ReadonlySet<number>} ids
 * @returns {Row[]} these households under their villages; villages without any are left out
 */
export function onlyThese(rows, ids) {
    const sections = rows
        .filter(({ kind }) => kind === "village")
        .map(({ section }) => ({
            ...section,
            households: section.households.filter(({ id }) => ids.has(id)),
        }));
    return rowsOf(sections.filter(({ households }) => households.length > 0));
}

/** Turns rows of the list into elements. */
export class RowView {
    /**
     * @param {Record<string, string>} strings
     * @param {{groupName: (id: number | null) => string, personName: (id: number) => string,
     *     monthText: (household: Household) => string | null,
     *     chosen: () => ReadonlySet<number> | null,
     *     wordsOf: (household: Household) => ReturnType<
     *         typeof import("../core/themes.js").classWords>,
     *     styleOf: (household: Household) => import("../core/themes.js").ThemeClass}} lookup
     */
    constructor(strings, lookup) {
        this.strings = strings;
        this.lookup = lookup;
    }

    /**
     * @param {Row} row
     * @returns {HTMLElement}
     */
    render(row) {
        return row.kind === "village" ? this.village(row.section) : this.household(row.household);
    }

    village({ place, metres, households }) {
        const count = fill(this.strings.n_households, { n: formatCount(households.length) });
        const far = Number.isFinite(metres)
            ? fill(this.strings.distance, { distance: formatDistance(metres) })
            : "";
        return el(
            "div",
            { class: "list-row row-village" },
            el("span", { class: "row-title" }, place?.name ?? this.strings.no_village),
            el("span", { class: "row-side" }, far === "" ? count : `${count} · ${far}`),
        );
    }

    household(household) {
        return el(
            "div",
            { class: "list-row row-household" },
            this.check(household),
            dot({ ...this.lookup.styleOf(household), provisional: household.provisional }),
            el(
                "span",
                { class: "row-main" },
                el("span", { class: "row-title" }, household.head || household.code),
                el("span", { class: "row-under" }, ...this.under(household)),
            ),
            el(
                "span",
                { class: "row-side" },
                el("span", {}, this.contactText(household)),
                this.personText(household),
            ),
        );
    }

    /** What else is to be known of a household, with dots between. */
    under(household) {
        const { strings } = this;
        const { labels, late, plain } = this.lookup.wordsOf(household);
        const text = [...labels, late ? strings.issue_late_row : ""].filter(Boolean).join(", ");
        const parts = [
            isLocated(household) ? "" : el("span", { class: "badge-unlocated" }, strings.unlocated),
            plain || text === "" ? "" : el("span", { class: "row-class" }, text),
            household.head === "" ? "" : household.code,
            household.provisional ? strings.provisional_short : "",
            this.lookup.groupName(household.group),
        ].filter(Boolean);
        const dotted = parts.flatMap((part, index) => (index === 0 ? [part] : [" · ", part]));
        // That nothing is to be said of it need not be seen, but heard.
        return plain ? [...dotted, el("span", { class: "visually-hidden" }, ` · ${text}`)] : dotted;
    }

    /** A box to tick, once something on the page gathers households. */
    check({ id }) {
        const chosen = this.lookup.chosen();
        if (chosen === null) {
            return null;
        }
        const ticked = chosen.has(id) ? " is-ticked" : "";
        return el("span", { class: `row-check${ticked}`, "aria-hidden": "true" });
    }

    /**
     * @param {Household} household
     * @returns {string} how long ago somebody spoke with the household, or this month's rule where
     *     that is what the page is coloured by
     */
    contactText(household) {
        const month = this.lookup.monthText(household);
        if (month !== null) {
            return month;
        }
        const { days } = household;
        if (days === null) {
            return this.strings.never;
        }
        return days <= 0
            ? this.strings.today
            : fill(this.strings.days_ago, { n: formatCount(days) });
    }

    personText({ covered, person }) {
        const text = covered
            ? this.lookup.personName(person) || this.strings.covered
            : this.strings.uncovered_short;
        return el("span", { class: covered ? "row-person" : "row-person is-missing" }, text);
    }
}
