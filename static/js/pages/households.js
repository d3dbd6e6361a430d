import { AreaTree, samePlace, WHOLE } from "../core/areatree.js";
import { idsWithText, keepKnown, keepOffered, sameness } from "../core/filters.js";
import { fill, formatCount } from "../core/format.js";
import { decodeHouseholds, decodePeople } from "../core/households.js";
import { looksOf, placesOf } from "../core/peoplelooks.js";
import { reckoningOf } from "../core/reckoning.js";
import { readState, writeState } from "../core/state.js";
import { makeThemes, withLooks } from "../core/themes.js";
import { takeTold } from "../core/told.js";
import { fitArea } from "../map/create.js";
import { Rings } from "../map/rings.js";
import { byId, isNarrow } from "../ui/dom.js";
import { Sheet } from "../ui/sheet.js";
import { Tabs } from "../ui/tabs.js";
import { TileNotice } from "../ui/tilenotice.js";
import { AreaLoader } from "./arealoader.js";
import { Drill } from "./drill.js";
import { Events } from "./events.js";
import { Filtering } from "./filtering.js";
import { hexKeys } from "./hexing.js";
import { pageInsets } from "./insets.js";
import { TileLayers } from "./layers.js";
import { hexWords, Legending } from "./legending.js";
import { Listing } from "./listing.js";
import { listenToMap } from "./mapevents.js";
import { Opened } from "./opened.js";
import { placeControls } from "./phone.js";
import { RowLoader } from "./rowloader.js";
import { hasNothing, showFigures } from "./summing.js";

/**
 * @typedef {import("../core/households.js").Household} Household
 * @typedef {import("../core/areatree.js").Place} Place
 */

const TABS = ["uncovered", "unlocated", "all", "units"];
const SHEET_PEEK_REM = 6.8;
const MEASURES = ["coverage", "kept", "never", "poor", "uncovered", "waiting", "waiting_late"];

/**
 * The map page: what is shown (area, theme, filters), and everything that shows it. Features such
 * as selection or printing hold on to what is public here and to `on`.
 */
export class MapPage {
    constructor(config, map, status) {
        this.config = config;
        this.strings = config.strings;
        this.map = map;
        this.status = status;
        this.events = new Events();
        this.themes = makeThemes(config);
        this.tree = new AreaTree();
        /** @type {Household[]} every row loaded, whatever the filters */
        this.households = [];
        /** @type {Map<number, Household>} */
        this.byId = new Map();
        /** @type {Map<number, import("../core/households.js").Person>} */
        this.people = new Map();
        /** A selection of households, once a feature brings one. */
        this.selection = null;
        /** @type {Promise<void> | null} until a paper with this map on it is out */
        this.paper = null;
        /** What the user typed to filter by; may be a name, so it never enters the address. */
        this.text = "";
        this.rowsLoaded = false;
        this.areaLoader = new AreaLoader(this);
        this.rowLoader = new RowLoader(this);
        this.readAddress();
        this.buildSheet();
        this.buildMap();
        this.begin();
        window.addEventListener("popstate", () => this.readBack());
    }

    /** @param {"filter" | "theme" | "data" | "tick" | "back"} event */
    on(event, listener) {
        this.events.on(event, listener);
    }

    /** @param {string} text spoken by a screen reader */
    say(text) {
        this.status.say(text);
    }

    get theme() {
        return this.themes.find(({ key }) => key === this.state.theme);
    }

    get seesHouseholds() {
        return this.config.sees.households && !this.config.sees.aggregates_only;
    }

    readAddress() {
        const tabs = this.seesHouseholds ? TABS : ["units"];
        this.known = {
            themes: this.themes.map(({ key }) => key),
            tabs,
            measures: MEASURES,
            hexes: hexKeys(this.config.sees, this.config.tiles),
            facets: this.filtering?.facets ?? [],
        };
        this.state = readState(window.location.search, this.known);
    }

    buildMap() {
        this.notice = new TileNotice(this.strings, () => this.layers.retry());
        this.layers = new TileLayers(this.map, {
            tiles: this.config.tiles,
            tree: this.tree,
            theme: this.theme,
            points: this.seesHouseholds,
            stepsOnly: this.config.sees.steps_only,
            textOf: (place) => this.drill?.tooltip(place) ?? "",
            onArea: (place) => this.goTo(place),
            onPointArea: (id) => this.drill?.point(id),
            stepWords: (count) => hexWords(this.strings, count),
            onTrouble: () => this.notice.show(this.layers.trouble),
        });
        this.rings = new Rings(this.map);
        if (this.seesHouseholds) {
            const { layers } = this;
            const pick = (latlng, reach) =>
                reach === "view" && this.rowsLoaded
                    ? this.opened.nearest(latlng)
                    : this.rowOf(layers.pick(latlng, reach));
            listenToMap(
                this.map,
                { pick, press: (latlng) => layers.press(latlng) },
                {
                    onPoint: (household) => this.opened?.point(household, "map"),
                    onPick: (household, byKey) => {
                        this.buildPanel();
                        this.opened.open(household, byKey ? "keyboard" : "map");
                    },
                    onMoved: () => this.moved(),
                },
            );
        }
    }

    buildSheet() {
        this.sheet = new Sheet(byId("panel"), byId("sheet-handle"), {
            peek: SHEET_PEEK_REM,
            onSettle: () => this.listing?.list.render(),
        });
        placeControls(this.sheet, this.config.sees.figures ? "list" : "look");
    }

    /** The whole area is known before the areas' own answer; a link to a part of it is not. */
    begin() {
        this.bounds = this.config.area.bounds;
        if (this.state.place.level === "all" && this.bounds !== null) {
            fitArea(this.map, this.bounds, pageInsets(), false);
            this.layers.start();
        }
    }

    /**
     * Everything beside the map; once the map is there, or as soon as it is needed: what the map
     * waits for stands on the phone already, and every piece of the panel would keep it waiting.
     */
    buildPanel() {
        if (this.drill !== undefined) {
            return;
        }
        this.drill = new Drill(this);
        if (!this.seesHouseholds) {
            return;
        }
        this.filtering = new Filtering(this);
        this.readAddress();
        this.legend = new Legending(this);
        this.tabs = new Tabs(byId("tabs"), byId("list-panel"), (key) => this.setTab(key));
        this.tabs.mark(this.state.tab);
        this.listing = new Listing(this);
        this.opened = new Opened(this);
    }

    /** For features that tick households in it. */
    get list() {
        return this.listing?.list;
    }

    /** @returns {Household | null} the row of what was picked in a tile, as far as there is one */
    rowOf(picked) {
        return picked && (this.byId.get(picked.id) ?? { ...picked, head: "", code: "" });
    }

    /** Outlines and names first: they arrive before the households. */
    showAreas(areas) {
        this.buildPanel();
        this.tree.add(areas);
        this.layers.showAreas();
        this.dropUnknown();
        if (this.state.place.level !== "all") {
            this.fit(this.state.place);
        }
        this.render();
    }

    /**
     * Newer areas in place of those known: units may be gone, and with them the one the reader is
     * in; then the nearest around it that is left is shown.
     *
     * @param {import("../core/areatree.js").Areas} areas of all that the reader reaches
     * @param {import("../core/areatree.js").Areas | null} commune the one the reader is in
     * @returns {boolean} whether the reader is somewhere else now
     */
    takeAreas(areas, commune) {
        this.takeTold(areas.told);
        const { choices } = this.state;
        const path = this.tree.path(this.state.place);
        this.tree.renew(areas);
        if (commune !== null) {
            this.tree.add(commune);
        }
        this.bounds = areas.bounds;
        this.layers.showAreas();
        const place = path.findLast((each) => this.tree.knows(each)) ?? WHOLE;
        const moved = !samePlace(place, this.state.place);
        this.state.place = place;
        this.dropUnknown();
        if (moved || sameness(choices) !== sameness(this.state.choices)) {
            this.remember({}, "replace");
        }
        return moved;
    }

    /** Another day has begun, or a commune asks for other contacts. @param {object} told */
    takeTold(told) {
        if (!takeTold(this.config, told)) {
            return;
        }
        this.themes = makeThemes(this.config);
        this.toldApart = null;
        if (this.filtering !== undefined) {
            this.filtering.makeFacets();
            this.known.facets = this.filtering.facets;
            this.state.choices = keepOffered(this.known.facets, this.state.choices);
        }
    }

    /** @param {import("../core/households.js").HouseholdAnswer | null} answer null: no rows */
    showData(answer) {
        this.buildPanel();
        if (answer !== null) {
            this.people = decodePeople(answer);
            this.households = decodeHouseholds(answer, {
                villageName: (id) => this.nameOf({ level: "village", id }),
                groupName: (id) => this.nameOf({ level: "group", id }),
            });
            this.byId = new Map(this.households.map((row) => [row.id, row]));
            this.rowsLoaded = true;
            this.layers.setRows(this.households);
        }
        this.tellState();
        this.dropUnknown();
        this.listing?.pickTab();
        this.render();
        this.listing?.searchAgain();
        this.events.tell("data");
    }

    /** The households of another village are about to come, or none until one is chosen. */
    forgetRows() {
        this.households = [];
        this.byId = new Map();
        this.matched = null;
        this.rowsLoaded = false;
        this.layers.setRows(null);
        this.listing?.searchAgain();
    }

    tellState() {
        if (hasNothing(this)) {
            const noAreas = this.tree.list("village").length === 0 || !this.seesHouseholds;
            this.status.empty(noAreas ? this.strings.empty : this.strings.no_households);
            return;
        }
        this.status.ready();
        if (this.seesHouseholds) {
            const ready = fill(this.strings.ready, { n: formatCount(this.households.length) });
            this.say(this.rowsLoaded ? ready : this.rowLoader.words);
        }
    }

    /** Ids of a link that nobody here knows count for nothing. */
    dropUnknown() {
        if (!this.tree.knows(this.state.place)) {
            this.state.place = WHOLE;
        }
        const known = {
            village: (id) => this.tree.knows({ level: "village", id }),
            group: (id) => this.tree.knows({ level: "group", id }),
        };
        if (this.rowsLoaded) {
            known.person = (id) => this.people.has(id);
        }
        this.state.choices = keepKnown(this.state.choices, known);
    }

    /** @returns {Household[]} of the area shown, whatever the filters */
    inPlace() {
        const inside = this.tree.within(this.state.place);
        return inside === null ? this.households : this.households.filter(inside);
    }

    /** @returns {Household[]} that pass area, filters and text */
    matching() {
        this.matched ??= this.passing();
        return this.matched;
    }

    /** @param {string} [except] a facet that shall not count */
    passing(except) {
        const test = this.test(except);
        return test === null ? this.households : this.households.filter(test);
    }

    /** @returns {((household: object) => boolean) | null} null when everything passes */
    test(except) {
        const inside = this.tree.within(this.state.place);
        const filter = this.filtering?.predicate(except) ?? null;
        // Names stand in the rows alone: without them the text cannot be asked of a dot.
        const ids = this.rowsLoaded ? idsWithText(this.households, this.text) : null;
        const tests = [inside, filter, ids && (({ id }) => ids.has(id))].filter(Boolean);
        return tests.length === 0 ? null : (household) => tests.every((each) => each(household));
    }

    /**
     * @param {string} [except] a facet that shall not count
     * @returns {import("../core/reckoning.js").Reckoning | null} the filters as far as figures of
     *     areas can answer for them; null: only the households themselves could
     */
    reckoning(except) {
        return reckoningOf(this.state.choices, this.text, except);
    }

    /** @returns {string} the area shown and what it is coloured by */
    title() {
        return `${this.nameOf(this.state.place)} – ${this.theme.label}`;
    }

    /** @param {Place} place */
    nameOf(place) {
        return place.level === "all" ? this.config.area.name : (this.tree.unit(place)?.name ?? "");
    }

    /** Other colours for the same households: nothing is counted or listed anew. */
    setTheme(key) {
        this.remember({ theme: key }, "push");
        this.tellPeopleApart();
        this.layers.setTheme(this.theme);
        this.legend.show();
        this.list.refresh();
        this.opened.connect();
        this.events.tell("theme");
    }

    setChoices(choices) {
        this.change({ choices });
        this.sayCount();
    }

    setText(text) {
        this.text = text;
        this.render();
        this.events.tell("filter");
    }

    clearFilters() {
        this.text = "";
        this.change({ choices: {} });
        this.sayCount();
    }

    sayCount() {
        this.say(byId("filter-count").textContent);
    }

    setTab(tab) {
        if (isNarrow() && this.sheet.state === "peek") {
            this.sheet.go("half");
        }
        this.change({ tab }, "replace");
        this.listing.scrollToTop();
    }

    /**
     * Something else is to be shown: remember it in the address, so that Back undoes it.
     *
     * @param {Partial<import("../core/state.js").PageState>} change
     * @param {"push" | "replace"} [how]
     */
    change(change, how = "push") {
        this.remember(change, how);
        this.render();
        this.events.tell("filter");
    }

    remember(change, how) {
        Object.assign(this.state, change);
        const { pathname, hash, search } = window.location;
        const query = writeState(this.state, this.known);
        if (query !== search) {
            window.history[`${how}State`](null, "", pathname + query + hash);
        }
    }

    /** The user went back or forward. */
    readBack() {
        this.buildPanel();
        const before = { ...this.state };
        this.readAddress();
        this.dropUnknown();
        this.tabs?.mark(this.state.tab);
        if (!samePlace(before.place, this.state.place)) {
            this.fit(this.state.place);
        }
        if (before.theme !== this.state.theme) {
            this.events.tell("theme");
        }
        this.render();
        this.events.tell("back");
        if (sameness(before.choices) !== sameness(this.state.choices)) {
            this.events.tell("filter");
        }
    }

    /**
     * Who is in charge of neighbours has another colour; asked for once for an area and its rows,
     * and not before colours say who.
     */
    tellPeopleApart() {
        const { theme, households, state } = this;
        const known =
            this.toldApart?.households === households &&
            samePlace(this.toldApart.place, state.place);
        if (!theme.people || !this.rowsLoaded || known) {
            return;
        }
        this.toldApart = { households, place: state.place };
        const looks = looksOf(placesOf(this.inPlace(), this.people));
        this.themes = this.themes.map((each) => (each === theme ? withLooks(each, looks) : each));
    }

    /** Show everything as the state says. */
    render() {
        this.areaLoader.ask(this.state.place);
        this.rowLoader.follow(this.state.place);
        this.tellPeopleApart();
        this.matched = null;
        this.drill.showCrumbs();
        this.drill.showList();
        showFigures(this);
        const byUnits = this.state.tab === "units";
        byId("map-page").classList.toggle("by-units", byUnits);
        if (this.seesHouseholds) {
            this.layers.setTheme(this.theme);
            this.layers.setFilter(this.test(), this.reckoning(), this.state.place);
            this.legend.show();
            this.filtering.show();
            this.listing.show();
        }
        this.drill.colour();
        this.layers.mark(this.state.place);
        this.opened?.connect();
    }

    /** The user moved the map, so other villages are near and other people in view. */
    moved() {
        if (this.listing === undefined) {
            return;
        }
        this.listing.resort();
        if (this.theme.people) {
            this.legend.show();
        }
    }

    /** @param {Place} place */
    goTo(place) {
        this.buildPanel();
        this.fit(place);
        const last = this.tree.below(place).level === null && this.seesHouseholds;
        const tab = last && this.state.tab === "units" ? "all" : this.state.tab;
        this.tabs?.mark(tab);
        this.change({ place, tab });
        this.say(this.nameOf(place));
    }

    fit(place) {
        const bounds = this.tree.unit(place)?.bounds ?? this.bounds ?? null;
        fitArea(this.map, bounds, pageInsets());
    }
}
