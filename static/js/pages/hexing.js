import { fill } from "../core/format.js";
import { hexStepsAbove } from "../core/hexes.js";
import { byId } from "../ui/dom.js";
import { fillSelect, showScale } from "../ui/legend.js";
import { hexLabels } from "./legending.js";

const NONE = "none";

/**
 * Hexagons where many households wait for something, for the tier above, which sees no household:
 * in place of the colours of areas.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachHexes(page) {
    if (!page.config.sees.aggregates_only) {
        return;
    }
    const choices = choicesOf(page);
    fillSelect(byId("hexes"), choices, NONE, (key) =>
        show(
            page,
            choices.find((choice) => choice.key === key),
        ),
    );
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
        { key: NONE, label: strings.hexes_none },
        { key: "gaps", label: strings.hexes_gaps, scale: strings.gaps_scale },
        { key: "issues", label: strings.hexes_issues, scale: strings.issue_hexes_scale },
        ...kinds,
    ];
}

function show(page, { key, label, scale }) {
    const isOn = key !== NONE;
    page.layers.setHexes(isOn ? key : null);
    page.drill.colour();
    showScale(
        byId("hexes-scale"),
        scale ?? "",
        isOn ? hexLabels(page.strings, hexStepsAbove()) : [],
    );
    byId("hexes-note").hidden = !isOn;
    byId("map-page").classList.toggle("shows-hexes", isOn);
    page.say(label);
}
