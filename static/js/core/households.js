import { fold } from "./fold.js";

/**
 * @typedef {object} Household
 * @property {number} id
 * @property {number | null} lon degrees; null when the household has no position yet
 * @property {number | null} lat degrees
 * @property {number | null} village id of its village
 * @property {number | null} group id of its self-managed group
 * @property {string} code
 * @property {string} head empty for a role that may not see names
 * @property {boolean} covered somebody is in charge of it today
 * @property {number | null} days since the last contact; null = never
 * @property {number} month days of this month with a contact
 * @property {number} lacks days in person that the rule still asks for this month
 * @property {number | null} person id of who is in charge; null = nobody
 * @property {"none" | "near_poor" | "poor" | "escaped"} poverty of the yearly official review
 * @property {boolean} policy family with merits
 * @property {boolean} provisional its point is the middle of its group for now
 * @property {string} issues what it waits for, in the words of core/issues.js
 * @property {boolean} unsupported poor, and given nothing within a year
 * @property {string} key folded text that search looks into
 */

/**
 * @typedef {object} HouseholdAnswer what the server sends: column names once, then rows
 * @property {string[]} fields
 * @property {Array<Array<string | number | null>>} rows
 * @property {number[]} [unsupported] ids
 */

/**
 * Rows of the server's compact answer as objects, with the text search looks into.
 *
 * @param {HouseholdAnswer} answer
 * @param {{villageName: (id: number | null) => string, groupName: (id: number | null) => string}}
 *     names
 * @returns {Household[]}
 */
export function decodeHouseholds(answer, names) {
    const at = Object.fromEntries(answer.fields.map((field, index) => [field, index]));
    const unsupported = new Set(answer.unsupported ?? []);
    return answer.rows.map((row) => {
        const head = String(row[at.head] ?? "");
        const code = String(row[at.code] ?? "");
        const village = row[at.village];
        const group = row[at.group];
        const place = `${names.groupName(group)} ${names.villageName(village)}`;
        return {
            id: Number(row[at.id]),
            lon: row[at.lon],
            lat: row[at.lat],
            village,
            group,
            code,
            head,
            covered: (row[at.person] ?? null) !== null,
            days: row[at.days],
            month: Number(row[at.month] ?? 0),
            lacks: Number(row[at.lacks] ?? 0),
            person: row[at.person] ?? null,
            poverty: row[at.poverty] ?? "none",
            policy: row[at.policy] === 1,
            provisional: row[at.provisional] === 1,
            issues: row[at.issues] ?? "",
            unsupported: unsupported.has(Number(row[at.id])),
            key: fold(`${head} ${code} ${place}`),
        };
    });
}

/**
 * @typedef {{id: number, name: string, lon: number | null, lat: number | null}} Person
 *
 * @param {{people: Array<[number, string, number | null, number | null]>}} answer
 * @returns {Map<number, Person>} who is in charge of any of the households, with their homes
 */
export function decodePeople({ people }) {
    return new Map(people.map(([id, name, lon, lat]) => [id, { id, name, lon, lat }]));
}

/**
 * @param {Household} household
 * @returns {boolean}
 */
export function isLocated(household) {
    return household.lon !== null && household.lat !== null;
}

/**
 * The figures of the summary strip, counted over every household, located or not.
 *
 * @param {Household[]} households
 * @returns {{total: number, covered: number, uncovered: number, never: number,
 *     unlocated: number}}
 */
export function summarise(households) {
    const figures = { total: households.length, covered: 0, uncovered: 0, never: 0, unlocated: 0 };
    for (const household of households) {
        figures[household.covered ? "covered" : "uncovered"] += 1;
        figures.never += household.days === null ? 1 : 0;
        figures.unlocated += isLocated(household) ? 0 : 1;
    }
    return figures;
}
