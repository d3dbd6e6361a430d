import { allows } from "../core/filters.js";
import { fill, formatCount, formatCounted } from "../core/format.js";
import { hexSteps, hexStepsAbove } from "../core/hexes.js";
import { isLocated } from "../core/households.js";
import { NO_FIGURE_FILL, stepOf, stepsOf } from "../core/measures.js";
import { provisionalEntry } from "../core/provisional.js";
import { legendOf } from "../core/themes.js";
import { hexLabels } from "./legending.js";
import { matchingIn, tabsReckoned } from "./summing.js";

/**
 * What stands beside a map that is taken away: the classes of the households printed, or the steps
 * of the measure where areas are coloured.
 *
 * @typedef {object} SheetLegend
 * @property {string} heading
 * @property {Array<{label: string, count: number | null, style: object}>} legend count null: not
 *     counted; style.square: an area
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
    if (page.layers.gaps !== null) {
        return page.config.sees.steps_only ? ofHexagonsAbove(page) : ofHexagons(page);
    }
    if (showsAreas(page) && !onlyChosen) {
        return ofAreas(page);
    }
    return onlyChosen || page.rowsLoaded ? ofRows(page, rows, onlyChosen) : ofFigures(page);
}

/** @returns {string} the area shown and what it is coloured by */
export function sheetTitle(page) {
    const { above } = page.layers;
    if (!showsAreas(page)) {
        return page.title();
    }
    const what = above === null ? page.drill.measure.label : hexesLabel(page, above);
    return `${page.nameOf(page.state.place)} – ${what}`;
}

/** What the hexagons tell that the tier above has chosen. */
function hexesLabel({ strings, config }, name) {
    const kind = config.issues.kinds.find(({ key }) => key === name);
    return kind === undefined
        ? strings[`hexes_${name}`]
        : fill(strings.hexes_issues_of, { kind: kind.label });
}

function ofRows(page, rows, onlyChosen) {
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
    return {
        heading: withUnlocated(strings, heading, unlocated),
        // A class without a household explains nothing on paper, where nobody can switch it on.
        legend: [...entries.filter(({ count }) => count > 0), ...provisionalEntry(rows, strings)],
    };
}

function withUnlocated(strings, heading, n) {
    return n > 0
        ? fill(strings.takeaway_legend_unlocated, { heading, n: formatCount(n) })
        : heading;
}

/** Where the households have not been loaded: what the figures of areas tell, and no more. */
function ofFigures(page) {
    const { strings, theme, state } = page;
    const matching = matchingIn(page);
    const words = matching === null ? strings.takeaway_legend_plain : strings.takeaway_legend_all;
    const heading = fill(words, { theme: theme.label, n: formatCounted(matching) });
    const shown = ({ key, count }) => count !== 0 && allows(state.choices[theme.facet], key);
    return {
        heading: withUnlocated(strings, heading, tabsReckoned(page).unlocated ?? 0),
        legend: [...page.legend.entries().filter(shown), ...provisionalEntry(null, strings)],
    };
}

/** The steps of the hexagons with the households in those of each step. */
function ofHexagons(page) {
    const { strings, theme, layers } = page;
    const counts = layers.hexes.sumSteps((count) => count);
    return {
        heading: theme.scale ?? strings.gaps_scale,
        legend: hexLabels(strings).map(({ label, fill: colour }, index) => ({
            label,
            count: counts[index],
            style: square(colour),
        })),
    };
}

/** Of issues the tier above is told the step alone: what can be counted is the hexagons. */
function ofHexagonsAbove({ strings, layers }) {
    const counts = layers.hexes.sumSteps(() => 1);
    const place = (colour) => hexSteps().findIndex((step) => step.fill === colour);
    const scale = layers.gaps === "gaps" ? strings.gaps_scale : strings.issue_hexes_scale;
    return {
        heading: fill(strings.takeaway_legend_hexes, { scale }),
        legend: hexLabels(strings, hexStepsAbove()).map(({ label, fill: colour }) => ({
            label,
            count: counts[place(colour)],
            style: square(colour),
        })),
    };
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
    return { heading: drill.heading(), legend: entries };
}
