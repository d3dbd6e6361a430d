/**
 * What of a page's configuration changes with the day or with a commune's rule, as every answer for
 * the whole area tells it again.
 *
 * @typedef {{as_of: string, rule: object, rules: object, recency: object[],
 *     strings: Record<string, string>}} Told
 */

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Put what is told in the place of what was known.
 *
 * @param {object} config of the page; its strings stay the object they are, for others hold it too
 * @param {Told | undefined} told
 * @returns {boolean} whether anything is another than before
 */
export function takeTold(config, told) {
    const { strings = {}, ...facts } = told ?? {};
    const changed = [
        ...Object.keys(facts).filter((key) => !same(config[key], facts[key])),
        ...Object.keys(strings).filter((key) => config.strings[key] !== strings[key]),
    ];
    Object.assign(config, facts);
    Object.assign(config.strings, strings);
    return changed.length > 0;
}
