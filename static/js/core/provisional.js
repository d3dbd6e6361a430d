/**
 * Households whose point is the middle of their group for now, and households that share a point.
 *
 * @typedef {import("./classes.js").Facts} Facts
 */

/** Dashes around the dot, whatever its own colour and ring: shape, not colour, tells it. */
export const DASHES = Object.freeze({ ink: "#2b2320", ground: "#ffffff", parts: 7 });

/** How the legend shows the mark: on a dot of no class. */
export const PROVISIONAL_STYLE = Object.freeze({
    fill: "#9aa5ad",
    ring: "#ffffff",
    ringWidth: 1,
    scale: 1,
    hollow: false,
    provisional: true,
});

/** The facet that the mark's entry in the legend switches. */
export const POSITION_FACET = "position";

/**
 * @param {Facts & {lon?: number | null}} household a feature of a tile has a position
 * @returns {"exact" | "provisional" | "none"}
 */
export function positionOf({ provisional, lon }) {
    if (provisional) {
        return "provisional";
    }
    return lon === null ? "none" : "exact";
}

/**
 * The mark as an entry of a legend.
 *
 * @param {Facts[] | null} households null: not loaded, so nobody can tell how many
 * @param {Record<string, string>} strings
 * @returns {Array<import("./themes.js").LegendEntry & {facet: string}>} none where none has it
 */
export function provisionalEntry(households, strings) {
    const count = households?.filter(({ provisional }) => provisional).length ?? null;
    if (count === 0) {
        return [];
    }
    const label = strings.position_provisional;
    const means = strings.position_provisional_means;
    const style = PROVISIONAL_STYLE;
    return [{ key: "provisional", facet: POSITION_FACET, label, means, style, count }];
}

/**
 * Points that several share.
 *
 * @param {number[]} places x, y, x, y, …
 * @returns {Array<{x: number, y: number, count: number}>} each with two or more
 */
export function stacksOf(places) {
    const found = new Map();
    for (let at = 0; at < places.length; at += 2) {
        const [x, y] = [places[at], places[at + 1]];
        const key = `${x} ${y}`;
        const stack = found.get(key);
        if (stack) {
            stack.count += 1;
        } else {
            found.set(key, { x, y, count: 1 });
        }
    }
    return [...found.values()].filter(({ count }) => count > 1);
}

/**
 * @template {{id: number, lon: number | null, lat: number | null}} T
 * @param {T[]} households
 * @param {T} one
 * @returns {T[]} all at its point, itself among them, in the order given
 */
export function atOnePoint(households, one) {
    const here = households.filter(({ lon, lat }) => lon === one.lon && lat === one.lat);
    return one.lon === null || here.length === 0 ? [one] : here;
}
