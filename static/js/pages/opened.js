import { fill, formatCount } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { atOnePoint } from "../core/provisional.js";
import { Card } from "../ui/card.js";
import { byId, isNarrow } from "../ui/dom.js";
import { reveal } from "./revealing.js";

/**
 * The household that is opened, its card, and what the map shows about the chosen ones.
 *
 * @typedef {import("../core/households.js").Household} Household
 */
export class Opened {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        /** @type {Household | null} */
        this.household = null;
        this.card = new Card({
            url: page.config.urls.card,
            page: page.config.urls.page,
            issue: page.config.urls.issue,
            strings: page.strings,
            phones: page.config.sees.phones,
            onClose: () => this.close(),
            onOther: (household) => this.open(household, "stack"),
        });
    }

    /** @param {"map" | "list"} from where the pointer is */
    point(household, from) {
        const { rings, list } = this.page;
        rings.hover(household, household === null ? "" : household.head || household.code);
        if (from === "map") {
            list.highlight(household?.id ?? null);
        }
    }

    /**
     * For keys: known from the rows, whatever of the map has been drawn yet.
     *
     * @param {import("leaflet").LatLng} place
     * @returns {Household | null} the household in sight that is nearest to a place
     */
    nearest(place) {
        const { map } = this.page;
        const bounds = map.getBounds();
        let best = { metres: Number.POSITIVE_INFINITY, row: null };
        for (const row of this.page.matching()) {
            if (isLocated(row) && bounds.contains([row.lat, row.lon])) {
                const metres = map.distance(place, [row.lat, row.lon]);
                best = metres < best.metres ? { metres, row } : best;
            }
        }
        return best.row;
    }

    /**
     * @param {Household} household
     * @param {"map" | "keyboard" | "list" | "search" | "stack"} from stack: from among those that
     *     share a point, in the card itself
     */
    open(household, from) {
        const { page } = this;
        this.household = household;
        page.rings.select(household);
        page.rings.hover(null);
        this.connect();
        if (isNarrow()) {
            page.sheet.go("peek");
        }
        const focus = from !== "map" && !(from === "list" && isNarrow());
        this.card.open(household, {
            focus: from === "stack" ? "stay" : focus,
            stack: this.stackOf(household),
        });
        byId("map-page").classList.add("has-card");
        if (from !== "stack") {
            reveal(page, household, from);
        }
        page.listing.reveal(household);
    }

    /** @returns {Household[]} that lie at the point of one, itself among them */
    stackOf(household) {
        const { page } = this;
        return page.rowsLoaded
            ? atOnePoint(page.matching(), household)
            : page.layers.sharing(household.id).map((row) => page.rowOf(row));
    }

    close() {
        this.household = null;
        byId("map-page").classList.remove("has-card");
        this.page.rings.select(null);
        this.page.list.select(null);
        this.connect();
    }

    /** @returns {Household[]} the opened household and the ticked ones */
    chosen() {
        const { selection, byId: rows } = this.page;
        const ids = new Set(selection?.ids ?? []);
        if (this.household !== null) {
            ids.add(this.household.id);
        }
        return [...ids].map((id) => rows.get(id)).filter(Boolean);
    }

    /** Who is in charge of what is chosen, as lines to where they live. */
    connect() {
        const { theme, people, layers } = this.page;
        const chosen = theme.people ? this.chosen() : [];
        const { drawn, total } = layers.connect(
            chosen
                .filter(({ person }) => people.has(person))
                .map((row) => ({
                    from: row,
                    to: people.get(row.person),
                    colour: theme.classes[theme.classOf(row)].fill,
                })),
        );
        const note = byId("lines-note");
        note.hidden = drawn === total;
        note.textContent = note.hidden
            ? ""
            : fill(this.page.strings.lines_cut, {
                  n: formatCount(drawn),
                  total: formatCount(total),
              });
    }
}
