/**
 * @param {import("./households.js").MapPage} page
 * @returns {import("../core/households.js").Household[]} the opened household and the ticked ones
 */
export function chosenRows({ selected, selection, byId }) {
    const ids = new Set(selection?.ids ?? []);
    if (selected !== null) {
        ids.add(selected.id);
    }
    return [...ids].map((id) => byId.get(id)).filter(Boolean);
}
