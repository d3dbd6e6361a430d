/**
 * What of the page is kept in its address: theme, tab and village. Never a household or a name,
 * since addresses end up in histories and logs.
 *
 * @typedef {{theme: string, tab: string, village: number | null}} PageState
 */

/**
 * @param {string} query location.search
 * @param {{themes: string[], tabs: string[]}} known the first of each is the default
 * @returns {PageState}
 */
export function readState(query, known) {
    const values = new URLSearchParams(query);
    const pick = (value, choices) => (choices.includes(value) ? value : choices[0]);
    const village = values.get("v") ?? "";
    return {
        theme: pick(values.get("theme"), known.themes),
        tab: pick(values.get("tab"), known.tabs),
        village: /^\d{1,15}$/.test(village) ? Number(village) : null,
    };
}

/**
 * @param {PageState} state
 * @param {{themes: string[], tabs: string[]}} known
 * @returns {string} "" or "?theme=…": defaults are left out
 */
export function writeState(state, known) {
    const values = new URLSearchParams();
    if (state.theme !== known.themes[0]) {
        values.set("theme", state.theme);
    }
    if (state.tab !== known.tabs[0]) {
        values.set("tab", state.tab);
    }
    if (state.village !== null) {
        values.set("v", String(state.village));
    }
    const text = values.toString();
    return text === "" ? "" : `?${text}`;
}
