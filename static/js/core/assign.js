import { distanceMetres } from "./nearest.js";

/**
 * Chosen households put to one person in the draft of a plan, as far as the draft allows it.
 *
 * @typedef {object} Home of the plan
 * @property {number} id
 * @property {number} village
 * @property {number | null} person who is planned
 * @property {boolean} locked
 * @property {boolean} gone no household of the cell any more
 *
 * @typedef {object} Carrier
 * @property {number} id
 * @property {number[]} villages empty: anywhere in the cell
 *
 * @typedef {"outside" | "already" | "locked" | "cannot_carry" | "banned" | "own_household"
 *     | "changed_since"} Reason why a household is not put
 *
 * @typedef {{id: number, reason: Reason}} Refused
 */

/** In the order in which they are told. */
export const REASONS = Object.freeze([
    "outside",
    "already",
    "locked",
    "cannot_carry",
    "banned",
    "own_household",
    "changed_since",
]);

/**
 * What is known before anything is sent.
 *
 * @param {Iterable<number>} chosen
 * @param {{households: Home[], bans: Array<{household: number, person: number}>}} plan
 * @param {Carrier} person
 * @returns {{give: number[], refused: Refused[]}} in the order of their keys
 */
export function sortOut(chosen, { households, bans }, person) {
    const homes = new Map(households.map((home) => [home.id, home]));
    const banned = new Set(
        bans.filter((ban) => ban.person === person.id).map(({ household }) => household),
    );
    const give = [];
    const refused = [];
    for (const id of [...new Set(chosen)].sort((a, b) => a - b)) {
        const reason = obstacle(homes.get(id), person, banned);
        if (reason === null) {
            give.push(id);
        } else {
            refused.push({ id, reason });
        }
    }
    return { give, refused };
}

/** @returns {Reason | null} */
function obstacle(home, person, banned) {
    if (home === undefined || home.gone) {
        return "outside";
    }
    if (home.person === person.id) {
        return "already";
    }
    if (home.locked) {
        return "locked";
    }
    if (person.villages.length > 0 && !person.villages.includes(home.village)) {
        return "cannot_carry";
    }
    return banned.has(home.id) ? "banned" : null;
}

/**
 * Put them; the server takes all or none and names those in the way, so these are left out and the
 * others sent again.
 *
 * @param {number[]} give
 * @param {(households: number[]) => Promise<object>} send
 * @returns {Promise<{given: number[], refused: Refused[]}>}
 * @throws whatever `send` throws that is not about some of the households
 */
export async function putAll(give, send) {
    const refused = [];
    let left = give;
    while (left.length > 0) {
        try {
            await send(left);
            break;
        } catch (error) {
            const named = namedBy(error);
            const rest = left.filter((id) => !named.has(id));
            if (rest.length === left.length) {
                throw error;
            }
            for (const id of left.filter((each) => named.has(each))) {
                refused.push({ id, reason: error.code });
            }
            left = rest;
        }
    }
    return { given: left, refused };
}

/** @returns {Set<number>} the households that a refusal is about */
function namedBy({ code, detail }) {
    if (!REASONS.includes(code)) {
        return new Set();
    }
    return new Set(detail.households ?? detail.changes?.map(({ household }) => household));
}

/**
 * @param {Refused[]} refused
 * @returns {Array<{reason: Reason, ids: number[]}>} reasons in their order, those without any out
 */
export function byReason(refused) {
    return REASONS.map((reason) => ({
        reason,
        ids: refused.filter((each) => each.reason === reason).map(({ id }) => id),
    })).filter(({ ids }) => ids.length > 0);
}

/**
 * Who may carry, the nearest to the chosen households first; without a home, in their own order.
 *
 * @template {{may_carry: boolean, lon: number | null, lat: number | null}} T
 * @param {T[]} people
 * @param {Array<{lon: number | null, lat: number | null}>} homes
 * @returns {T[]}
 */
export function carriersFor(people, homes) {
    const located = homes.filter(({ lon }) => lon !== null);
    const far = (person) => {
        if (person.lon === null || located.length === 0) {
            return Number.POSITIVE_INFINITY;
        }
        const way = ({ lon, lat }) => distanceMetres([person.lon, person.lat], [lon, lat]);
        return located.reduce((sum, home) => sum + way(home), 0) / located.length;
    };
    return people
        .filter(({ may_carry }) => may_carry)
        .map((person, index) => ({ person, index, metres: far(person) }))
        .sort((a, b) => (a.metres === b.metres ? a.index - b.index : a.metres - b.metres))
        .map(({ person }) => person);
}
