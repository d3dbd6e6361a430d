import { fill } from "../core/format.js";
import { hexStepsAbove } from "../core/hexes.js";
import { NO_HEXES } from "../core/state.js";
import { byId } from "../ui/dom.js";
import { fillSelect, showScale } from "../ui/legend.js";
import { hexLabels } from "./legending.js";

/**
 * Hexagons where many households wait for something, for the tier above, which sees no household:
 * in place of the colours of areas. The choice is kept in the address.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachHexes(page) {
    if (!page.config.sees.aggregates_only) {
        return;
    }
    const choices = choicesOf(page);
    const apply = () =>
        show(
            page,
            choices.find(({ key }) => key === page.state.hexes),
        );
    fillSelect(byId("hexes"), choices, page.state.hexes, (key) => {
        page.remember({ hexes: key }, "push");
        page.say(apply());
    });
    page.on("back", () => {
        byId("hexes").value = page.state.hexes;
        apply();
    });
    if (page.state.hexes !== NO_HEXES) {
        apply();
    }
}

/**
 * @param {{aggregates_only: boolean}} sees
 * @param {{issues_of?: Record<string, string>}} tiles
 * @returns {string[]} the first is none
 */
export function hexKeys(sees, tiles) {
    return sees.aggregates_only
        ? [NO_HEXES, "gaps", "issues", ...Object.keys(tiles.issues_of)]
        : [NO_HEXES];
}

function choicesOf({ strings, config }) {
    const kinds = config.issues.kinds
        .filter(({ key }) => config.tiles.issues_of[key] !== undefined)
        .map(({ key, label }) => ({
            key,
            label: fill(strings.hexes_issues_of, { kind: label }),
            scale: strings.issue_hexes_scale,
        }));
    return [
        { key: NO_HEXES, label: strings.hexes_none },
        { key: "gaps", label: strings.hexes_gaps, scale: strings.gaps_scale },
        { key: "issues", label: strings.hexes_issues, scale: strings.issue_hexes_scale },
        ...kinds,
    ];
}

/** @returns {string} what is shown, to be said */
function show(page, { key, label, scale }) {
    const isOn = key !== NO_HEXES;
    page.layers.setHexes(isOn ? key : null);
    page.drill.colour();
    showScale(
        byId("hexes-scale"),
        scale ?? "",
        isOn ? hexLabels(page.strings, hexStepsAbove()) : [],
    );
    byId("hexes-note").hidden = !isOn;
    byId("map-page").classList.toggle("shows-hexes", isOn);
    return label;
}
