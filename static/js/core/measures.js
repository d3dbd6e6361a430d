/**
 * Measures of an area: a part of all its households, unlocated ones included, or how many.
 *
 * @typedef {object} AreaFigures what is known of an area on one day; null or absent = hidden
 * @property {number | null} households
 * @property {number | null} covered
 * @property {number | null} uncovered
 * @property {number | null} [kept] this month's rule kept
 * @property {number | null} [never]
 * @property {number | null} [near_poor]
 * @property {number | null} [poor]
 * @property {number | null} [waiting] with an issue that is not done
 * @property {number | null} [waiting_late] with one past its day
 * @property {Record<string, number | null>} [recency]
 *
 * @typedef {object} Measure
 * @property {string} key
 * @property {string} label
 * @property {string} definition told on hover and beside the choice
 * @property {boolean} more whether more is better
 * @property {boolean} isShare of all households; else a count
 * @property {(figures: AreaFigures) => number | null | undefined} partOf
 * @property {string[]} fills of its steps, low to high
 * @property {string} [changes] edges of its change, where they are others than last month's
 */

/** Light to dark, readable without colour vision by lightness; blue where more is better. */
const GOOD = Object.freeze(["#fff0b3", "#c2e3d0", "#74bfd6", "#2f80b8", "#123a70"]);
/** The same towards a dark red-brown where more is worse. */
const BAD = Object.freeze(["#fff3d6", "#fdcb7e", "#ea8a3c", "#b8400f", "#5c1410"]);
/** Change for the worse (orange) to change for the better (violet). */
const CHANGE = Object.freeze(["#8c4a05", "#e6a04b", "#f1efe9", "#a79bd0", "#4b2a83"]);

export const NO_FIGURE_FILL = "#dcdcd8";

/** Edges between the steps: shares of the common measures, rare things, counts, change. */
const EDGES = Object.freeze({
    share: [0.2, 0.4, 0.6, 0.8],
    rare: [0.02, 0.05, 0.1, 0.2],
    count: [1, 10, 30, 100],
    change: [-0.05, -0.005, 0.005, 0.05],
    changeCount: [-10, -0.5, 0.5, 10],
    // Of two days that the reader chose: ten households, or three steps of five, either way.
    days: [-9.5, -0.5, 0.5, 9.5],
    daySteps: [-14.5, -0.5, 0.5, 14.5],
});

const never = (figures) => figures.never ?? figures.recency?.never;

const KINDS = [
    { key: "coverage", more: true, isShare: true, partOf: (f) => f.covered, edges: "share" },
    { key: "kept", more: true, isShare: true, partOf: (f) => f.kept, edges: "share" },
    { key: "never", more: false, isShare: true, partOf: never, edges: "share" },
    { key: "poor", more: false, isShare: true, partOf: (f) => f.poor, edges: "rare" },
    { key: "uncovered", more: false, isShare: false, partOf: (f) => f.uncovered, edges: "count" },
    { key: "waiting", more: false, isShare: true, partOf: (f) => f.waiting, edges: "rare" },
    {
        key: "waiting_late",
        more: false,
        isShare: false,
        partOf: (f) => f.waiting_late,
        edges: "count",
    },
];

/**
 * @param {Record<string, string>} strings
 * @returns {Measure[]} the first is the one a page begins with
 */
export function makeMeasures(strings) {
    return KINDS.map((kind) => ({
        ...kind,
        label: strings[`measure_${kind.key}`],
        definition: strings[`measure_${kind.key}_means`],
        fills: kind.more ? GOOD : BAD,
    }));
}

/**
 * @param {Measure} measure
 * @param {AreaFigures | null | undefined} figures
 * @returns {number | null} share 0…1 or count; null when hidden or when there is no household
 */
export function measured(measure, figures) {
    if (!figures) {
        return null;
    }
    const part = measure.partOf(figures);
    if (part === null || part === undefined) {
        return null;
    }
    if (!measure.isShare) {
        return part;
    }
    return figures.households ? part / figures.households : null;
}

/**
 * @param {Measure} measure
 * @param {AreaFigures & {before?: AreaFigures | null}} unit
 * @returns {number | null} now minus the same day of last month; share points or households
 */
export function changeOf(measure, unit) {
    const now = measured(measure, unit);
    const before = measured(measure, unit.before);
    return now === null || before === null ? null : now - before;
}

/**
 * @param {Measure} measure
 * @param {number | null} change as `changeOf` gives it
 * @returns {"better" | "worse" | "same" | null}
 */
export function judge(measure, change) {
    if (change === null) {
        return null;
    }
    const smallest = measure.isShare ? 0.0005 : 0.5;
    if (Math.abs(change) < smallest) {
        return "same";
    }
    return change > 0 === measure.more ? "better" : "worse";
}

/**
 * Steps of the choropleth, from low to high value (or from worse to better for a change).
 *
 * @param {Measure} measure
 * @param {boolean} compared
 * @returns {Array<{from: number | null, to: number | null, fill: string}>}
 */
export function stepsOf(measure, compared) {
    const edges = edgesOf(measure, compared);
    const fills = compared ? CHANGE : measure.fills;
    return fills.map((fill, index) => ({
        from: edges[index - 1] ?? null,
        to: edges[index] ?? null,
        fill,
    }));
}

function edgesOf(measure, compared) {
    if (!compared) {
        return EDGES[measure.edges];
    }
    return EDGES[measure.changes ?? (measure.isShare ? "change" : "changeCount")];
}

/**
 * @param {Measure} measure
 * @param {boolean} compared
 * @param {AreaFigures & {before?: AreaFigures | null}} unit
 * @returns {number} index into `stepsOf`, or -1 when there is nothing to show
 */
export function stepOf(measure, compared, unit) {
    const value = compared ? changeOf(measure, unit) : measured(measure, unit);
    if (value === null) {
        return -1;
    }
    // The steps of a change run from worse to better, whichever direction is the good one.
    const along = compared && !measure.more ? -value : value;
    const edges = edgesOf(measure, compared);
    const index = edges.findIndex((edge) => along < edge);
    return index === -1 ? edges.length : index;
}

/**
 * @param {Measure} measure
 * @param {boolean} compared
 * @param {AreaFigures & {before?: AreaFigures | null}} unit
 * @returns {string} CSS colour
 */
export function fillOf(measure, compared, unit) {
    const step = stepOf(measure, compared, unit);
    return step === -1 ? NO_FIGURE_FILL : stepsOf(measure, compared)[step].fill;
}

/**
 * Units where help is needed first; hidden ones last.
 *
 * @template {AreaFigures} T
 * @param {Measure} measure
 * @param {boolean} compared the worst change first, else the worst value
 * @param {T[]} units
 * @returns {T[]}
 */
export function byNeed(measure, compared, units) {
    const key = (unit) => {
        const value = compared ? changeOf(measure, unit) : measured(measure, unit);
        if (value === null) {
            return Number.POSITIVE_INFINITY;
        }
        return measure.more ? value : -value;
    };
    const keys = new Map(units.map((unit) => [unit, key(unit)]));
    return [...units].sort((a, b) => (keys.get(a) === keys.get(b) ? 0 : keys.get(a) - keys.get(b)));
}

/**
 * Sums over the units. A hidden figure cannot be added up, so the sum says that it is partial.
 *
 * @param {AreaFigures[]} units
 * @param {(figures: AreaFigures) => number | null | undefined} partOf
 * @returns {{sum: number, partial: boolean}}
 */
export function total(units, partOf) {
    let sum = 0;
    let partial = false;
    for (const unit of units) {
        const part = partOf(unit);
        if (part === null || part === undefined) {
            partial = true;
        } else {
            sum += part;
        }
    }
    return { sum, partial };
}
