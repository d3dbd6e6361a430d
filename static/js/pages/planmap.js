import { fill, formatCount, formatDistance, writeNumbersAs } from "../core/format.js";
import { pickShape } from "../core/geometrypick.js";
import { Board } from "../core/planboard.js";
import { readMapOptions } from "../map/options.js";
import { PlanMap } from "../map/planmap.js";
import { byId, isNarrow, readJson } from "../ui/dom.js";
import { getJson } from "../ui/http.js";
import { PlanCard } from "../ui/plancard.js";
import { HomesList } from "../ui/planhomes.js";
import { distanceWords, homeName } from "../ui/planparts.js";
import { PeopleList } from "../ui/planpeople.js";
import { Sheet } from "../ui/sheet.js";
import { Status } from "../ui/status.js";
import { Tabs } from "../ui/tabs.js";
import { PlanDrawing } from "./plandrawing.js";
import { PlanNews } from "./plannews.js";
import { PlanSaving } from "./plansaving.js";
import { PlanTools } from "./plantools.js";

/** The map of a plan: who is chosen, what is done with them, and everything drawn anew after. */
export class PlanPage {
    constructor(config) {
        this.config = config;
        this.strings = config.strings;
        this.status = new Status(this.strings);
        const element = byId("map");
        element.setAttribute("role", "application");
        element.setAttribute("aria-label", this.strings.map_label);
        this.map = new PlanMap(element, readMapOptions("map"), this.strings, () => this.insets());
        this.sheet = new Sheet(byId("panel"), byId("sheet-handle"), {
            peek: 10,
            onSettle: () => {},
        });
        /** @type {number[]} households */
        this.chosen = [];
        /** @type {number | null} */
        this.person = null;
        this.gaps = false;
    }

    async load() {
        this.status.loading();
        let data;
        try {
            data = await getJson(this.config.urls.board);
        } catch (error) {
            this.status.failed(error, () => this.load());
            return;
        }
        this.start(data);
        if (data.households.length === 0) {
            this.status.empty(this.strings.no_homes);
        } else {
            this.status.ready();
        }
    }

    start(data) {
        this.board = new Board(data);
        this.mayWrite = data.may_write;
        this.units = unitNames(data);
        this.map.fill(data, this.board, this.mapHooks());
        this.makePanel();
        this.news = new PlanNews(this);
        this.drawing = new PlanDrawing(this);
        const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
        this.saving = new PlanSaving({ ...this.config, token }, this.board, data, {
            changed: () => this.redraw(),
            state: (state, count) => this.tools.saving(state, count),
            refused: (_, error) => this.news.refused(error),
            conflict: (changes, { kind }) => this.news.conflict(changes, kind === "undo"),
            others: (edits) => this.news.others(edits),
            closed: () => this.close(),
        });
        this.tools = new PlanTools(this);
        this.redraw();
        this.saving.begin();
    }

    makePanel() {
        const { board, strings, units } = this;
        const hooks = {
            give: (homes, person) => this.give(homes, person),
            lock: (homes, locked) => this.lock(homes, locked),
            choose: (homes) => this.choose(homes),
            why: (home) => getJson(this.config.urls.why.replace(/0\/$/, `${home}/`)),
            back: () => this.clear(),
        };
        this.people = new PeopleList(byId("plan-people-list"), board, strings, (person) =>
            this.pick(person),
        );
        this.card = new PlanCard(byId("plan-card"), { board, strings, units, hooks });
        this.homes = new HomesList(
            {
                search: byId("plan-search"),
                gaps: byId("plan-only-gaps"),
                list: byId("plan-homes-list"),
                more: byId("plan-more"),
                count: byId("plan-count"),
            },
            { board, strings, units, hooks },
        );
        this.tabs = new Tabs(byId("plan-tabs"), byId("plan-lists"), (key) => this.show(key));
        this.tabs.choose("people");
    }

    mapHooks() {
        return {
            mayWrite: () => this.mayWrite,
            home: (home, event) => this.pressed(home, event),
            person: (person) => this.pick(person),
            give: (homes, person) => this.give(homes, person),
            dragged: (homes, person) => this.dragWords(homes, person),
            shape: (shape, keys) => this.drawing.take(shape, keys),
            cancelled: () => this.drawing.end(this.strings.draw_stopped),
            corners: (count) => this.drawing.corners(count),
            distance: formatDistance,
        };
    }

    /** @param {string} tab */
    show(tab) {
        byId("plan-people").hidden = tab !== "people";
        byId("plan-homes").hidden = tab !== "homes";
        if (tab === "homes") {
            this.homes.mayWrite = this.mayWrite;
            this.homes.draw();
            if (isNarrow()) {
                this.sheet.go("full");
            }
        }
    }

    /** What covers the map. */
    insets() {
        const stage = byId("map").getBoundingClientRect();
        const panel = byId("panel").getBoundingClientRect();
        const bottom = Math.min(stage.bottom - panel.top, stage.height * 0.6);
        return isNarrow()
            ? { top: 84, right: 0, bottom: bottom + 8, left: 0 }
            : { top: 88, right: 64, bottom: 32, left: 24 };
    }

    pressed(home, event) {
        if (home === null) {
            this.clear();
            return;
        }
        if (event.ctrlKey || event.metaKey || event.shiftKey) {
            const rest = this.chosen.filter((id) => id !== home.id);
            this.choose(rest.length === this.chosen.length ? [...rest, home.id] : rest);
            return;
        }
        this.choose(this.board.sharing(home.id), event.type === "keydown");
    }

    /** @param {number[]} homes @param {boolean} focus whether the reader goes to what is told */
    choose(homes, focus = true) {
        if (homes.length === 0) {
            this.clear();
            return;
        }
        this.chosen = homes;
        this.person = null;
        this.opened(focus);
        if (homes.length === 1) {
            this.map.look(homes[0]);
        }
    }

    /** @param {number} person */
    pick(person) {
        if (this.person === person) {
            this.clear();
            return;
        }
        this.person = person;
        this.chosen = [];
        this.opened(true);
        this.map.lookAt(person);
    }

    /** A card takes the place of the lists. */
    opened(focus) {
        this.openedBy ??= document.activeElement;
        byId("plan-home").hidden = true;
        byId("plan-card").hidden = false;
        byId("map-page").classList.add("has-choice");
        if (isNarrow() && this.sheet.state === "peek") {
            this.sheet.go("half");
        }
        this.redraw(focus);
    }

    clear() {
        const { person } = this;
        const within = byId("plan-card").contains(document.activeElement);
        this.chosen = [];
        this.person = null;
        byId("plan-card").hidden = true;
        byId("plan-card").replaceChildren();
        byId("map-page").classList.remove("has-choice");
        byId("plan-home").hidden = false;
        this.redraw();
        if (within) {
            const before = this.openedBy?.isConnected ? this.openedBy : byId("tab-people");
            before.focus({ preventScroll: true });
        }
        if (person !== null && within) {
            this.people.focus(person);
        }
        this.openedBy = null;
    }

    /** @param {number[]} homes @param {number | null} person */
    give(homes, person) {
        const { strings, board } = this;
        const { changes, locked, refused } = board.giving(homes, person);
        const words = [];
        if (changes.length > 0) {
            this.saving.change("pairs", changes);
            const n = formatCount(changes.length);
            const name = board.people.get(person)?.name ?? "";
            words.push(fill(person === null ? strings.taken : strings.given, { n, name }));
        }
        for (const [key, rest] of Object.entries({ locked, refused })) {
            if (rest.length > 0) {
                words.push(fill(strings[`skipped_${key}`], { n: formatCount(rest.length) }));
            }
        }
        const skipped = locked.length + refused.length > 0;
        this.news.tell(words.join(" "), skipped ? "warning" : "quiet");
        this.redraw();
    }

    /** @param {number[]} homes @param {boolean} locked */
    lock(homes, locked) {
        const changes = this.board.locking(homes, locked);
        if (changes.length > 0) {
            this.saving.change("locks", changes);
            const words = locked ? this.strings.locked_done : this.strings.unlocked_done;
            this.news.tell(fill(words, { n: formatCount(changes.length) }), "quiet");
        }
    }

    dragWords(homes, person) {
        const { strings, board } = this;
        if (person === null) {
            return homes.length === 1
                ? fill(strings.drag_home, { home: homeName(board.homes.get(homes[0])) })
                : fill(strings.drag_homes, { n: formatCount(homes.length) });
        }
        const { changes } = board.giving(homes, person);
        const load = board.load(person);
        const metres =
            homes.length === 1
                ? board.metres(homes[0], person)
                : board.options(homes).find((option) => option.person.id === person).metres;
        return fill(strings.drag_onto, {
            name: board.people.get(person).name,
            distance: distanceWords(metres, strings),
            total: formatCount(load.total + changes.length),
            capacity: formatCount(load.capacity),
        });
    }

    /** The draft was put to the meeting, dropped or decided while this page was open. */
    close() {
        this.mayWrite = false;
        this.drawing.stop();
        this.news.tell(this.strings.closed, "warning");
        this.redraw();
    }

    redraw(focus = false) {
        const { board, strings, chosen, person, gaps, mayWrite } = this;
        if (this.tools === undefined) {
            return;
        }
        this.card.mayWrite = mayWrite;
        this.homes.mayWrite = mayWrite;
        this.tools.show();
        this.people.show();
        this.homes.show();
        if (person !== null) {
            this.card.showPerson(person, focus);
        } else if (chosen.length > 0) {
            this.card.showHomes(chosen, focus);
        }
        this.map.show({
            chosen: new Set(chosen),
            person,
            gaps,
            words: (id) => {
                const { total, capacity } = board.load(id);
                const { name } = board.people.get(id);
                return fill(strings.pin, { name, total, capacity });
            },
        });
    }

    /** @returns {object[]} households with a position, for shapes drawn around them */
    placed() {
        return [...this.board.homes.values()];
    }

    within(shape) {
        return pickShape(this.placed(), shape);
    }
}

/** @returns {Map<string, string>} names by "village 3", "group 12" */
function unitNames({ villages, groups }) {
    return new Map([
        ...villages.map(({ id, name }) => [`village ${id}`, name]),
        ...groups.map(({ id, name }) => [`group ${id}`, name]),
    ]);
}

writeNumbersAs(document.documentElement.lang);
await new PlanPage(readJson("plan-config")).load();
