import { formatCount, formatShare } from "../core/format.js";
import { summarise } from "../core/households.js";
import { total } from "../core/measures.js";
import { passingIn, sumOf, unitsPassing } from "../core/reckoning.js";
import { showSummary } from "../ui/summary.js";

/**
 * The figures of the area shown: of all its households, whatever the filters.
 *
 * @param {import("./households.js").MapPage} page
 */
export function showFigures(page) {
    // The tier above names all its areas, whatever households it is in charge of besides.
    const units = page.drill.summands();
    // An area of which the police has the outline alone has no households to count, not none.
    const isTold = units.every(({ households }) => households !== null);
    const byRows = page.rowsLoaded && !page.config.sees.steps_only && isTold;
    showSummary(byRows ? fromRows(page) : fromUnits(units));
}

function fromRows(page) {
    const figures = summarise(page.inPlace());
    return {
        total: formatCount(figures.total),
        coverage: formatShare(figures.covered, figures.total),
        uncovered: formatCount(figures.uncovered),
        never: formatCount(figures.never),
    };
}

/** Where a summand is hidden, the sum is a lower bound. */
function fromUnits(units) {
    const text = ({ sum, partial }) => {
        if (partial && sum === 0) {
            return formatCount(null);
        }
        return partial ? `≥ ${formatCount(sum)}` : formatCount(sum);
    };
    const households = total(units, (unit) => unit.households);
    const covered = total(units, (unit) => unit.covered);
    const partial = households.partial || covered.partial;
    return {
        total: text(households),
        coverage: partial ? "–" : formatShare(covered.sum, households.sum),
        uncovered: text(total(units, (unit) => unit.uncovered)),
        never: text(total(units, (unit) => unit.recency?.never)),
    };
}

/**
 * @param {import("./households.js").MapPage} page
 * @returns {number | null} all households, also where they have not been loaded; null: not counted
 */
export function householdsIn(page) {
    return page.rowsLoaded
        ? page.households.length
        : sumOf(page.drill.summands().map(({ households }) => households));
}

/**
 * @param {import("./households.js").MapPage} page
 * @returns {number | null} households that pass the filters; null where they have not been loaded
 *     and the figures of areas do not tell
 */
export function matchingIn(page) {
    if (page.rowsLoaded) {
        return page.matching().length;
    }
    const reckoning = page.reckoning();
    const units = reckoning && unitsReckoned(page, reckoning);
    return units && sumOf(units.map((unit) => passingIn(unit, reckoning)));
}

/** @returns {object[] | null} whose figures add up to the area shown and its villages that pass */
export function unitsReckoned(page, reckoning) {
    const units = page.drill.summands();
    if (reckoning.village === undefined) {
        return units;
    }
    const { level } = page.state.place;
    if (level === "village" || level === "group") {
        return unitsPassing(level, units, reckoning);
    }
    const below = page.tree.below(page.state.place);
    return below.level === null ? null : unitsPassing(below.level, below.units, reckoning);
}

/**
 * Households of each tab of the list.
 *
 * @param {import("./households.js").MapPage} page that has no rows
 * @returns {Record<"uncovered" | "unlocated" | "all", number | null>} null: the figures of areas do
 *     not tell
 */
export function tabsReckoned(page) {
    const reckoning = page.reckoning();
    const units = reckoning && unitsReckoned(page, reckoning);
    const isPlain = reckoning?.facet === null;
    const sum = (partOf) => (units && isPlain ? sumOf(units.map(partOf)) : null);
    return {
        uncovered: sum((unit) => unit.uncovered),
        unlocated: sum((unit) => unit.unlocated),
        all: matchingIn(page),
    };
}

/**
 * @param {import("./households.js").MapPage} page
 * @returns {boolean} whether there is neither a household, a figure nor a point to show; outlines
 *     alone are no answer to anything
 */
export function hasNothing(page) {
    if (page.seesHouseholds) {
        return page.rowsLoaded && page.households.length === 0;
    }
    const { sees, urls } = page.config;
    const hasMore = sees.aggregates_only || urls.order !== undefined;
    return !hasMore || page.tree.list("commune").length === 0;
}
