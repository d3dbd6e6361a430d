import { formatCount, formatShare } from "../core/format.js";
import { summarise } from "../core/households.js";
import { total } from "../core/measures.js";
import { showSummary } from "../ui/summary.js";

/**
 * The figures of the area shown: of all its households, whatever the filters.
 *
 * @param {import("./households.js").MapPage} page
 */
export function showFigures(page) {
    showSummary(page.rowsLoaded ? fromRows(page) : fromUnits(page.drill.summands()));
}

function fromRows(page) {
    const never = page.config.recency.findIndex((entry) => entry.key === "never");
    const figures = summarise(page.inPlace(), never);
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
 * @returns {number} all households, also where they have not been loaded
 */
export function householdsIn(page) {
    const sum = (all, unit) => all + (unit.households ?? 0);
    return page.rowsLoaded ? page.households.length : page.drill.summands().reduce(sum, 0);
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
