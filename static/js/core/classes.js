/**
 * Which class of each kind a household belongs to. Works on a row of the list and on a feature of
 * a tile alike: both carry person, days, month, poverty and policy.
 *
 * @typedef {object} Facts
 * @property {number} id
 * @property {number | null} village
 * @property {number | null} group
 * @property {number | null} person who is in charge; null = nobody
 * @property {number | null} days since the last contact; null = never
 * @property {number} month days of this month with a contact
 * @property {number} lacks days in person that the rule still asks for this month
 * @property {"none" | "near_poor" | "poor" | "escaped"} poverty
 * @property {boolean} policy
 * @property {string} issues what it waits for, in the words of core/issues.js
 * @property {boolean} provisional its point is the middle of its group for now
 */

/** @typedef {{key: string, label: string, max?: number | null}} RecencyClass */

/**
 * @param {Facts} household
 * @returns {"covered" | "uncovered"}
 */
export function coverageOf(household) {
    return household.person === null ? "uncovered" : "covered";
}

/**
 * @param {RecencyClass[]} recency as the server names them: bounds in days, then "over", "never"
 * @returns {(household: Facts) => number} index of the class
 */
export function recencyIndex(recency) {
    const over = recency.length - 2;
    const bounds = recency.slice(0, over).map((entry) => entry.max);
    return ({ days }) => {
        if (days === null) {
            return over + 1;
        }
        const index = bounds.findIndex((bound) => days <= bound);
        return index === -1 ? over : index;
    };
}

/**
 * @typedef {{per_month: number, in_person_minimum?: number}} Rule contact days a month that a commune
 *     asks for, and how many of them in person
 * @typedef {{rule: Rule, rules?: Record<string, Rule>}} Rules rules: by village, where it is another
 */

/**
 * @param {Rules} config
 * @returns {(household: Facts) => Rule} of the household's own commune
 */
export function ruleFor({ rule, rules = {} }) {
    return ({ village }) => rules[village] ?? rule;
}

/**
 * @param {Rules} config
 * @returns {Rule[]} every rule that a household may come under
 */
export function allRules({ rule, rules = {} }) {
    return [rule, ...Object.values(rules)];
}

/**
 * @param {Rule} rule
 * @returns {boolean} false: asked for once a month in whatever way, a household is either contacted
 *     or not
 */
export function knowsHalfway({ per_month: days, in_person_minimum: inPerson = 0 }) {
    return days > 1 || inPerson > 0;
}

/**
 * @param {Rules} config
 * @returns {(household: Facts) => "none" | "some" | "kept"} kept: and none in person is lacking;
 *     "some" only under a rule that knows a month half kept
 */
export function monthOf(config) {
    const ruleOf = ruleFor(config);
    return (household) => {
        const { month, lacks = 0 } = household;
        const { per_month: days, in_person_minimum: inPerson = 0 } = ruleOf(household);
        if (month >= days && (lacks === 0 || inPerson === 0)) {
            return "kept";
        }
        return month > 0 ? "some" : "none";
    };
}

/**
 * Poverty goes first: a poor family with merits is a poor one here; the filter "policy" finds it.
 *
 * @param {Facts} household
 * @returns {"poor" | "near_poor" | "escaped" | "policy" | "none"}
 */
export function povertyOf({ poverty, policy }) {
    if (poverty !== "none") {
        return poverty;
    }
    return policy ? "policy" : "none";
}

/**
 * @param {Facts} household
 * @returns {string} the person's id, or "none"
 */
export function personKey({ person }) {
    return person === null ? "none" : String(person);
}
