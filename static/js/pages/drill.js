import { WHOLE } from "../core/areatree.js";
import { changeWords, dayStepLabel, pairText, TwoDays } from "../core/days.js";
import { fill, formatCount, formatDate, formatShare, formatSigned } from "../core/format.js";
import {
    byNeed,
    changeOf,
    fillOf,
    judge,
    makeMeasures,
    NO_FIGURE_FILL,
    stepOf,
    stepsOf,
} from "../core/measures.js";
import { currentCrumb, showBreadcrumbs } from "../ui/breadcrumbs.js";
import { byId, el } from "../ui/dom.js";
import { fillSelect } from "../ui/legend.js";
import { pointAtUnit, showSteps, showUnits } from "../ui/unitlist.js";
import { Comparing } from "./comparing.js";

/** The days are on their way. */
const NOTHING_YET = new TwoDays({ step: null, rows: [] });

/**
 * The areas below the one shown: as a list, as colours on the map, and the way up as breadcrumbs.
 */
export class Drill {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.usual = makeMeasures(page.strings);
        this.days = new Comparing(page);
        fillSelect(byId("measure"), this.measures, page.state.measure, (key) =>
            page.change({ measure: key }),
        );
        byId("compare").addEventListener("change", (event) =>
            page.change({ compared: event.target.checked }),
        );
    }

    get measures() {
        return this.days.isOn ? this.days.measures : this.usual;
    }

    get measure() {
        const { measures } = this;
        return measures.find(({ key }) => key === this.page.state.measure) ?? measures[0];
    }

    /** @returns {boolean} with last month, or one day with another */
    get compared() {
        return this.days.isOn || this.page.state.compared;
    }

    /** @returns {object[]} the areas one step down, those in need first */
    units() {
        const { level, units } = this.page.tree.below(this.page.state.place);
        const told = units.map((unit) => this.told(level, unit));
        return byNeed(this.measure, this.compared, told);
    }

    /** An area with the numbers that are shown of it: of two chosen days, or today's. */
    told(level, unit) {
        if (!this.days.isOn) {
            return unit;
        }
        return (this.days.found ?? NOTHING_YET).told(level, unit);
    }

    /** @returns {{level: string, id: number}} */
    placeOf(id) {
        return { level: this.page.tree.below(this.page.state.place).level, id };
    }

    showCrumbs() {
        const { page } = this;
        const steps = page.tree.path(page.state.place).map((place) => ({
            place,
            name: page.nameOf(place),
        }));
        showBreadcrumbs(byId("crumbs"), steps, (place) => page.goTo(place));
    }

    /** The list, with the definition of the measure above it. */
    showList() {
        this.days.show();
        const { strings, measure } = this;
        this.offer();
        byId("measure").value = measure.key;
        byId("measure").title = measure.definition;
        byId("compare").checked = this.page.state.compared && !this.days.isOn;
        byId("measure-means").textContent = measure.definition;
        const units = this.units();
        const caption = this.page.config.sees.figures ? strings.units_caption : strings.units_plain;
        byId("units-caption").textContent = units.length === 0 ? strings.units_none : caption;
        showUnits(
            byId("units"),
            units.map((unit) => this.row(unit)),
            {
                onChoose: (id) => this.page.goTo(this.placeOf(id)),
                onPoint: (id) =>
                    this.page.layers.mark(id === null ? this.page.state.place : this.placeOf(id)),
                here: () => currentCrumb(byId("crumbs")),
            },
        );
        this.showSteps(units);
    }

    /** Of two chosen days fewer measures are known, and they have other names. */
    offer() {
        const { measures } = this;
        const offered = measures.map(({ label }) => label).join();
        if (offered !== this.offered) {
            this.offered = offered;
            const options = measures.map(({ key, label }) => el("option", { value: key }, label));
            byId("measure").replaceChildren(...options);
        }
    }

    /**
     * The pointer is on a coloured area of the map.
     *
     * @param {number | null} id
     */
    point(id) {
        pointAtUnit(byId("units"), id);
    }

    row(unit) {
        const { strings } = this;
        if (!this.page.config.sees.figures) {
            return {
                id: unit.id,
                name: unit.name,
                under: "",
                value: "",
                change: null,
                fill: NO_FIGURE_FILL,
            };
        }
        // Whatever days are compared, below the name stands what is so today.
        const today = this.page.tree.unit(this.placeOf(unit.id));
        return {
            id: unit.id,
            name: unit.name,
            under: fill(strings.unit_figures, {
                households: formatCount(today.households),
                uncovered: formatCount(today.uncovered),
            }),
            value: this.text(unit),
            change: this.compared ? this.change(unit) : null,
            fill: fillOf(this.measure, this.compared, unit),
        };
    }

    /** @returns {number | null} of two chosen days: how many households a number stands for */
    get step() {
        return this.days.found?.step ?? null;
    }

    /** @returns {string} the measure of an area */
    text(unit) {
        const { measure } = this;
        if (this.days.isOn) {
            return pairText(measure, unit, this.step);
        }
        const part = measure.partOf(unit);
        if (!measure.isShare || part === null || part === undefined) {
            return formatCount(part);
        }
        return formatShare(part, unit.households);
    }

    change(unit) {
        const { strings, measure } = this;
        const change = changeOf(measure, unit);
        if (this.days.isOn) {
            return changeWords(measure, change, this.step, strings);
        }
        if (change === null) {
            return { text: "–", verdict: null, spoken: strings.change_unknown };
        }
        const number = measure.isShare ? formatSigned(change * 100, 1) : formatSigned(change, 0);
        const text = fill(measure.isShare ? strings.change_points : strings.change_count, {
            n: number,
        });
        const verdict = judge(measure, change);
        return { text, verdict, spoken: fill(strings[`change_${verdict}`], { change: text }) };
    }

    showSteps(units) {
        const counts = units.map((unit) => stepOf(this.measure, this.compared, unit));
        const count = (step) => formatCount(counts.filter((value) => value === step).length);
        const steps = stepsOf(this.measure, this.compared).map((step, index) => ({
            fill: step.fill,
            label: this.labelOf(step, index),
            count: count(index),
        }));
        steps.push({ fill: NO_FIGURE_FILL, label: this.strings.no_figure, count: count(-1) });
        showSteps(byId("steps"), steps);
    }

    /** @returns {string} what stands above the colours on paper */
    heading() {
        const { strings, measure } = this;
        if (this.days.isOn) {
            const { since, until } = this.page.state.days;
            const days = { since: formatDate(since), until: formatDate(until) };
            return fill(strings.days_legend, { measure: measure.label, ...days });
        }
        const words = this.compared
            ? strings.takeaway_legend_change
            : strings.takeaway_legend_areas;
        return fill(words, { measure: measure.label });
    }

    /** @returns {string} what the colour of a step says */
    labelOf(step, index) {
        if (this.days.isOn) {
            return dayStepLabel(index, this.step, this.strings);
        }
        return this.compared ? this.strings[`change_step_${index}`] : this.stepLabel(step);
    }

    stepLabel({ from, to }) {
        const { strings, measure } = this;
        const write = (value) =>
            measure.isShare ? `${formatCount(value * 100)}%` : formatCount(value);
        if (from === null) {
            return fill(strings.step_under, { n: write(to) });
        }
        return to === null
            ? fill(strings.step_from, { n: write(from) })
            : `${write(from)} – ${write(to)}`;
    }

    /** @returns {string} for the pointer on the map */
    tooltip(place) {
        const { strings, measure } = this;
        const unit = this.told(place.level, this.page.tree.unit(place));
        const change = this.compared ? ` (${this.change(unit).text})` : "";
        return fill(strings.unit_tooltip, {
            name: unit.name,
            measure: measure.label,
            share: `${this.text(unit)}${change}`,
            households: formatCount(unit.households),
        });
    }

    colour() {
        const { page } = this;
        const told = page.config.sees.figures && page.layers.above === null;
        const shown = told && page.state.tab === "units";
        const { level } = page.tree.below(page.state.place);
        page.layers.colourAreas(
            level,
            this.units(),
            shown ? (unit) => fillOf(this.measure, this.compared, unit) : null,
        );
    }

    /** @returns {object[]} the areas whose figures add up to those of the area shown */
    summands() {
        const { tree, state } = this.page;
        const unit = tree.unit(state.place);
        if (unit !== null) {
            return [unit];
        }
        const communes = tree.list("commune");
        return communes.length > 0 ? communes : tree.below(WHOLE).units;
    }
}
