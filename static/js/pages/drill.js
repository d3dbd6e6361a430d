import { WHOLE } from "../core/areatree.js";
import { fill, formatCount, formatShare, formatSigned } from "../core/format.js";
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
import { byId } from "../ui/dom.js";
import { fillSelect } from "../ui/legend.js";
import { pointAtUnit, showSteps, showUnits } from "../ui/unitlist.js";

/**
 * The areas below the one shown: as a list, as colours on the map, and the way up as breadcrumbs.
 */
export class Drill {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.measures = makeMeasures(page.strings);
        fillSelect(byId("measure"), this.measures, page.state.measure, (key) =>
            page.change({ measure: key }),
        );
        byId("compare").addEventListener("change", (event) =>
            page.change({ compared: event.target.checked }),
        );
    }

    get measure() {
        return this.measures.find(({ key }) => key === this.page.state.measure);
    }

    get compared() {
        return this.page.state.compared;
    }

    /** @returns {object[]} the areas one step down, those in need first */
    units() {
        const { units } = this.page.tree.below(this.page.state.place);
        return byNeed(this.measure, this.compared, units);
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
        const { strings, measure } = this;
        byId("measure").value = measure.key;
        byId("measure").title = measure.definition;
        byId("compare").checked = this.compared;
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
        return {
            id: unit.id,
            name: unit.name,
            under: fill(strings.unit_figures, {
                households: formatCount(unit.households),
                uncovered: formatCount(unit.uncovered),
            }),
            value: this.text(unit),
            change: this.compared ? this.change(unit) : null,
            fill: fillOf(this.measure, this.compared, unit),
        };
    }

    /** @returns {string} the measure of an area */
    text(unit) {
        const { measure } = this;
        const part = measure.partOf(unit);
        if (!measure.isShare || part === null || part === undefined) {
            return formatCount(part);
        }
        return formatShare(part, unit.households);
    }

    change(unit) {
        const { strings, measure } = this;
        const change = changeOf(measure, unit);
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
            label: this.compared ? this.strings[`change_step_${index}`] : this.stepLabel(step),
            count: count(index),
        }));
        steps.push({ fill: NO_FIGURE_FILL, label: this.strings.no_figure, count: count(-1) });
        showSteps(byId("steps"), steps);
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
    tooltip(unit) {
        const { strings, measure } = this;
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
