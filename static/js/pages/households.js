import { fold } from "../core/fold.js";
import { fill, formatCount, formatShare } from "../core/format.js";
import { decodeHouseholds, isLocated, summarise } from "../core/households.js";
import { groupByNearestVillage } from "../core/nearest.js";
import { readState, writeState } from "../core/state.js";
import { countClasses, coverageTheme, recencyTheme, toggled } from "../core/themes.js";
import { fitArea, showPosition, visibleCentre } from "../map/create.js";
import { areaLabels, LabelsLayer } from "../map/labels.js";
import { Outlines } from "../map/outlines.js";
import { PointsLayer } from "../map/points.js";
import { Rings } from "../map/rings.js";
import { Card } from "../ui/card.js";
import { byId, isNarrow } from "../ui/dom.js";
import { HouseholdList } from "../ui/householdlist.js";
import { Legend, themeToggle } from "../ui/legend.js";
import { RowView, rowsOf } from "../ui/rows.js";
import { SearchBox } from "../ui/searchbox.js";
import { Sheet } from "../ui/sheet.js";
import { showSummary } from "../ui/summary.js";
import { Tabs } from "../ui/tabs.js";
import { pageInsets } from "./insets.js";
import { listenToMap } from "./mapevents.js";

/**
 * @typedef {import("../core/households.js").Household} Household
 */

const TABS = ["uncovered", "unlocated", "all"];
const SHEET_PEEK_REM = 6.8;

/** Which households each tab lists. */
const IN_TAB = {
    uncovered: (household) => !household.covered,
    unlocated: (household) => !isLocated(household),
    all: () => true,
};

/** The map page of somebody who may see households. */
export class HouseholdPage {
    constructor(config, map, status) {
        this.config = config;
        this.strings = config.strings;
        this.map = map;
        this.status = status;
        this.themes = [coverageTheme(this.strings), recencyTheme(config.recency, this.strings)];
        this.known = { themes: this.themes.map((theme) => theme.key), tabs: TABS };
        this.state = readState(window.location.search, this.known);
        this.theme = this.themes.find((theme) => theme.key === this.state.theme);
        /** @type {ReadonlySet<number>} */
        this.hidden = new Set();
        /** @type {Household[]} */
        this.households = [];
        this.selected = null;
        this.villages = [];
        this.buildMap();
        this.buildPanel();
    }

    buildMap() {
        this.outlines = new Outlines(this.map);
        this.points = new PointsLayer(this.theme).addTo(this.map);
        this.rings = new Rings(this.map);
        listenToMap(this.map, this.points, {
            onPoint: (household) => this.point(household, "map"),
            onPick: (household, byKey) => this.select(household, byKey ? "keyboard" : "map"),
            onMoved: () => this.resort(),
        });
    }

    buildPanel() {
        const { strings } = this;
        themeToggle(byId("themes"), this.themes, this.theme.key, (theme) => this.setTheme(theme));
        this.legend = new Legend(byId("legend"), {
            hint: strings.legend_hint,
            onToggle: (index) => this.toggleClass(index),
        });
        this.tabs = new Tabs(byId("tabs"), byId("list-panel"), (key) => this.setTab(key));
        this.tabs.mark(this.state.tab);
        const view = new RowView(strings, {
            groupName: (id) => this.groupNames?.get(id) ?? "",
            styleOf: (household) => this.theme.classes[this.theme.classOf(household)],
        });
        this.list = new HouseholdList(byId("list"), view, {
            onPoint: (household) => this.point(household, "list"),
            onHousehold: (household) => this.select(household, "list"),
            onVillage: (id) => this.goToVillage(id),
        });
        this.search = new SearchBox(strings, (text) => this.status.say(text));
        this.card = new Card({
            url: this.config.urls.card,
            strings,
            phones: this.config.sees.phones,
            onClose: () => this.deselect(),
        });
        this.sheet = new Sheet(byId("panel"), byId("sheet-handle"), {
            peek: SHEET_PEEK_REM,
            onSettle: () => this.list.render(),
        });
    }

    /** Outlines and names first: they arrive before the households. */
    showAreas(areas) {
        this.villages = areas.villages;
        this.groupNames = new Map(areas.groups.map((group) => [group.id, group.name]));
        this.villageNames = new Map(areas.villages.map((village) => [village.id, village.name]));
        this.outlines.show(areas);
        new LabelsLayer(areaLabels(areas.villages, areas.groups)).addTo(this.map);
        if (this.villageNames.has(this.state.village)) {
            this.showVillage(this.state.village);
        } else {
            this.state.village = null;
        }
    }

    /** @param {import("../core/households.js").HouseholdAnswer | null} answer */
    showData(answer, areas) {
        if (answer === null || answer.rows.length === 0) {
            const nothing = areas.villages.length === 0 || answer === null;
            this.status.empty(nothing ? this.strings.empty : this.strings.no_households);
            this.households = [];
        } else {
            this.households = decodeHouseholds(answer, {
                villageName: (id) => this.villageNames.get(id) ?? "",
                groupName: (id) => this.groupNames.get(id) ?? "",
            });
            this.status.ready();
            this.status.say(fill(this.strings.ready, { n: formatCount(this.households.length) }));
        }
        this.points.setData(this.households.filter(isLocated));
        this.showFigures();
        if (!this.households.some(IN_TAB[this.state.tab])) {
            // Somebody all of whose households are looked after begins with these.
            this.state.tab = "all";
            this.tabs.mark("all");
        }
        this.showList();
        this.search.setEntries([...this.villageEntries(), ...this.householdEntries()]);
    }

    showFigures() {
        const never = this.config.recency.findIndex((entry) => entry.key === "never");
        const figures = summarise(this.households, never);
        showSummary({
            total: formatCount(figures.total),
            coverage: formatShare(figures.covered, figures.total),
            uncovered: formatCount(figures.uncovered),
            never: formatCount(figures.never),
        });
        byId("count-uncovered").textContent = formatCount(figures.uncovered);
        byId("count-unlocated").textContent = formatCount(figures.unlocated);
        byId("count-all").textContent = formatCount(figures.total);
        this.showLegend();
    }

    showLegend() {
        this.legend.show(this.theme, countClasses(this.theme, this.households), this.hidden);
    }

    villageEntries() {
        return this.villages.map((village) => ({
            key: fold(village.name),
            title: village.name,
            under: fill(this.strings.search_village, { n: formatCount(village.households) }),
            choose: () => this.goToVillage(village.id),
        }));
    }

    householdEntries() {
        return this.households.map((household) => {
            const place = [household.code, this.groupNames.get(household.group)];
            place.push(this.villageNames.get(household.village));
            return {
                key: household.key,
                title: household.head || household.code,
                under: place.filter(Boolean).join(" · "),
                choose: () => this.select(household, "search"),
            };
        });
    }

    setTheme(theme) {
        this.theme = theme;
        this.hidden = new Set();
        this.points.setTheme(theme);
        this.showLegend();
        this.list.refresh();
        this.remember({ theme: theme.key });
    }

    toggleClass(index) {
        this.hidden = toggled(this.hidden, index);
        this.points.setHidden(this.hidden);
        this.legend.mark(this.hidden);
    }

    setTab(tab) {
        this.remember({ tab });
        if (isNarrow() && this.sheet.state === "peek") {
            this.sheet.go("half");
        }
        this.showList();
        this.list.scrollToTop();
    }

    remember(change) {
        Object.assign(this.state, change);
        const { pathname, hash } = window.location;
        const address = pathname + writeState(this.state, this.known) + hash;
        window.history.replaceState(null, "", address);
    }

    /** The households of the tab, the village nearest to the middle of the map first. */
    showList() {
        const { tab } = this.state;
        const origin = visibleCentre(this.map, pageInsets());
        const households = this.households.filter(IN_TAB[tab]);
        const sections = groupByNearestVillage(households, this.villages, origin);
        this.list.setRows(rowsOf(sections));
        const caption = households.length === 0 ? `empty_${tab}` : `caption_${tab}`;
        byId("list-caption").textContent = this.strings[caption];
    }

    /** The user moved the map, so other villages are near; a row being read stays in sight. */
    resort() {
        this.showList();
        if (this.list.has(this.selected?.id)) {
            this.list.select(this.selected.id);
        } else if (document.activeElement !== this.list.box) {
            this.list.scrollToTop();
        }
    }

    /** @param {"map" | "list"} from where the pointer is */
    point(household, from) {
        const name = household === null ? "" : household.head || household.code;
        this.rings.hover(household, name);
        if (from === "map") {
            this.list.highlight(household?.id ?? null);
        }
    }

    /**
     * @param {Household} household
     * @param {"map" | "keyboard" | "list" | "search"} from
     */
    select(household, from) {
        this.selected = household;
        this.rings.select(household);
        this.rings.hover(null);
        if (isNarrow()) {
            this.sheet.go("peek");
        }
        const focus = from !== "map" && !(from === "list" && isNarrow());
        this.card.open(household, { focus });
        byId("map-page").classList.add("has-card");
        this.reveal(household, from);
        if (!this.list.has(household.id)) {
            this.tabs.mark("all");
            this.remember({ tab: "all" });
            this.showList();
        }
        this.list.select(household.id);
    }

    reveal(household, from) {
        if (isLocated(household)) {
            const insets = pageInsets();
            if (from === "map" || from === "keyboard") {
                this.map.panInside([household.lat, household.lon], {
                    paddingTopLeft: [insets.left + 40, insets.top + 40],
                    paddingBottomRight: [insets.right + 40, insets.bottom + 40],
                });
            } else {
                showPosition(this.map, household.lat, household.lon, insets);
            }
        } else if (from === "search") {
            this.showVillage(household.village);
        }
    }

    deselect() {
        this.selected = null;
        byId("map-page").classList.remove("has-card");
        this.rings.select(null);
        this.list.select(null);
    }

    showVillage(id) {
        fitArea(this.map, this.outlines.mark(id), pageInsets());
    }

    goToVillage(id) {
        this.showVillage(id);
        this.remember({ village: id });
    }
}
