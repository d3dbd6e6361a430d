import { allows, only, toggle } from "../core/filters.js";
import { fill, formatCount } from "../core/format.js";
import { hexStep, hexSteps, hexStepsAbove } from "../core/hexes.js";
import { isLocated } from "../core/households.js";
import { lateNote } from "../core/issues.js";
import { POSITION_FACET, provisionalEntry } from "../core/provisional.js";
import { legendOf, legendOfFigures } from "../core/themes.js";
import { byId } from "../ui/dom.js";
import { fillSelect, Legend, showScale } from "../ui/legend.js";
import { unitsReckoned } from "./summing.js";

/** What the map is coloured by: the choice of the theme, and its legend, which is a filter too. */
export class Legending {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        fillSelect(byId("theme"), page.themes, page.state.theme, (key) => page.setTheme(key));
        const choose =
            (change) =>
            (key, facet = page.theme.facet) =>
                page.setChoices(change(page.state.choices, facet, key));
        this.list = new Legend(byId("legend"), {
            strings: page.strings,
            onToggle: choose(toggle),
            onOnly: choose(only),
        });
    }

    /** Entries switched off keep their count: it says what would come back. */
    entries() {
        const { page } = this;
        const { theme } = page;
        if (!page.rowsLoaded) {
            // Of households that pass some other filter the figures of areas know nothing.
            const reckoning = page.reckoning(theme.facet);
            const units = reckoning?.facet === null ? unitsReckoned(page, reckoning) : null;
            return legendOfFigures(theme, units ?? []);
        }
        const bounds = page.map.getBounds();
        return legendOf(theme, page.passing(theme.facet), {
            nameOf: (id) => page.people.get(id)?.name ?? "",
            shown: (row) => !isLocated(row) || bounds.contains([row.lat, row.lon]),
        });
    }

    /** What dots bear whatever they are coloured by; hexagons bear nothing. */
    marks() {
        const { page } = this;
        if (page.theme.gaps !== undefined) {
            return [];
        }
        const rows = page.rowsLoaded ? page.passing(POSITION_FACET) : null;
        return provisionalEntry(rows, page.strings);
    }

    show() {
        const { theme, state, strings } = this.page;
        const shown = ({ key, facet = theme.facet }) => allows(state.choices[facet], key);
        byId("theme").value = theme.key;
        const more = { marks: this.marks(), notes: lateNote(theme, strings) };
        this.list.show(theme.key, this.entries(), more, shown);
        const steps = theme.gaps !== undefined ? hexLabels(strings) : [];
        showScale(byId("legend-scale"), theme.scale ?? strings.gaps_scale, steps);
    }
}

/**
 * @param {Record<string, string>} strings
 * @param {ReturnType<typeof hexSteps>} [steps]
 * @returns {Array<{label: string, fill: string}>} households of a hexagon by its colour
 */
export function hexLabels(strings, steps = hexSteps()) {
    return steps.map((step) => ({ label: hexLabel(strings, step), fill: step.fill }));
}

/** @param {Record<string, string>} strings @param {{from: number, to: number | null}} step */
export function hexLabel(strings, { from, to }) {
    if (to === null) {
        return fill(strings.step_from, { n: formatCount(from) });
    }
    return from === to ? formatCount(from) : `${formatCount(from)} – ${formatCount(to)}`;
}

/** @returns {string} the step of a hexagon whose number the tier above is not told */
export function hexWords(strings, count) {
    const { fill: colour } = hexSteps()[hexStep(count)];
    return hexLabel(
        strings,
        hexStepsAbove().find((step) => step.fill === colour),
    );
}
