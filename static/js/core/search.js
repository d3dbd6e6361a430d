import { foldWords } from "./fold.js";

/**
 * @typedef {import("./households.js").Household} Household
 */

/**
 * How well a household answers the words: 0 not at all, else higher is better. Every word must
 * occur; words that begin a word of the name count more than ones inside.
 *
 * @param {string} key folded text of the household
 * @param {string[]} words folded
 * @returns {number}
 */
export function score(key, words) {
    let total = 0;
    const padded = ` ${key}`;
    for (const word of words) {
        if (padded.includes(` ${word} `) || padded.endsWith(` ${word}`)) {
            total += 3;
        } else if (padded.includes(` ${word}`)) {
            total += 2;
        } else if (padded.includes(word)) {
            total += 1;
        } else {
            return 0;
        }
    }
    return total;
}

/**
 * The best answers to a query, and how many there are in all.
 *
 * @template {{key: string}} T
 * @param {T[]} entries
 * @param {string} query as typed
 * @param {number} limit
 * @returns {{found: T[], total: number}}
 */
export function search(entries, query, limit) {
    const words = foldWords(query);
    if (words.length === 0) {
        return { found: [], total: 0 };
    }
    const phrase = words.join(" ");
    const hits = [];
    for (const entry of entries) {
        const points = score(entry.key, words);
        if (points > 0) {
            // The start decides between equals, never over a whole word elsewhere.
            hits.push({ entry, points: points + (entry.key.startsWith(phrase) ? 0.5 : 0) });
        }
    }
    hits.sort((a, b) => b.points - a.points);
    return { found: hits.slice(0, limit).map((hit) => hit.entry), total: hits.length };
}
