import { fill, formatCount } from "./format.js";

const HECTARE = 10_000;

/**
 * @param {number} squareMetres
 * @returns {string} "850 m²", "2,4 ha", "315 ha"
 */
export function formatArea(squareMetres) {
    if (squareMetres < HECTARE) {
        return `${formatCount(Math.round(squareMetres))} m²`;
    }
    const hectares = squareMetres / HECTARE;
    const tenths = Math.round(hectares * 10) / 10;
    const [whole, part] = [Math.floor(tenths), Math.round((tenths % 1) * 10)];
    const comma = formatCount(1000).includes(".") ? "," : ".";
    return hectares < 100 && part > 0
        ? `${formatCount(whole)}${comma}${part} ha`
        : `${formatCount(Math.round(hectares))} ha`;
}

/**
 * What a saved edit did, one sentence each.
 *
 * @param {object} answer of a write
 * @param {Record<string, string>} strings
 * @returns {string[]}
 */
export function outcomeOf(answer, strings) {
    const counted = [
        ["households_moved", strings.moved_households],
        ["groups_moved", strings.moved_groups],
        ["groups_split", strings.split_groups],
        ["assignments", strings.followed_assignments],
        ["undecided_count", strings.undecided],
        ["elsewhere", strings.elsewhere],
    ];
    const told = counted
        .filter(([name]) => answer[name] > 0)
        .map(([name, text]) => fill(text, { n: formatCount(answer[name]) }));
    return answer.households_moved > 0 ? told : [strings.moved_none, ...told];
}

/**
 * The key that makes a request the same one when it is sent again.
 *
 * @param {Uint8Array} bytes sixteen random ones
 * @returns {string} a version 4 UUID
 */
export function uuidOf(bytes) {
    const marked = Uint8Array.from(bytes);
    marked[6] = (marked[6] & 0x0f) | 0x40;
    marked[8] = (marked[8] & 0x3f) | 0x80;
    const hex = [...marked].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
