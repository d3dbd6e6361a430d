import { PEOPLE_FILLS } from "./palette.js";

/**
 * How the people in charge are told apart on the map of an area: by a colour, and where colours
 * must come again by a mark in the dot as well.
 *
 * @typedef {{id: number, lon: number | null, lat: number | null}} Place
 */

/** What is drawn in the middle of a dot; the first nine people need nothing. */
export const MARKS = Object.freeze([null, "core", "bar"]);

const COLOURS = PEOPLE_FILLS.length;
/** Colours times marks. A look is `mark * COLOURS + colour`, both as indexes. */
export const LOOKS = MARKS.length * COLOURS;

/**
 * Where each person's households lie, in the middle of them; else where the person lives.
 *
 * @param {Array<{person: number | null, lon: number | null, lat: number | null}>} households
 * @param {ReadonlyMap<number, Place>} people
 * @returns {Place[]} of who has any of the households, by id
 */
export function placesOf(households, people) {
    const sums = new Map();
    for (const { person, lon, lat } of households) {
        if (person === null) {
            continue;
        }
        const sum = sums.get(person) ?? { count: 0, lon: 0, lat: 0 };
        if (lon !== null && lat !== null) {
            sum.count += 1;
            sum.lon += lon;
            sum.lat += lat;
        }
        sums.set(person, sum);
    }
    return [...sums]
        .map(([id, { count, lon, lat }]) => {
            const home = people.get(id);
            return count > 0
                ? { id, lon: lon / count, lat: lat / count }
                : { id, lon: home?.lon ?? null, lat: home?.lat ?? null };
        })
        .sort((a, b) => a.id - b.id);
}

/**
 * A look for each person. One after another by id, each takes the colour whose holders are farthest
 * away, and of its marks the one whose holders are; so the nearest eight before it have other
 * colours, and nobody shares a look before there are more people than looks. The same people in the
 * same places always get the same.
 *
 * @param {Place[]} places
 * @returns {Map<number, number>} person → look
 */
export function looksOf(places) {
    /** @type {Array<Array<[number, number]>>} of each look, where its holders are; plane, degrees */
    const holders = Array.from({ length: LOOKS }, () => []);
    const counts = new Array(LOOKS).fill(0);
    const looks = new Map();
    const flat = Math.cos(((places.find(({ lat }) => lat !== null)?.lat ?? 0) * Math.PI) / 180);
    for (const { id, lon, lat } of [...places].sort((a, b) => a.id - b.id)) {
        const here = lon === null || lat === null ? null : [lon * flat, lat];
        const look = lookFor(Math.abs(id) % COLOURS, here, holders, counts);
        looks.set(id, look);
        counts[look] += 1;
        if (here !== null) {
            holders[look].push(here);
        }
    }
    return looks;
}

function lookFor(preferred, here, holders, counts) {
    const far = holders.map((held) => nearest(here, held));
    const marks = (colour) => MARKS.map((_, mark) => mark * COLOURS + colour);
    const colours = Array.from({ length: COLOURS }, (_, step) => (preferred + step) % COLOURS);
    const colour = best(colours, (each) => [
        Math.min(...marks(each).map((look) => far[look])),
        -marks(each).reduce((sum, look) => sum + counts[look], 0),
    ]);
    return best(marks(colour), (look) => [far[look], -counts[look]]);
}

/** @returns {number} squared; infinite where nobody is, or nobody knows where */
function nearest(here, held) {
    let least = Number.POSITIVE_INFINITY;
    if (here !== null) {
        for (const [x, y] of held) {
            least = Math.min(least, (x - here[0]) ** 2 + (y - here[1]) ** 2);
        }
    }
    return least;
}

/** The first of those whose pair of worths is greatest. */
function best(options, worthOf) {
    let [found, [most, more]] = [options[0], worthOf(options[0])];
    for (const option of options.slice(1)) {
        const [a, b] = worthOf(option);
        if (a > most || (a === most && b > more)) {
            [found, most, more] = [option, a, b];
        }
    }
    return found;
}

/**
 * What tells dots of one colour apart.
 *
 * @param {CanvasRenderingContext2D} context with the ink
 * @param {"core" | "bar"} mark
 * @param {number | {x: number, y: number}} middle of the dot
 * @param {number} radius of the dot
 */
export function paintMark(context, mark, middle, radius) {
    const { x, y } = typeof middle === "number" ? { x: middle, y: middle } : middle;
    context.beginPath();
    if (mark === "core") {
        context.arc(x, y, radius * 0.38, 0, 2 * Math.PI);
    } else {
        context.rect(x - radius * 0.7, y - radius * 0.2, radius * 1.4, radius * 0.4);
    }
    context.fill();
}
