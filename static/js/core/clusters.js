/**
 * Households near each other that wait for the same thing: perhaps for one reason. As the server
 * finds them (apps/webmap/issueclusters.py).
 *
 * @typedef {object} Cluster
 * @property {number} village
 * @property {number} lon of the middle
 * @property {number} lat
 * @property {number} metres from there to the household furthest away
 * @property {number[]} households
 * @property {number[]} issues
 * @property {Array<[number, string]>} causes that some of the issues have already: key, title
 * @property {Array<[number, number]>} free issue and household of those without a cause
 */

/** So that the ring stands clear of the dots, metres. */
const CLEAR = 40;
/** Radius of the smallest ring, pixels. */
const LEAST = 14;
const TILE_SIZE = 256;
/** Metres. */
const EQUATOR = 40_075_017;

/**
 * @param {Array<{key: string, joint: boolean}>} kinds
 * @param {import("./filters.js").Choice | undefined} choice of the facet of kinds
 * @param {Map<string, number | null>} counts households by kind
 * @returns {{kind: string, chosen: boolean}} the only kind that is shown, or else the one that most
 *     households wait for; chosen: whether the reader said so
 */
export function kindToAsk(kinds, choice, counts) {
    const joint = kinds.filter((each) => each.joint).map(({ key }) => key);
    const shown = joint.filter(
        (key) => choice === undefined || choice.values.has(key) !== choice.not,
    );
    if (shown.length === 1) {
        return { kind: shown[0], chosen: true };
    }
    const from = shown.length > 0 ? shown : joint;
    const most = (a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a);
    return { kind: from.reduce(most), chosen: false };
}

/**
 * @param {string} url of the clusters
 * @param {{kind: string, metres: number, village: number | null}} wish village: only there
 * @returns {string}
 */
export function clustersAddress(url, { kind, metres, village }) {
    const query = new URLSearchParams({ kind, metres: String(metres) });
    if (village !== null) {
        query.set("village", String(village));
    }
    return `${url}?${query}`;
}

/**
 * @param {Cluster} cluster
 * @param {number} zoom of the map
 * @returns {number} metres of the ring around it; seen from far away it stays large enough to see
 */
export function ringOf({ lat, metres }, zoom) {
    const pixel = (EQUATOR * Math.cos((lat * Math.PI) / 180)) / (TILE_SIZE * 2 ** zoom);
    return Math.max(metres + CLEAR, LEAST * pixel);
}

/**
 * @param {Cluster} cluster
 * @returns {Array<{household: number, issues: number[]}>} whose issues may be given a cause
 */
export function freeHomes({ free }) {
    const homes = new Map();
    for (const [issue, household] of free) {
        homes.set(household, [...(homes.get(household) ?? []), issue]);
    }
    return [...homes].map(([household, issues]) => ({ household, issues }));
}

/**
 * @param {Cluster} cluster
 * @returns {Map<number, number>} household → its issue, as far as the cluster says which is whose
 */
export function issuesOf(cluster) {
    return new Map(freeHomes(cluster).map(({ household, issues }) => [household, issues[0]]));
}

/**
 * What is sent to the server, but for its key.
 *
 * @param {Cluster} cluster
 * @param {{households: ReadonlySet<number>, cause: number | null, title: string}} wish cause: one
 *     of those known already; null: a new one called `title`
 * @returns {{issues: number[], title: string, cause: number | null}}
 */
export function linkBody(cluster, { households, cause, title }) {
    const issues = freeHomes(cluster)
        .filter(({ household }) => households.has(household))
        .flatMap((home) => home.issues)
        .sort((a, b) => a - b);
    return { issues, title: cause === null ? title.trim() : "", cause };
}
