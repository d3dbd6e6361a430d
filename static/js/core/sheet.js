/**
 * The bottom sheet of a phone stands at one of three heights.
 *
 * @typedef {"peek" | "half" | "full"} SheetState
 */

/** @type {SheetState[]} from low to high */
export const SHEET_STATES = ["peek", "half", "full"];

/** Faster than this, a drag decides by its direction, pixels per millisecond. */
const FLICK = 0.5;

/**
 * Where a released sheet comes to rest.
 *
 * @param {number} height of the sheet when let go, pixels
 * @param {number} velocity pixels per millisecond, positive upward
 * @param {Record<SheetState, number>} stops height of each state, pixels
 * @returns {SheetState}
 */
export function settle(height, velocity, stops) {
    if (Math.abs(velocity) > FLICK) {
        const onward = SHEET_STATES.filter((state) =>
            velocity > 0 ? stops[state] > height : stops[state] < height,
        );
        const end = velocity > 0 ? "full" : "peek";
        return (velocity > 0 ? onward[0] : onward.at(-1)) ?? end;
    }
    return SHEET_STATES.reduce((best, state) =>
        Math.abs(stops[state] - height) < Math.abs(stops[best] - height) ? state : best,
    );
}

/**
 * The next state up or down, for keys and for a tap on the handle.
 *
 * @param {SheetState} state
 * @param {1 | -1} direction
 * @returns {SheetState}
 */
export function step(state, direction) {
    const index = SHEET_STATES.indexOf(state) + direction;
    return SHEET_STATES[Math.min(Math.max(index, 0), SHEET_STATES.length - 1)];
}
