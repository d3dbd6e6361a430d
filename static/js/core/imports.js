/** What the import assistant reckons with: files to send, waiting, marks of outcomes. */

/**
 * Why a file need not be sent at all.
 *
 * @param {{size: number}} file
 * @param {number} mostBytes
 * @returns {"too_big" | "empty" | null} key of a text
 */
export function refusalOf({ size }, mostBytes) {
    if (size > mostBytes) {
        return "too_big";
    }
    return size === 0 ? "empty" : null;
}

const PART_OF_A_SHAPEFILE = /\.(dbf|shx|prj|cpg)$/i;

/**
 * Files in the order in which they are best sent: what lies beside a shapefile goes before it, so
 * that the shapefile is looked at once, whole.
 *
 * @template {{name: string}} F
 * @param {F[]} files
 * @returns {F[]}
 */
export function partsFirst(files) {
    const isPart = ({ name }) => PART_OF_A_SHAPEFILE.test(name);
    return [...files.filter(isPart), ...files.filter((file) => !isPart(file))];
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10_000;

/**
 * How long to wait before asking again: a short job is seen at once, a long one costs little.
 *
 * @param {number} asked times asked before
 * @returns {number} milliseconds
 */
export function waitBefore(asked) {
    return Math.min(FIRST_WAIT * 1.3 ** asked, LONGEST_WAIT);
}

/**
 * Whether sending a file once more may help: the network, or a server that is busy or starting.
 *
 * @param {number} status 0 where no answer came
 * @returns {boolean}
 */
export function worthRepeating(status) {
    return status === 0 || status === 502 || status === 503 || status === 504;
}

/** Outcomes as the map draws them, the lowest first. Told apart by shape as well as by colour. */
export const MARKS = [
    { outcome: "unchanged", shape: "ring", colour: "#5c6872" },
    { outcome: "skipped", shape: "triangle", colour: "#6a3d9a" },
    { outcome: "new", shape: "dot", colour: "#1d6b3f" },
    { outcome: "changed", shape: "diamond", colour: "#9a4b00" },
    { outcome: "rejected", shape: "cross", colour: "#a8321a" },
];

/**
 * @typedef {[number, number, number, string, string, string]} PlannedPoint key of the row, lon,
 *     lat, outcome, what it is about, sheet and row in words
 *
 * @param {PlannedPoint[]} points
 * @returns {Record<string, number>} outcome → points
 */
export function countOutcomes(points) {
    const counts = Object.fromEntries(MARKS.map(({ outcome }) => [outcome, 0]));
    for (const [, , , outcome] of points) {
        counts[outcome] += 1;
    }
    return counts;
}

/**
 * What is written on the villages; one that a file draws anew is named once.
 *
 * @typedef {{name: string, centre: [number, number], outline: object, is_new: boolean}}
 *     PlannedOutline degrees (lon, lat); `is_new`: as a file has it
 *
 * @param {PlannedOutline[]} villages those of the register first
 * @returns {import("../map/labels.js").LabelSpec[]}
 */
export function outlineLabels(villages) {
    const named = new Map();
    for (const { name, centre } of villages) {
        if (name !== "" && !named.has(name)) {
            named.set(name, centre);
        }
    }
    return Array.from(named, ([text, centre]) => ({
        text,
        centre,
        className: "map-label-village",
        priority: 0,
        minZoom: 0,
    }));
}

/**
 * @param {PlannedPoint[]} points
 * @returns {[number, number, number, number] | null} west, south, east, north
 */
export function boundsOf(points) {
    if (points.length === 0) {
        return null;
    }
    const bounds = [180, 90, -180, -90];
    for (const [, lon, lat] of points) {
        bounds[0] = Math.min(bounds[0], lon);
        bounds[1] = Math.min(bounds[1], lat);
        bounds[2] = Math.max(bounds[2], lon);
        bounds[3] = Math.max(bounds[3], lat);
    }
    return bounds;
}
