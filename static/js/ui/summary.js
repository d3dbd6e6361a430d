import { byId } from "./dom.js";

/**
 * Put figures into the summary strip.
 *
 * @param {{total: string, coverage: string, uncovered: string, never: string}} figures formatted
 */
export function showSummary(figures) {
    for (const [name, text] of Object.entries(figures)) {
        byId(`figure-${name}`).textContent = text;
    }
}
