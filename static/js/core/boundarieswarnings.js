/**
 * What a check found where an outline meets its neighbours, and what shall become of it.
 *
 * @typedef {{id: number, name: string, version: number}} Neighbour
 * @typedef {{area: number, at: [number, number], geometry: object, units: Neighbour[],
 *     grave: boolean}} Piece area in m²
 * @typedef {{key: string, kind: "overlap" | "gap", piece: Piece, takers: Neighbour[],
 *     taker: number | null}} Decision takers: who may give the overlap up, or take the gap;
 *     taker: who does, null for nobody
 */

/** A gap larger than this share of the unit was mostly empty before: then nobody takes it unasked. */
const SMALL_GAP = 0.1;

/**
 * The places where the border is shared: by default the neighbour follows the new line.
 *
 * @param {{overlaps?: Piece[], gaps?: Piece[], before: number | null}} check
 * @param {number | null} unit the one being drawn, which gets nothing of its own
 * @param {ReadonlyMap<string, number | null>} chosen by the user before, by key
 * @returns {Decision[]}
 */
export function decisionsOf(check, unit, chosen) {
    const overlaps = (check.overlaps ?? []).map((piece) => decision("overlap", piece, unit, true));
    // A gap that was there before is told, and left alone unless the user wants it closed.
    const most = SMALL_GAP * (check.before ?? 0);
    const gaps = (check.gaps ?? []).map((piece) =>
        decision("gap", piece, unit, piece.grave && piece.area <= most),
    );
    return [...overlaps, ...gaps].map((each) =>
        chosen.has(each.key) ? { ...each, taker: chosen.get(each.key) } : each,
    );
}

function decision(kind, piece, unit, follows) {
    const takers = piece.units.filter((each) => each.id !== unit);
    const names = takers.map((each) => each.id).sort((a, b) => a - b);
    return {
        key: `${kind}:${names.join(",")}`,
        kind,
        piece,
        takers,
        taker: follows ? (takers[0]?.id ?? null) : null,
    };
}

/**
 * The decisions as the server takes them: one entry a neighbour and manner.
 *
 * @param {Decision[]} decisions
 * @returns {{unit: number, version: number, manner: "cut" | "fill",
 *     points?: [number, number][]}[]}
 */
export function neighboursOf(decisions) {
    const entries = new Map();
    for (const { kind, piece, takers, taker } of decisions) {
        const unit = takers.find((each) => each.id === taker);
        if (unit === undefined) {
            continue;
        }
        const manner = kind === "overlap" ? "cut" : "fill";
        const key = `${manner}:${unit.id}`;
        const entry = entries.get(key) ?? { unit: unit.id, version: unit.version, manner };
        if (manner === "fill") {
            entry.points = [...(entry.points ?? []), piece.at];
        }
        entries.set(key, entry);
    }
    return [...entries.values()];
}

/**
 * Whether saving would be refused for a reason that drawing on must remove.
 *
 * @param {{ok: boolean, fault: object | null}} check with the neighbours of the decisions
 */
export function mayBeSaved(check) {
    return check.ok && check.fault === null;
}
