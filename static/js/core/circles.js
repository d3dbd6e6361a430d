import { samePlace } from "./areatree.js";
import { bubblesOfFigures, bubblesOfRows } from "./bubbles.js";

/**
 * Which areas the circles of the map stand for: every household of the place shown is in exactly
 * one. Close by these are groups, with one circle more for what a village has outside its groups.
 *
 * @typedef {import("./areatree.js").AreaTree} AreaTree
 * @typedef {import("./areatree.js").Place} Place
 * @typedef {import("./bubbles.js").Bubble} Bubble
 */

/** From this zoom of the map a circle stands for a group, before for a village. */
const GROUPS_FROM = 14;

/**
 * @param {object} shown
 * @param {number} shown.zoom of the map
 * @param {AreaTree} shown.tree
 * @param {Place} shown.place the area shown
 * @param {object[] | null} shown.rows households of it that pass the filters; null: not loaded
 * @param {import("./themes.js").Theme} shown.theme
 * @param {import("./reckoning.js").Reckoning | null} shown.reckoning the filters, for figures
 * @returns {Bubble[]}
 */
export function circlesOf({ zoom, tree, place, rows, theme, reckoning }) {
    const areas = areasIn(tree, place);
    const byGroup = zoom >= GROUPS_FROM || place.level === "group";
    const bare = tree.hasManyCommunes ? bareCommunes(areas) : [];
    if (rows === null || (bare.length > 0 && bare.length === areas.commune.length)) {
        return ofFigures(areas, byGroup, theme, reckoning);
    }
    // Of several communes the villages come one commune after another: until then its figures count.
    const known = new Set(areas.village.map(({ id }) => id));
    const counted =
        bare.length > 0
            ? rows.filter(({ village }) => village === null || known.has(village))
            : rows;
    return [
        ...bubblesOfRows(counted, homes(areas, byGroup), theme),
        ...bubblesOfFigures("commune", bare, theme, reckoning),
    ];
}

/** @returns {{commune: object[], village: object[], group: object[]}} in the place, or the place */
function areasIn(tree, place) {
    const isAll = tree.within(place) === null;
    const inside = (level) =>
        tree
            .list(level)
            .filter(
                ({ id }) => isAll || tree.path({ level, id }).some((at) => samePlace(at, place)),
            );
    return { commune: inside("commune"), village: inside("village"), group: inside("group") };
}

/** Communes whose villages are not known. */
function bareCommunes({ commune, village }) {
    const known = new Set(village.map(({ parent }) => parent));
    return commune.filter(({ id }) => !known.has(id));
}

/** @returns {(row: object) => {level: string, unit: object} | null} the smallest area that fits */
function homes(areas, byGroup) {
    const placed = (level) =>
        new Map(areas[level].filter(({ centre }) => centre).map((unit) => [unit.id, unit]));
    const [communes, villages] = [placed("commune"), placed("village")];
    const groups = byGroup ? placed("group") : new Map();
    const lone = areas.commune.length === 1 ? areas.commune[0].id : null;
    const parents = new Map(areas.village.map(({ id, parent }) => [id, parent]));
    const find = ({ group, village }) =>
        [
            { level: "group", unit: groups.get(group) },
            { level: "village", unit: villages.get(village) },
            { level: "commune", unit: communes.get(parents.get(village) ?? lone) },
        ].find(({ unit }) => unit !== undefined) ?? null;
    // Asked for every household, at every change of theme.
    const known = new Map();
    return (row) => {
        const key = row.group ?? -row.village;
        if (!known.has(key)) {
            known.set(key, find(row));
        }
        return known.get(key);
    };
}

function ofFigures(areas, byGroup, theme, reckoning) {
    const villagesOf = byParent(areas.village);
    const groupsOf = byParent(byGroup ? areas.group : []);
    const all = { commune: [], village: [], group: [] };
    for (const unit of areas.commune) {
        const below = villagesOf.get(unit.id) ?? [];
        // Whoever asks for villages does not ask for what lies in none.
        if (below.length === 0 || reckoning?.village === undefined) {
            all.commune.push(rest(unit, below));
        }
    }
    for (const unit of areas.village) {
        const below = groupsOf.get(unit.id) ?? [];
        // Groups whose numbers are hidden leave the village its own.
        const told = below.every(({ households }) => typeof households === "number") ? below : [];
        all.village.push(rest(unit, told));
        all.group.push(...told);
    }
    if (areas.village.length === 0 && byGroup) {
        all.group.push(...areas.group);
    }
    return Object.entries(all).flatMap(([level, units]) =>
        bubblesOfFigures(level, units, theme, reckoning),
    );
}

/** @param {object[]} units @returns {Map<number, object[]>} */
function byParent(units) {
    const found = new Map();
    for (const unit of units) {
        found.set(unit.parent, [...(found.get(unit.parent) ?? []), unit]);
    }
    return found;
}

/** What an area has besides the areas below it; a number is null where one of them is hidden. */
function rest(unit, below) {
    if (below.length === 0) {
        return unit;
    }
    const recency = Object.keys(unit.recency ?? {}).map((key) => [
        key,
        less(unit.recency[key], below, (part) => part.recency?.[key]),
    ]);
    return {
        ...unit,
        households: less(unit.households, below, (part) => part.households),
        covered: less(unit.covered, below, (part) => part.covered),
        uncovered: less(unit.uncovered, below, (part) => part.uncovered),
        ...(unit.recency && { recency: Object.fromEntries(recency) }),
    };
}

function less(count, below, of) {
    const counts = [count, ...below.map(of)];
    if (!counts.every((each) => typeof each === "number")) {
        return null;
    }
    return Math.max(
        0,
        below.reduce((left, part) => left - of(part), count),
    );
}
