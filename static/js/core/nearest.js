/**
 * @typedef {import("./households.js").Household} Household
 * @typedef {[number, number]} LonLat degrees
 * @typedef {{id: number, name: string, centre: LonLat | null}} Place
 */

const EARTH_RADIUS_METRES = 6371008.8;

/**
 * Great-circle distance on a sphere: within 0.6 % of the ellipsoid, enough to order villages.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number} metres
 */
export function distanceMetres(from, to) {
    const rad = Math.PI / 180;
    const halfLat = ((to[1] - from[1]) * rad) / 2;
    const halfLon = ((to[0] - from[0]) * rad) / 2;
    const squared =
        Math.sin(halfLat) ** 2 +
        Math.cos(from[1] * rad) * Math.cos(to[1] * rad) * Math.sin(halfLon) ** 2;
    return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(squared)));
}

/**
 * Places nearest to `origin` first, each with its distance. A place without a centre comes last;
 * equal ones stand in the order given, so that a redraw does not shuffle them.
 *
 * @template {Place} T
 * @param {T[]} places
 * @param {LonLat} origin
 * @returns {Array<{place: T, metres: number}>} metres is Infinity without a centre
 */
export function byDistance(places, origin) {
    return places
        .map((place) => ({
            place,
            metres: place.centre ? distanceMetres(origin, place.centre) : Number.POSITIVE_INFINITY,
        }))
        .sort((a, b) => (a.metres === b.metres ? 0 : a.metres - b.metres));
}

/**
 * @typedef {object} VillageSection
 * @property {Place | null} place null gathers the households of no known village
 * @property {number} metres from the origin; Infinity when unknown
 * @property {Household[]} households
 */

/**
 * Households under their village, the village nearest to `origin` first, empty villages left out.
 * Inside a village the order given is kept (the server sorts by code).
 *
 * @param {Household[]} households
 * @param {Place[]} villages
 * @param {LonLat} origin
 * @returns {VillageSection[]}
 */
export function groupByNearestVillage(households, villages, origin) {
    const known = new Set(villages.map((village) => village.id));
    const members = groupInMap(households, (h) => (known.has(h.village) ? h.village : null));
    const sections = byDistance(villages, origin)
        .filter(({ place }) => members.has(place.id))
        .map(({ place, metres }) => ({ place, metres, households: members.get(place.id) }));
    if (members.has(null)) {
        sections.push({
            place: null,
            metres: Number.POSITIVE_INFINITY,
            households: members.get(null),
        });
    }
    return sections;
}

/**
 * Values by key; `Map.groupBy` is missing in the browsers of older phones.
 *
 * @template T, K
 * @param {T[]} values
 * @param {(value: T) => K} keyOf
 * @returns {Map<K, T[]>}
 */
function groupInMap(values, keyOf) {
    const groups = new Map();
    for (const value of values) {
        const key = keyOf(value);
        const group = groups.get(key);
        if (group) {
            group.push(value);
        } else {
            groups.set(key, [value]);
        }
    }
    return groups;
}
