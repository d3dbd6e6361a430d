import {
    allRules,
    coverageOf,
    knowsHalfway,
    monthOf,
    personKey,
    povertyOf,
    recencyIndex,
} from "./classes.js";
import { figuresOf } from "./figures.js";
import { issueReader, LATENESS, NO_ISSUE, STAGES, valuesOf } from "./issues.js";
import { LIGHT_RINGS, PEOPLE_FILLS, personColour } from "./palette.js";
import { MARKS } from "./peoplelooks.js";

/**
 * Themes: what the households are coloured by. A theme is one entry of `makeThemes`; another one
 * needs its classes, how a household falls into them, and the filter that its legend switches.
 *
 * @typedef {import("./households.js").Household} Household
 * @typedef {import("./classes.js").Facts} Facts
 */

/**
 * @typedef {object} ThemeClass one class of a theme, drawn as a dot
 * @property {string} key
 * @property {string} label
 * @property {string} fill CSS colour of the dot
 * @property {string} ring CSS colour of its outline
 * @property {number} ringWidth pixels
 * @property {number} scale radius in relation to the ordinary dot
 * @property {boolean} hollow drawn as a ring
 * @property {boolean} [late] with a second ring around
 * @property {"core" | "bar" | null} [mark] in the middle of the dot
 * @property {string} [means] what it takes to be in it, in a sentence
 */

/**
 * @typedef {object} Theme
 * @property {string} key
 * @property {string} label
 * @property {ThemeClass[]} classes in the order of the legend
 * @property {number[]} drawOrder class indexes, the ones that must stay on top last
 * @property {(household: Facts) => number} classOf works on rows and on features of tiles
 * @property {string} facet key of the filter that the legend switches (core/filters.js)
 * @property {"gaps" | "issues"} [gaps] hexagons instead of dots, of these tiles
 * @property {string} [scale] what a hexagon's colour says
 * @property {(household: Facts) => boolean} [counts] whether it counts in its hexagon
 * @property {(household: Facts) => string[]} [valuesOf] classes a household counts in, where they
 *     may be several; it is drawn as `classOf` says
 * @property {string[]} [entries] classes that the legend names, all if left out
 * @property {boolean} [people] the legend names the people in view instead of the classes
 * @property {boolean} [told] rows of the list say the class in words; of the other themes they
 *     tell the person, the last contact or the month's contacts anyway
 *
 * @typedef {{key: string, label: string, style: Omit<ThemeClass, "key" | "label">,
 *     count: number, facet?: string, means?: string}} LegendEntry key: the value of the facet,
 *     which is the theme's if none is named
 */

const INK = "#2b2320";
const PAPER = "#ffffff";

/**
 * Colours after Okabe & Ito, told apart under protanopia and deuteranopia
 * (tests/js/palette.test.mjs); shape and ring say the same again.
 */
export const COVERAGE_STYLES = Object.freeze({
    covered: { fill: "#0072b2", ring: PAPER, ringWidth: 1, scale: 1, hollow: false },
    uncovered: { fill: "#d55e00", ring: INK, ringWidth: 1.5, scale: 1.18, hollow: false },
});

const dot = (fill, ring = PAPER) => ({ fill, ring, ringWidth: 1, scale: 1, hollow: false });

/** From lately (dark teal) over yellow towards long ago. */
const RAMP = [
    dot("#008573"),
    dot("#74d2bf", "#1f6b5c"),
    dot("#f9e86a", "#6f6410"),
    dot("#de7f14", "#6b3a00"),
];
const OVER = { ...dot("#76105f"), scale: 1.05 };
const NEVER = { fill: PAPER, ring: INK, ringWidth: 2.2, scale: 1.12, hollow: true };

/**
 * How the recency classes look. A commune sets their number; the last two are always "longer ago"
 * (purple) and "never" (an empty dark ring).
 *
 * @param {number} count of classes, at least three
 * @returns {Array<Omit<ThemeClass, "key" | "label">>}
 */
export function recencyStyles(count) {
    const steps = count - 2;
    const ramp = Array.from({ length: steps }, (_, index) => {
        const share = steps === 1 ? 0 : index / (steps - 1);
        return RAMP[Math.round(share * (RAMP.length - 1))];
    });
    return [...ramp, OVER, NEVER];
}

const { uncovered: GAP } = COVERAGE_STYLES;

/**
 * @param {string[]} keys
 * @param {(h: Facts) => string} keyOf what is none of the keys counts with the last, so that nothing
 *     the server may ever say leaves a household without a dot
 */
const indexBy = (keys, keyOf) => (household) => {
    const index = keys.indexOf(keyOf(household));
    return index === -1 ? keys.length - 1 : index;
};

function coverageTheme({ strings }) {
    const keys = ["uncovered", "covered"];
    return {
        key: "coverage",
        label: strings.theme_coverage,
        facet: "coverage",
        classes: keys.map((key) => ({ key, label: strings[key], ...COVERAGE_STYLES[key] })),
        drawOrder: [1, 0],
        classOf: indexBy(keys, coverageOf),
    };
}

function recencyTheme({ recency, strings }) {
    const styles = recencyStyles(recency.length);
    return {
        key: "recency",
        label: strings.theme_recency,
        facet: "recency",
        classes: recency.map((entry, index) => ({ ...entry, ...styles[index] })),
        drawOrder: recency.map((_, index) => index),
        classOf: recencyIndex(recency),
    };
}

/** Contacts of the month against the rule; the empty ring is the household nobody spoke with. */
export const MONTH_STYLES = Object.freeze({
    none: NEVER,
    some: dot("#e6a817", "#5e4300"),
    kept: dot("#0072b2"),
});

function monthTheme(config) {
    const { strings } = config;
    const keys = allRules(config).some(knowsHalfway) ? ["none", "some", "kept"] : ["none", "kept"];
    return {
        key: "month",
        label: strings.theme_month,
        facet: "month",
        classes: keys.map((key) => ({
            key,
            label: strings[`month_${key}`],
            means: strings[`month_${key}_means`],
            ...MONTH_STYLES[key],
        })),
        drawOrder: keys.map((_, index) => keys.length - 1 - index),
        classOf: indexBy(keys, monthOf(config)),
    };
}

/** Poor households are larger and have the dark ring. */
export const POVERTY_STYLES = Object.freeze({
    poor: { fill: "#7f0f3a", ring: INK, ringWidth: 1.5, scale: 1.18, hollow: false },
    near_poor: dot("#e69f00", "#5e4300"),
    escaped: dot("#4fb99f", "#1c6350"),
    policy: dot("#2c4f9e"),
    none: { ...dot("#e3e3ea", "#7d8790"), scale: 0.9 },
});

function povertyTheme({ strings }) {
    const keys = Object.keys(POVERTY_STYLES);
    return {
        key: "poverty",
        label: strings.theme_poverty,
        facet: "poverty",
        told: true,
        classes: keys.map((key) => ({
            key,
            label: strings[`poverty_${key}`],
            ...POVERTY_STYLES[key],
        })),
        drawOrder: keys.map((_, index) => keys.length - 1 - index),
        classOf: indexBy(keys, povertyOf),
    };
}

/**
 * The classes are looks, not people: several people far apart share one. Until an area's people are
 * known, each has the colour of their id.
 */
function personTheme({ strings }) {
    const colours = MARKS.flatMap((mark) =>
        PEOPLE_FILLS.map((fill, index) => ({
            key: `colour-${index}${mark === null ? "" : `-${mark}`}`,
            label: "",
            mark,
            ...dot(fill, LIGHT_RINGS[fill]),
        })),
    );
    return {
        key: "person",
        label: strings.theme_person,
        facet: "person",
        people: true,
        classes: [{ key: "none", label: strings.uncovered, ...GAP }, ...colours],
        drawOrder: [...colours.map((_, index) => index + 1), 0],
        classOf: ({ person }) => (person === null ? 0 : 1 + personColour(person)),
    };
}

/**
 * @param {Theme} theme of people
 * @param {ReadonlyMap<number, number>} looks of the people of an area (`peoplelooks.js`)
 * @returns {Theme}
 */
export function withLooks(theme, looks) {
    const classOf = ({ person }) =>
        person === null ? 0 : 1 + (looks.get(person) ?? personColour(person));
    return { ...theme, classOf };
}

/** Public order is black; each two differ under colour blindness (tests/js/palette.test.mjs). */
export const ISSUE_FILLS = Object.freeze([
    ...PEOPLE_FILLS.slice(0, 6),
    INK,
    ...PEOPLE_FILLS.slice(6),
    COVERAGE_STYLES.uncovered.fill,
]);
export const STAGE_STYLES = Object.freeze({
    new: { fill: "#d55e00", ring: INK, ringWidth: 1.5, scale: 1.18, hollow: false },
    in_hand: dot("#0072b2"),
    untold: dot("#f0e442", "#6f6410"),
});
export const LATENESS_STYLES = Object.freeze({
    very_late: { ...dot("#76105f", INK), ringWidth: 1.5, scale: 1.25 },
    late: { ...dot("#de7f14", INK), scale: 1.1 },
    in_time: dot("#74d2bf", "#1f6b5c"),
});
const NOTHING = Object.freeze({ ...dot("#e3e3ea", "#7d8790"), scale: 0.8 });

/**
 * What households wait for. One that waits for several things has the colour of the worst, and
 * counts in the legend with each; one that waits too long has a second ring, whatever its colour.
 *
 * @param {object} config
 * @param {{key: string, part: "kind" | "stage" | "late", label: string,
 *     styles: Array<object>}} what
 */
function issueTheme({ issues, as_of: today, strings }, { key, part, label, styles }) {
    const read = issueReader(issues.kinds, today);
    const none = { key: NO_ISSUE, label: strings.issue_none, ...NOTHING };
    const late = styles.map((style) => ({
        ...style,
        key: `${style.key}-late`,
        ringWidth: 1.5,
        late: true,
    }));
    const keys = styles.map((style) => style.key);
    return {
        key,
        label,
        facet: key,
        told: true,
        classes: [...styles, none, ...late],
        entries: [...keys, NO_ISSUE],
        drawOrder: [
            keys.length,
            ...keys.map((_, index) => keys.length - 1 - index),
            ...keys.map((_, index) => 2 * keys.length - index),
        ],
        classOf: (household) => {
            const [worst] = read(household);
            if (worst === undefined) {
                return keys.length;
            }
            const index = keys.indexOf(worst[part]);
            if (index === -1) {
                return keys.length;
            }
            return worst.late === "in_time" ? index : index + keys.length + 1;
        },
        valuesOf: (household) => valuesOf(read(household), part),
    };
}

function issueKindTheme(config) {
    const styles = config.issues.kinds.map(({ key, label }, index) => ({
        key,
        label,
        ...dot(ISSUE_FILLS[index], LIGHT_RINGS[ISSUE_FILLS[index]]),
    }));
    const label = config.strings.theme_issue;
    return issueTheme(config, { key: "issue", part: "kind", label, styles });
}

const named = (keys, looks, strings, prefix) =>
    keys.map((key) => ({ key, label: strings[`${prefix}_${key}`], ...looks[key] }));

function issueStageTheme(config) {
    const styles = named(STAGES, STAGE_STYLES, config.strings, "issue_stage");
    const label = config.strings.theme_issue_stage;
    return issueTheme(config, { key: "issue_stage", part: "stage", label, styles });
}

function issueLateTheme(config) {
    const styles = named(LATENESS, LATENESS_STYLES, config.strings, "issue_late");
    const label = config.strings.theme_issue_late;
    return issueTheme(config, { key: "issue_late", part: "late", label, styles });
}

const hasIssues = (config) => config.issues !== undefined;

/** Hexagons tell of the uncovered ones only, so that is the legend's one entry. */
function gapsTheme(config) {
    const { strings } = config;
    return {
        ...coverageTheme(config),
        key: "gaps",
        label: strings.theme_gaps,
        gaps: "gaps",
        scale: strings.gaps_scale,
        counts: ({ person }) => person === null,
        entries: ["uncovered"],
    };
}

function issueHexesTheme(config) {
    const { issues, as_of: today, strings } = config;
    const read = issueReader(issues.kinds, today);
    return {
        ...issueStageTheme(config),
        key: "issue_hexes",
        label: strings.theme_issue_hexes,
        gaps: "issues",
        scale: strings.issue_hexes_scale,
        // As the server counts: what only few may read makes no hexagon.
        counts: (household) => read(household).some(({ kind }) => kind !== "public_order"),
        entries: STAGES,
    };
}

/**
 * All themes that this page offers. A theme that needs more than every page has says when.
 *
 * @type {Array<{make: (config: object) => Theme, when?: (config: object) => boolean}>}
 */
const REGISTRY = [
    { make: coverageTheme },
    { make: recencyTheme },
    { make: monthTheme },
    { make: povertyTheme },
    { make: personTheme },
    { make: issueKindTheme, when: hasIssues },
    { make: issueStageTheme, when: hasIssues },
    { make: issueLateTheme, when: hasIssues },
    { make: gapsTheme, when: (config) => Boolean(config.tiles?.gaps) },
    { make: issueHexesTheme, when: (config) => hasIssues(config) && Boolean(config.tiles?.issues) },
];

/**
 * @param {{strings: Record<string, string>, recency: object[],
 *     rule: import("./classes.js").Rule, rules?: Record<string, import("./classes.js").Rule>}}
 *     config of the page
 * @returns {Theme[]} the first is the one a page begins with
 */
export function makeThemes(config) {
    return REGISTRY.filter(({ when }) => when === undefined || when(config)).map(({ make }) =>
        make(config),
    );
}

/**
 * The legend of a theme, with the households of each entry, unlocated ones included.
 *
 * @param {Theme} theme
 * @param {Facts[]} households
 * @param {{nameOf: (person: number) => string, shown?: (household: Facts) => boolean}} people
 *     shown: in view; the others count, but bring nobody into the legend
 * @returns {LegendEntry[]} people by number of households, "nobody" first
 */
export function legendOf(theme, households, people) {
    return theme.people ? peopleLegend(theme, households, people) : classLegend(theme, households);
}

/**
 * The legend where the households have not been loaded: what the figures of areas tell.
 *
 * @param {Theme} theme
 * @param {object[]} units whose figures add up to the area shown; none: nothing is told
 * @returns {LegendEntry[]} count null: the figures do not tell
 */
export function legendOfFigures(theme, units) {
    const parts = units.map((unit) => figuresOf(unit, theme));
    const classes = theme.people ? theme.classes.slice(0, 1) : theme.classes;
    const entries = classes.map((style, index) => {
        const counts = parts.map((counts_) => counts_[index]);
        const known = counts.length > 0 && !counts.includes(null);
        return {
            key: style.key,
            label: style.label,
            means: style.means,
            style,
            count: known ? counts.reduce((sum, count) => sum + count, 0) : null,
        };
    });
    return entries.filter((entry) => isNamed(theme, entry));
}

const isNamed = ({ entries }, { key }) => entries?.includes(key) ?? true;

function classLegend(theme, households) {
    const counts = countEntries(theme, households);
    const entries = theme.classes.map((style, index) => ({
        key: style.key,
        label: style.label,
        means: style.means,
        style,
        count: counts[index],
    }));
    return entries.filter((entry) => isNamed(theme, entry));
}

/** Households per class; where they may be in several, in each. */
function countEntries(theme, households) {
    if (theme.valuesOf === undefined) {
        return countClasses(theme, households);
    }
    const counts = new Map();
    for (const household of households) {
        for (const value of theme.valuesOf(household)) {
            counts.set(value, (counts.get(value) ?? 0) + 1);
        }
    }
    return theme.classes.map(({ key }) => counts.get(key) ?? 0);
}

function peopleLegend(theme, households, { nameOf, shown = () => true }) {
    const counts = new Map([["none", { person: null, count: 0, inView: true }]]);
    for (const household of households) {
        const key = personKey(household);
        const entry = counts.get(key) ?? { person: household.person, count: 0, inView: false };
        entry.count += 1;
        entry.inView ||= shown(household);
        counts.set(key, entry);
    }
    const entries = [...counts].filter(([, entry]) => entry.inView);
    entries.sort(
        ([a, x], [b, y]) => Number(b === "none") - Number(a === "none") || y.count - x.count,
    );
    return entries.map(([key, { person, count }]) => ({
        key,
        label: person === null ? theme.classes[0].label : nameOf(person),
        style: theme.classes[theme.classOf({ person })],
        count,
    }));
}

/**
 * What the colour of a household's dot says, for who does not see it.
 *
 * @param {Theme} theme
 * @param {Facts} household
 * @returns {{labels: string[], late: boolean, plain: boolean}} plain: it is in the class of those
 *     that nothing is to be said of
 */
export function classWords(theme, household) {
    if (theme.told !== true) {
        return { labels: [], late: false, plain: false };
    }
    const drawn = theme.classes[theme.classOf(household)];
    const keys = theme.valuesOf?.(household) ?? [drawn.key];
    const labels = keys.map((value) => theme.classes.find(({ key }) => key === value)?.label ?? "");
    return { labels, late: drawn.late === true, plain: drawn.key === NO_ISSUE };
}

/**
 * Households per class, unlocated ones included.
 *
 * @param {Theme} theme
 * @param {Facts[]} households
 * @returns {number[]} one count per class of the theme
 */
export function countClasses(theme, households) {
    const counts = new Array(theme.classes.length).fill(0);
    for (const household of households) {
        counts[theme.classOf(household)] += 1;
    }
    return counts;
}
