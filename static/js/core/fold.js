/**
 * Letters that Unicode does not decompose, and typographic signs, as PostgreSQL's `unaccent`
 * rules rewrite them. Vietnamese needs only đ; the rest keeps copied text searchable.
 * `unaccent` knows more (IPA, currencies); tests/js/fold_cases.json says what must agree.
 */
const PLAIN = new Map([
    ["đ", "d"],
    ["Đ", "D"],
    // Eth and the African D look like Đ and stand in its place in converted files.
    ["ð", "d"],
    ["Ð", "D"],
    ["Ɖ", "D"],
    ["ø", "o"],
    ["Ø", "O"],
    ["ł", "l"],
    ["Ł", "L"],
    ["ß", "ss"],
    ["æ", "ae"],
    ["Æ", "AE"],
    ["œ", "oe"],
    ["Œ", "OE"],
    ["‘", "'"],
    ["’", "'"],
    ["“", '"'],
    ["”", '"'],
    ["–", "-"],
    ["—", "-"],
    ["‐", "-"],
    ["‑", "-"],
    ["…", "..."],
    ["«", "<<"],
    ["»", ">>"],
    ["×", "*"],
    ["\u00ad", "-"],
]);

const MARKS = /[\u0300-\u036f]/g;
const SPECIAL = new RegExp(`[${[...PLAIN.keys()].join("")}]`, "g");

/**
 * Text as search compares it: without accents and case, equal to PostgreSQL's
 * `lower(unaccent(text))` for NFC text, so that "Hòa", "Hoà" and "HOA" are one.
 *
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
    return text
        .normalize("NFD")
        .replace(MARKS, "")
        .replace(SPECIAL, (sign) => PLAIN.get(sign) ?? sign)
        .toLowerCase();
}

/**
 * The folded words of a query; an empty query has none.
 *
 * @param {string} query
 * @returns {string[]}
 */
export function foldWords(query) {
    return fold(query)
        .split(/\s+/)
        .filter((word) => word !== "");
}
