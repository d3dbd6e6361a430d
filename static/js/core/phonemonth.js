/**
 * Where a household stands against the commune's rule this month, as the phone knows it: what the
 * server told last, and what was written down here since. Days are "2026-11-26" texts, which sort
 * as they are.
 *
 * @typedef {{per_month: number, in_person_minimum: number, month_start: number}} Rule
 *
 * @typedef {object} Home as `POST /api/phone/changes/` tells it
 * @property {number} id
 * @property {string} code
 * @property {string} head
 * @property {string} address
 * @property {string} village
 * @property {string | null} group
 * @property {string} [phone]
 * @property {number | null} lon degrees
 * @property {number | null} lat
 * @property {boolean} provisional its point is the middle of its group for now
 * @property {{days: number, in_person: number}} month
 * @property {string | null} last_day
 * @property {string | null} next_visit_on
 * @property {boolean} is_mine
 *
 * @typedef {{household: number, day: string, in_person: boolean, next_visit_on: string | null}} Made
 *     a contact written down on this phone
 *
 * @typedef {object} Standing
 * @property {number} days of this month with a contact
 * @property {boolean} done
 * @property {number} owed contacts still asked for
 * @property {boolean} needsMeeting one of them in person
 * @property {number | null} since days since the last contact; null = never
 */

const DAY_MS = 24 * 60 * 60 * 1000;
/** Vietnam has one zone and no summer time; a phone set to another one counts the same days. */
const ZONE_MS = 7 * 60 * 60 * 1000;

/** @param {number} at milliseconds @returns {string} the day in Vietnam */
export function dayOf(at) {
    return new Date(at + ZONE_MS).toISOString().slice(0, 10);
}

/** @param {string} day @param {number} days @returns {string} */
export function addDays(day, days) {
    return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** @param {string} from @param {string} to @returns {number} */
export function daysBetween(from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * First day of the commune's month that holds `day`.
 *
 * @param {string} day
 * @param {number} start 1…28
 * @returns {string}
 */
export function monthStart(day, start) {
    const [year, month, date] = day.split("-").map(Number);
    const first = Date.UTC(year, date < start ? month - 2 : month - 1, start);
    return new Date(first).toISOString().slice(0, 10);
}

/**
 * @param {Home} home
 * @param {Rule} rule
 * @param {string} today
 * @param {string} toldOn the day on which the server told it: a new month begins at nothing
 * @returns {Standing}
 */
export function standingOf(home, rule, today, toldOn) {
    const isSameMonth = toldOn >= monthStart(today, rule.month_start);
    const days = isSameMonth ? home.month.days : 0;
    const inPerson = isSameMonth ? home.month.in_person : 0;
    const lacking = Math.max(0, rule.in_person_minimum - inPerson);
    const owed = Math.max(rule.per_month - days, lacking, 0);
    return {
        days,
        done: owed === 0,
        owed,
        needsMeeting: lacking > 0,
        since: home.last_day === null ? null : Math.max(0, daysBetween(home.last_day, today)),
    };
}

/**
 * Households with what was written down here and the server has not told back yet. Several
 * contacts on one day count once.
 *
 * @param {Home[]} homes
 * @param {Made[]} made
 * @param {Rule} rule
 * @param {string} today
 * @param {string} toldOn
 * @returns {Home[]}
 */
export function withMade(homes, made, rule, today, toldOn) {
    const start = monthStart(today, rule.month_start);
    const of = grouped(made);
    return homes.map((home) => {
        const own = of.get(home.id);
        if (!own) {
            return home;
        }
        const told = toldOn >= start ? home.month : { days: 0, in_person: 0 };
        const days = new Map();
        for (const { day, in_person } of own) {
            days.set(day, days.get(day) || in_person);
        }
        const counted = [...days].filter(([day]) => day >= start && day !== home.last_day);
        const last = own.reduce((latest, { day }) => (day > latest ? day : latest), "");
        const next = own.filter(({ next_visit_on }) => next_visit_on !== null).at(-1);
        return {
            ...home,
            month: {
                days: told.days + counted.length,
                in_person: told.in_person + counted.filter(([, inPerson]) => inPerson).length,
            },
            last_day: last > (home.last_day ?? "") ? last : home.last_day,
            next_visit_on: next ? next.next_visit_on : home.next_visit_on,
        };
    });
}

function grouped(made) {
    const of = new Map();
    for (const each of made) {
        of.set(each.household, [...(of.get(each.household) ?? []), each]);
    }
    return of;
}
