import { fill, formatDistance } from "../../core/format.js";
import { better, fixState, WAIT_MS } from "../../core/phonefix.js";
import { metresTo, NEAR_METRES, nearerOnes } from "../../core/phonehomes.js";
import { el } from "../../ui/dom.js";
import { follow } from "../locating.js";
import { addressOf } from "./parts.js";

const TICK_MS = 1000;

/**
 * Where the phone is, how well it knows, and how far the household is. Nobody has to wait for it.
 *
 * @param {import("../app.js").App} app
 * @param {{home: object, fix: object | null, fixState: string, metres: number | null}} state is
 *     kept up to date
 * @param {() => void} onChange
 * @returns {{node: HTMLElement, stop: () => void}}
 */
export function placeBox(app, state, onChange) {
    const line = el("p", { class: "mine-place-line", role: "status" });
    const bar = el("progress", { max: String(WAIT_MS), value: "0", "aria-hidden": "true" });
    const others = el("div", { class: "mine-others" });
    const node = el("div", { class: "mine-place" }, line, bar, others);
    const begun = performance.now();
    let isDenied = false;
    let seen = "";
    const update = () => {
        const waited = performance.now() - begun;
        state.fixState = fixState(state.fix, waited, isDenied);
        state.metres = metresTo(state.home, state.fix);
        bar.value = Math.min(WAIT_MS, waited);
        bar.hidden = state.fixState !== "waiting";
        node.dataset.state = state.fixState;
        line.textContent = lineText(state, app.strings);
        const shown = JSON.stringify([state.fix, state.fixState]);
        if (shown !== seen) {
            seen = shown;
            others.replaceChildren(...otherHomes(app, state));
            onChange();
        }
    };
    const stop = follow(
        (fix) => {
            state.fix = better(state.fix, fix);
            app.place = fix;
            update();
        },
        (denied) => {
            isDenied ||= denied;
            update();
        },
    );
    const ticking = setInterval(update, TICK_MS);
    queueMicrotask(update);
    return {
        node,
        stop: () => {
            clearInterval(ticking);
            stop();
        },
    };
}

function lineText({ fix, fixState: known, metres, home }, strings) {
    if (fix === null) {
        return strings[`place_${known}`];
    }
    const accuracy = formatDistance(Math.max(fix.accuracy, 10));
    const how = strings[known === "waiting" ? "place_better" : `place_${known}`];
    const parts = [fill(how, { accuracy })];
    if (metres !== null) {
        const from = home.provisional ? strings.from_provisional : strings.from_home;
        parts.push(fill(from, { distance: formatDistance(metres) }));
    }
    return parts.join(" ");
}

function otherHomes(app, { home, fix, metres }) {
    const { strings } = app;
    if (
        fix === null ||
        metres === null ||
        metres <= NEAR_METRES + fix.accuracy ||
        home.provisional
    ) {
        return [];
    }
    const near = nearerOnes(app.homes, home, fix);
    if (near.length === 0) {
        return [el("p", {}, strings.far)];
    }
    return [
        el("p", {}, el("strong", {}, strings.is_it)),
        ...near.map((other) =>
            el(
                "a",
                { href: `#/ghi/${other.home.id}`, class: "mine-other" },
                el("strong", {}, other.home.head),
                el("span", {}, addressOf(other.home)),
                el("span", {}, fill(strings.away, { distance: formatDistance(other.metres) })),
            ),
        ),
    ];
}
