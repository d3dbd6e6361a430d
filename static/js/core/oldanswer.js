/**
 * Answers of the server as it was before tiles, in the shape of now.
 */

/** @param {object} answer @returns {object} with people by id */
export function upgradeHouseholds(answer) {
    if (answer.people) {
        return answer;
    }
    const at = answer.fields.indexOf("person");
    const covered = answer.fields.indexOf("covered");
    const ids = new Map();
    const rows = answer.rows.map((row) => {
        const name = row[covered] === 1 ? (row[at] ?? "") : null;
        if (name !== null && !ids.has(name)) {
            ids.set(name, ids.size + 1);
        }
        return row.map((value, index) => (index === at ? (ids.get(name) ?? null) : value));
    });
    return { ...answer, rows, people: [...ids].map(([name, id]) => [id, name, null, null]) };
}

/** @param {object} areas @returns {object} with parents and bounds */
export function upgradeAreas(areas) {
    const upgrade = (parentOf) => (unit) => ({
        ...unit,
        parent: unit.parent ?? parentOf(unit),
        bounds: unit.bounds ?? boundsOf(unit.geometry),
    });
    const commune = areas.communes[0]?.id ?? null;
    return {
        ...areas,
        communes: areas.communes.map(upgrade(() => null)),
        villages: areas.villages.map(upgrade(() => commune)),
        groups: areas.groups.map(upgrade((group) => group.village_id)),
    };
}

function boundsOf(geometry) {
    if (!geometry) {
        return null;
    }
    const flat = geometry.coordinates.flat(Number.POSITIVE_INFINITY);
    const xs = flat.filter((_, index) => index % 2 === 0);
    const ys = flat.filter((_, index) => index % 2 === 1);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
