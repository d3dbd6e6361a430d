/**
 * @typedef {{lat: number, lon: number}} Place
 */

/**
 * The line of a trip through its stops in their order.
 *
 * @param {Place | null} start
 * @param {Place[]} stops
 * @param {boolean} returns to the start
 * @returns {Array<[number, number]>} lat, lon
 */
export function wayOf(start, stops, returns) {
    const places = start === null ? stops : [start, ...stops];
    const closed = returns && start !== null && stops.length > 0 ? [...places, start] : places;
    return closed.map(({ lat, lon }) => [lat, lon]);
}

/**
 * @param {string} iso "2026-11-26"
 * @param {number} days
 * @returns {string} the day so many days later
 */
export function dayAfter(iso, days) {
    const [year, month, day] = iso.split("-").map(Number);
    return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/**
 * @param {string} typed "27/11/2026", also with dots or dashes
 * @returns {string | null} "2026-11-27"; null for what is no day
 */
export function dayTyped(typed) {
    const match = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(typed);
    if (match === null) {
        return null;
    }
    const [day, month, year] = match.slice(1).map(Number);
    const found = new Date(Date.UTC(year, month - 1, day));
    const isReal = found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
    return isReal ? found.toISOString().slice(0, 10) : null;
}

/**
 * What is sent to plan a trip, but for its key.
 *
 * @param {{day: string, name: string}} form
 * @param {number[]} households
 * @param {Map<number, number>} [issues] household → what it is about
 * @returns {object}
 */
export function planBody({ day, name }, households, issues = new Map()) {
    return { day, name: name.trim(), stops: stopsOf(households, issues) };
}

/**
 * @param {number[]} households
 * @param {Map<number, number>} [issues]
 * @returns {Array<{household: number, issue: number | null}>} in the order of their keys
 */
export function stopsOf(households, issues = new Map()) {
    return [...new Set(households)]
        .sort((a, b) => a - b)
        .map((household) => ({ household, issue: issues.get(household) ?? null }));
}
