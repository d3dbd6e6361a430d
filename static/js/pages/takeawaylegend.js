import { fill, formatCount } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { NO_FIGURE_FILL, stepOf, stepsOf } from "../core/measures.js";
import { provisionalEntry } from "../core/provisional.js";
import { legendOf } from "../core/themes.js";
import { hexLabels } from "./legending.js";

/**
 * What stands beside a map that is taken away: the classes of the households printed, or the steps
 * of the measure where areas are coloured.
 *
 * @typedef {object} SheetLegend
 * @property {string} heading
 * @property {Array<{label: string, count: number, style: object}>} entries style.square: an area
 */

const EDGE = "#667062";

/** @param {import("./households.js").MapPage} page @returns {boolean} areas coloured, no dots */
export function showsAreas(page) {
    return !page.seesHouseholds || page.state.tab === "units";
}

/**
 * @param {import("./households.js").MapPage} page
 * @param {object[]} rows the households printed
 * @param {boolean} onlyChosen whether they are a selection
 * @returns {SheetLegend}
 */
export function sheetLegend(page, rows, onlyChosen) {
    return showsAreas(page) && !onlyChosen ? ofAreas(page) : ofHouseholds(page, rows, onlyChosen);
}

/** @returns {string} the area shown and what it is coloured by */
export function sheetTitle(page) {
    return showsAreas(page)
        ? `${page.nameOf(page.state.place)} – ${page.drill.measure.label}`
        : page.title();
}

function ofHouseholds(page, rows, onlyChosen) {
    const { strings, theme } = page;
    const bounds = page.map.getBounds();
    const inView = (row) => !isLocated(row) || bounds.contains([row.lat, row.lon]);
    const entries = legendOf(theme, rows, {
        nameOf: (id) => page.people.get(id)?.name ?? "",
        shown: onlyChosen ? () => true : inView,
    });
    const words = onlyChosen ? strings.takeaway_legend_chosen : strings.takeaway_legend_all;
    const heading = fill(words, { theme: theme.label, n: formatCount(rows.length) });
    const unlocated = rows.filter((row) => !isLocated(row)).length;
    const more = fill(strings.takeaway_legend_unlocated, { heading, n: formatCount(unlocated) });
    if (theme.gaps !== undefined) {
        return { heading: theme.scale ?? strings.gaps_scale, entries: ofHexagons(page) };
    }
    return {
        heading: unlocated > 0 ? more : heading,
        // A class without a household explains nothing on paper, where nobody can switch it on.
        entries: [...entries.filter(({ count }) => count > 0), ...provisionalEntry(rows, strings)],
    };
}

/** The steps of the hexagons with the households in those of each step. */
function ofHexagons(page) {
    const counts = page.layers.hexes.countSteps();
    return hexLabels(page.strings).map(({ label, fill: colour }, index) => ({
        label,
        count: counts[index],
        style: square(colour),
    }));
}

const square = (fillColour) => ({ fill: fillColour, ring: EDGE, hollow: false, square: true });

function ofAreas(page) {
    const { strings, drill } = page;
    const { measure, compared } = drill;
    const steps = drill.units().map((unit) => stepOf(measure, compared, unit));
    const count = (wanted) => steps.filter((step) => step === wanted).length;
    const entries = stepsOf(measure, compared).map((step, index) => ({
        label: drill.labelOf(step, index),
        count: count(index),
        style: square(step.fill),
    }));
    if (count(-1) > 0) {
        const label = strings.no_figure;
        entries.push({ label, count: count(-1), style: square(NO_FIGURE_FILL) });
    }
    return { heading: drill.heading(), entries };
}
