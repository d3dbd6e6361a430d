import { fill, formatCount } from "../core/format.js";
import { el } from "./dom.js";
import { button, chip, distanceWords, homeName, LoadBar } from "./planparts.js";

/**
 * What is chosen: one household, several, or a person; and what can be done with it.
 *
 * @typedef {object} CardHooks
 * @property {(households: number[], person: number | null) => void} give
 * @property {(households: number[], locked: boolean) => void} lock
 * @property {(households: number[]) => void} choose
 * @property {(household: number) => Promise<object>} why
 * @property {() => void} back
 */
export class PlanCard {
    /**
     * @param {HTMLElement} box
     * @param {{board: import("../core/planboard.js").Board, strings: Record<string, string>,
     *     units: Map<string, string>, hooks: CardHooks}} options units: names by "village 3"
     */
    constructor(box, options) {
        this.box = box;
        Object.assign(this, options);
        this.mayWrite = false;
    }

    /** @param {number[]} households @param {boolean} focus whether the reader follows */
    showHomes(households, focus) {
        delete this.box.dataset.person;
        const body = households.length === 1 ? this.one(households[0]) : this.several(households);
        this.present(body, focus);
    }

    /** @param {number} person @param {boolean} focus */
    showPerson(person, focus) {
        // What is dropped here is for them.
        this.box.dataset.person = String(person);
        this.present(this.person(person), focus);
    }

    present(children, focus) {
        const { scrollTop } = this.box.parentElement;
        const within = this.box.contains(document.activeElement);
        const at = within ? (document.activeElement.dataset.act ?? "") : "";
        const back = button(this.strings.back, this.hooks.back, "plan-back");
        this.box.replaceChildren(back, ...children.filter(Boolean));
        const title = this.box.querySelector("h2");
        title.tabIndex = -1;
        this.box.parentElement.scrollTop = focus ? 0 : scrollTop;
        if (focus) {
            title.focus({ preventScroll: true });
        } else if (within) {
            const again = this.box.querySelector(`[data-act="${at}"]:not(:disabled)`);
            (again ?? title).focus({ preventScroll: true });
        }
    }

    one(id) {
        const { board, strings } = this;
        const home = board.homes.get(id);
        const held = board.heldBy(id);
        const size = home.size === null ? "" : fill(strings.size, { n: formatCount(home.size) });
        const place = [home.code, this.unitOf(home), size].filter(Boolean).join(" · ");
        return [
            el("h2", {}, homeName(home)),
            el("p", { class: "plan-note" }, place),
            this.stateOf(home, held),
            this.notesOf(home, held),
            ...this.actionsOf(id, held),
            this.giving([id]),
        ];
    }

    /** What can be done with one household, and the reasons where somebody asks for them. */
    actionsOf(id, held) {
        const told = el("div", { class: "plan-why", "aria-live": "polite" });
        const actions = this.actions([id]) ?? el("div", { class: "plan-actions" });
        actions.append(this.whyOf(id, held, told));
        const gap = this.board.nextGap(id);
        if (this.mayWrite && gap !== null) {
            // From one household without anybody to the next: the work of an evening.
            const next = button(this.strings.next_gap, () => this.hooks.choose([gap]));
            next.dataset.act = "next";
            actions.append(next);
        }
        return [actions, told];
    }

    unitOf({ village, group }) {
        const names = [this.units.get(`group ${group}`), this.units.get(`village ${village}`)];
        return names.filter(Boolean).join(", ");
    }

    stateOf(home, held) {
        const { board, strings } = this;
        if (held === null) {
            return el("p", { class: "plan-held is-nobody" }, strings.nobody);
        }
        const person = board.people.get(held.person);
        const name = person?.name ?? strings.somebody;
        const metres = distanceWords(board.metres(home.id, held.person), strings);
        return el(
            "p",
            { class: "plan-held" },
            person ? chip(board, person) : null,
            el("span", {}, el("strong", {}, name), ` · ${metres}`),
            held.locked ? el("span", { class: "plan-badge" }, strings.locked) : null,
            board.isStale(home.id) ? el("span", { class: "plan-badge" }, strings.stale) : null,
        );
    }

    notesOf(home, held) {
        const { board, strings } = this;
        const notes = [];
        if (home.present !== (held?.person ?? null)) {
            const now = board.people.get(home.present)?.name;
            const words = home.present === null ? strings.present_nobody : strings.present;
            notes.push(fill(words, { name: now ?? strings.somebody }));
        }
        if (home.lon === null) {
            notes.push(strings.no_position);
        } else if (home.provisional) {
            notes.push(strings.provisional);
        }
        return notes.length === 0 ? null : el("p", { class: "plan-note" }, notes.join(" "));
    }

    several(households) {
        const { board, strings } = this;
        const held = households.map((id) => board.heldBy(id));
        const detail = fill(strings.chosen_detail, {
            uncovered: formatCount(households.filter((id) => board.isOpen(id)).length),
            locked: formatCount(held.filter((each) => each?.locked).length),
        });
        return [
            el("h2", {}, fill(strings.chosen, { n: formatCount(households.length) })),
            el("p", { class: "plan-note" }, detail),
            this.actions(households),
            this.gapsOf(households),
            this.namesOf(households),
            this.giving(households),
        ];
    }

    /** After a proposal most of a neighbourhood has somebody: only the rest is to be given. */
    gapsOf(households) {
        const gaps = households.filter((id) => this.board.isOpen(id));
        if (gaps.length === 0 || gaps.length === households.length) {
            return null;
        }
        const words = fill(this.strings.only_gaps, { n: formatCount(gaps.length) });
        const only = button(words, () => this.hooks.choose(gaps));
        only.dataset.act = "gaps";
        return el("div", { class: "plan-actions" }, only);
    }

    namesOf(households) {
        const summary = el("summary", {}, this.strings.chosen_names);
        const open = this.box.querySelector(".plan-names")?.open ?? households.length < 6;
        return el(
            "details",
            { class: "plan-names", open },
            summary,
            this.homesList(households, null),
        );
    }

    homesList(households, person) {
        const { board, strings } = this;
        const rows = households.map((id) => {
            const home = board.homes.get(id);
            const held = board.heldBy(id);
            const who = board.people.get(held?.person)?.name ?? strings.nobody;
            const metres = held ? distanceWords(board.metres(id, held.person), strings) : "";
            const about = [person === null ? who : "", metres, held?.locked ? strings.locked : ""];
            const press = el(
                "button",
                { type: "button", class: "plan-home-row" },
                el("span", { class: "plan-home-name" }, homeName(home)),
                el("span", { class: "plan-note" }, about.filter(Boolean).join(" · ")),
            );
            press.addEventListener("click", () => this.hooks.choose([id]));
            return el("li", {}, press);
        });
        return el("ul", { class: "plan-list" }, ...rows);
    }

    actions(households) {
        if (!this.mayWrite) {
            return null;
        }
        const { board, strings, hooks } = this;
        const held = households.map((id) => board.heldBy(id)).filter(Boolean);
        const open = held.filter(({ locked }) => !locked).length;
        const act = (name, words, call) => {
            const made = button(words, call);
            made.dataset.act = name;
            return made;
        };
        const lock = () => hooks.lock(households, open > 0);
        return el(
            "div",
            { class: "plan-actions" },
            held.length > 0 ? act("lock", open > 0 ? strings.lock : strings.unlock, lock) : null,
            open > 0 ? act("take", strings.take, () => hooks.give(households, null)) : null,
        );
    }

    giving(households) {
        if (!this.mayWrite) {
            return null;
        }
        const { board, strings } = this;
        const held = households.map((id) => board.heldBy(id));
        if (held.every((each) => each?.locked)) {
            return el("p", { class: "plan-note" }, strings.unlock_first);
        }
        const sole = households.length === 1 ? (held[0]?.person ?? null) : null;
        const rows = board
            .options(households)
            .filter(({ person }) => person.id !== sole)
            .map((option) => this.option(option, households));
        return el(
            "section",
            { class: "plan-giving" },
            el("h3", {}, strings.give_to),
            el("ul", { class: "plan-list" }, ...rows),
        );
    }

    option({ person, metres, load, obstacle, refused }, households) {
        const { board, strings } = this;
        const coming = board.giving(households, person.id).changes.length;
        const bar = new LoadBar(strings);
        bar.show(after(load, refused ? 0 : coming));
        const distance = distanceWords(metres, strings);
        const mean = households.length > 1 && metres !== null;
        const about = [
            mean ? fill(strings.mean, { distance }) : distance,
            obstacle === null ? "" : strings[`obstacle_${obstacle}`],
        ];
        const press = el(
            "button",
            {
                type: "button",
                class: "plan-person",
                "data-act": `give-${person.id}`,
                "data-person": coming > 0 && person.id,
                // Of several some may still be had.
                disabled: coming === 0,
            },
            chip(board, person),
            el(
                "span",
                { class: "plan-person-words" },
                el("span", { class: "plan-person-name" }, person.name),
                el("span", { class: "plan-note" }, about.filter(Boolean).join(" · ")),
            ),
            bar.element,
        );
        press.addEventListener("click", () => this.hooks.give(households, person.id));
        return el("li", {}, press);
    }

    whyOf(id, held, told) {
        const { strings } = this;
        const ask = button(held === null ? strings.why_nobody : strings.why, async () => {
            ask.disabled = true;
            try {
                told.replaceChildren(...this.reasons(await this.hooks.why(id)));
            } catch {
                told.replaceChildren(el("p", {}, strings.why_failed));
            }
            ask.disabled = false;
        });
        ask.dataset.act = "why";
        return ask;
    }

    /** @param {object} answer of `api/plans/<pk>/why/<household>/` */
    reasons(answer) {
        const { strings } = this;
        const first = answer.chosen
            ? fill(answer.kept ? strings.why_kept : strings.why_chosen, {
                  name: answer.chosen.name,
                  distance: distanceWords(answer.chosen.metres, strings),
                  total: formatCount(answer.chosen.total),
                  capacity: formatCount(answer.chosen.capacity),
              })
            : answer.reason_label;
        const others = answer.others.map((each) =>
            el(
                "li",
                {},
                fill(strings.why_other, {
                    name: each.name,
                    distance: distanceWords(each.metres, strings),
                    total: formatCount(each.total),
                    capacity: formatCount(each.capacity),
                    why: each.obstacle_label,
                }),
            ),
        );
        return [
            el("p", {}, first),
            ...answer.mends.map(({ text }) => el("p", { class: "plan-mend" }, text)),
            others.length > 0 ? el("h3", {}, strings.why_others) : "",
            others.length > 0 ? el("ul", {}, ...others) : "",
        ].filter(Boolean);
    }

    person(id) {
        const { board, strings, hooks } = this;
        const person = board.people.get(id);
        const load = board.load(id);
        const given = [...(board.given.get(id) ?? [])];
        const far = (home) => board.metres(home, id) ?? Number.POSITIVE_INFINITY;
        given.sort((a, b) => (far(a) === far(b) ? 0 : far(a) - far(b)));
        const bar = new LoadBar(strings);
        bar.show(load);
        const about = [fill(strings.given_here, { n: formatCount(load.given) })];
        if (person.elsewhere > 0) {
            about.push(fill(strings.elsewhere, { n: formatCount(person.elsewhere) }));
        }
        if (load.metres !== null) {
            const distance = distanceWords(load.metres, strings);
            about.push(fill(strings.figure_mean, { distance }));
        }
        return [
            el(
                "div",
                { class: "plan-who" },
                chip(board, person),
                el("h2", { class: "plan-who-name" }, person.name),
                bar.element,
            ),
            el("p", { class: "plan-note" }, about.join(" · ")),
            person.duty ? el("p", { class: "plan-duty" }, person.duty) : null,
            this.mayWrite && given.length > 0
                ? el(
                      "div",
                      { class: "plan-actions" },
                      button(strings.choose_all, () => hooks.choose(given)),
                  )
                : null,
            given.length > 0
                ? this.homesList(given, id)
                : el("p", {}, this.mayWrite ? strings.person_none : strings.person_none_told),
        ];
    }
}

function after(load, more) {
    const total = load.total + more;
    return { ...load, total, over: Math.max(0, total - load.capacity) };
}
