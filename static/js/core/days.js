import { fill, formatCount, formatSigned } from "./format.js";
import { judge, makeMeasures } from "./measures.js";

/**
 * Areas compared between two days that the reader has chosen, by how many households it is.
 *
 * @typedef {{since: string, until: string}} Days "2026-10-16", the earlier one first
 *
 * @typedef {{step: number | null, rows: Array<{level: string, id: number} &
 *     Record<string, [number | null, number | null]>>}} DaysAnswer numbers of both days; null:
 *     hidden. step: each number is the first of so many, and none of them is told exactly
 */

/** What the server tells of any day; the first is the one that a comparison begins with. */
export const DAY_MEASURES = Object.freeze(["waiting", "waiting_late", "uncovered"]);

/**
 * @param {Record<string, string>} strings
 * @param {number | null} step
 * @returns {import("./measures.js").Measure[]}
 */
export function dayMeasures(strings, step) {
    return makeMeasures(strings)
        .filter(({ key }) => DAY_MEASURES.includes(key))
        .map((measure) => ({
            ...measure,
            label: strings[`days_${measure.key}`],
            isShare: false,
            changes: step === null ? "days" : "daySteps",
        }))
        .sort((a, b) => DAY_MEASURES.indexOf(a.key) - DAY_MEASURES.indexOf(b.key));
}

/**
 * @param {string} query location.search
 * @returns {Days | null} null for what are no two days one after the other
 */
export function readDays(query) {
    const params = new URLSearchParams(query);
    const [since, until] = ["since", "until"].map((name) => params.get(name) ?? "");
    return isDay(since) && isDay(until) && since < until ? { since, until } : null;
}

function isDay(text) {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) {
        return false;
    }
    const day = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The areas of an answer, with the numbers of both days in place of today's. */
export class TwoDays {
    /** @param {DaysAnswer} answer */
    constructor({ step, rows }) {
        this.step = step;
        this.rows = new Map(rows.map((row) => [`${row.level}-${row.id}`, row]));
    }

    /**
     * @template {{id: number}} T
     * @param {string} level
     * @param {T} unit
     * @returns {T} with the later day's numbers, and as `before` the earlier one's
     */
    told(level, unit) {
        const row = this.rows.get(`${level}-${unit.id}`);
        const on = (day) =>
            Object.fromEntries(DAY_MEASURES.map((key) => [key, row?.[key]?.[day] ?? null]));
        return { ...unit, ...on(1), before: on(0) };
    }
}

/**
 * @param {import("./measures.js").Measure} measure
 * @param {import("./measures.js").AreaFigures & {before: object}} unit as `told` gives it
 * @param {number | null} step
 * @returns {string} "3 → 5", or "5–9 → 10–14"; "•" for what is hidden
 */
export function pairText(measure, unit, step) {
    const write = (number) => {
        if (number === null || step === null || number === 0) {
            return formatCount(number);
        }
        return `${formatCount(number)}–${formatCount(number + step - 1)}`;
    };
    return `${write(measure.partOf(unit.before))} → ${write(measure.partOf(unit))}`;
}

/**
 * @param {import("./measures.js").Measure} measure
 * @param {number | null} change households, or of steps the distance between their first numbers
 * @param {number | null} step
 * @param {Record<string, string>} strings
 * @returns {{text: string, verdict: "better" | "worse" | "same" | null, spoken: string}}
 */
export function changeWords(measure, change, step, strings) {
    const verdict = judge(measure, change);
    if (verdict === null) {
        return { text: "–", verdict, spoken: strings.days_unknown };
    }
    const count = step === null ? change : change / step;
    const unit = step === null ? strings.change_count : strings.days_steps;
    const text =
        verdict === "same"
            ? strings[step === null ? "days_same" : "days_same_step"]
            : fill(unit, { n: formatSigned(count, 0) });
    return { text, verdict, spoken: fill(strings[`days_spoken_${verdict}`], { change: text }) };
}

/**
 * The colours' meaning, each with a sign of its own, so that it needs no colour.
 *
 * @param {number} index of a step, from worse to better
 * @param {number | null} step
 * @param {Record<string, string>} strings
 */
export function dayStepLabel(index, step, strings) {
    return strings[`${step === null ? "days_step" : "days_step_by_steps"}_${index}`];
}
