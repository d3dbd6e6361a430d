import { ruleFor } from "../core/classes.js";
import { fill, formatCount, formatCounted } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { groupByNearestVillage } from "../core/nearest.js";
import { classWords } from "../core/themes.js";
import { visibleCentre } from "../map/create.js";
import { byId } from "../ui/dom.js";
import { HouseholdList } from "../ui/householdlist.js";
import { RowView, rowsOf } from "../ui/rows.js";
import { SearchBox } from "../ui/searchbox.js";
import { pageInsets } from "./insets.js";
import { searchEntries, searchWords } from "./searching.js";
import { tabsReckoned } from "./summing.js";

/** Which households each tab lists. */
const IN_TAB = {
    uncovered: (household) => !household.covered,
    unlocated: (household) => !isLocated(household),
    all: () => true,
};

const countTabs = (rows) =>
    Object.fromEntries(
        Object.entries(IN_TAB).map(([key, accept]) => [key, rows.filter(accept).length]),
    );

/** The lists of households in the panel, and the search box above them. */
export class Listing {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        const { strings } = page;
        const view = new RowView(strings, {
            groupName: (id) => page.nameOf({ level: "group", id }),
            personName: (id) => page.people.get(id)?.name ?? "",
            monthText: (household) =>
                page.theme.key === "month" ? monthText(household, page) : null,
            wordsOf: (household) => classWords(page.theme, household),
            styleOf: (household) => page.theme.classes[page.theme.classOf(household)],
            chosen: () => this.list?.ticked ?? null,
        });
        this.list = new HouseholdList(byId("list"), view, {
            onPoint: (household) => page.opened.point(household, "list"),
            onHousehold: (household) => page.opened.open(household, "list"),
            onVillage: (id) => page.goTo({ level: "village", id }),
            onTick: (household, event) => page.events.tell("tick", { household, event }),
        });
        this.search = new SearchBox(strings, (text) => page.say(text));
    }

    /** What the search box finds has changed, and with it what it says where there is nothing. */
    searchAgain() {
        this.search.setEntries(searchEntries(this.page), searchWords(this.page));
    }

    /** Somebody all of whose households are looked after begins with these. */
    pickTab() {
        const { page } = this;
        const { tab } = page.state;
        const rows = page.matching();
        if (tab !== "units" && rows.length > 0 && !rows.some(IN_TAB[tab])) {
            page.state.tab = "all";
            page.tabs.mark("all");
        }
    }

    /** The households of the tab, the village nearest to the middle of the map first. */
    show() {
        const { page } = this;
        const { tab } = page.state;
        const rows = page.matching();
        const counts = page.rowsLoaded ? countTabs(rows) : tabsReckoned(page);
        for (const [key, count] of Object.entries(counts)) {
            byId(`count-${key}`).textContent = formatCounted(count);
        }
        byId("count-units").textContent = formatCount(
            page.tree.below(page.state.place).units.length,
        );
        byId("units-panel").hidden = tab !== "units";
        byId("households-panel").hidden = tab === "units";
        if (tab === "units") {
            return;
        }
        const shown = rows.filter(IN_TAB[tab]);
        const origin = visibleCentre(page.map, pageInsets());
        this.list.setRows(rowsOf(groupByNearestVillage(shown, page.tree.list("village"), origin)));
        byId("list-caption").textContent = this.caption(shown.length, rows.length);
        const link = document.getElementById("list-desk");
        if (link !== null) {
            link.hidden = tab !== "unlocated" || shown.length === 0;
        }
    }

    caption(shown, matching) {
        const { strings, state, households } = this.page;
        if (!this.page.rowsLoaded) {
            return this.page.rowLoader.words;
        }
        if (shown > 0) {
            return strings[`caption_${state.tab}`];
        }
        const filtered = matching < households.length;
        return filtered ? strings.empty_filtered : strings[`empty_${state.tab}`];
    }

    /** Other villages are near; a row being read stays in sight. */
    resort() {
        this.show();
        const { household } = this.page.opened;
        if (this.list.has(household?.id)) {
            this.list.select(household.id);
        } else if (document.activeElement !== this.list.box) {
            this.list.scrollToTop();
        }
    }

    /** Bring the row of an opened household into sight, in the list of all if need be. */
    reveal(household) {
        const { page } = this;
        if (!this.list.has(household.id) && page.state.tab !== "units") {
            page.tabs.mark("all");
            page.change({ tab: "all" }, "replace");
        }
        this.list.select(household.id);
    }

    scrollToTop() {
        this.list.scrollToTop();
    }
}

/** Contact days of the month against the rule, and whether meeting in person is what it lacks. */
function monthText(household, { config, strings }) {
    const { month, lacks } = household;
    const words = lacks > 0 ? strings.month_row_lacks : strings.month_row;
    return fill(words, {
        done: formatCount(month),
        required: formatCount(ruleFor(config)(household).per_month),
    });
}
