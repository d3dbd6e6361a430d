import { WHOLE } from "../core/areatree.js";
import { fill, formatCount } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { sheetOf, shortTitle } from "../core/printsheet.js";
import { drawn, frameMap, paintMap } from "../map/snapshot.js";
import { byId } from "../ui/dom.js";
import { downloadPost, saveAs } from "../ui/download.js";
import { refusalOf, wordsFor } from "../ui/http.js";
import { printAndWait } from "../ui/printing.js";
import { registerAction } from "../ui/selectionbar.js";
import { blankPicture, mapBox, paintSheet } from "../ui/sheetpainter.js";
import { layOut, legendPages, namePages, nameRows, readForm, showSheet } from "../ui/takeaway.js";
import { householdsIn, matchingIn } from "./summing.js";
import { sheetLegend, sheetTitle } from "./takeawaylegend.js";

/** A commune's 8,000 households are 220 pages; a picture is no taller than a browser can make. */
const MOST_NAMES = { print: 10_000, png: 200 };
const PICTURE_WIDTHS = [0.06, 0.16, 0.28, 0.25, 0.25];
/** The file has dots only: hexagons become the dots that they count. */
const FILE_THEME = { gaps: "coverage", issue_hexes: "issue_stage" };
const PRINTER = "M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z";
/** Areas whose households the server finds without being told which they are. */
const WITHOUT_ROWS = new Set(["all", "village"]);
const FILE = "M4 4h16v16H4zM4 9h16M9 9v11";

/**
 * Print, picture and the page for a room without a network. Nothing is given before it is logged.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachTakeaway(page) {
    const dialog = byId("takeaway");
    const takeaway = new Takeaway(page, dialog);
    byId("tool-takeaway").addEventListener("click", () => takeaway.open());
    registerActions(takeaway);
    byId("takeaway-close").addEventListener("click", () => dialog.close());
    for (const button of dialog.querySelectorAll("[data-takeaway]")) {
        button.addEventListener("click", () => takeaway.run(button.dataset.takeaway));
    }
}

/** For the chosen households, in their bar. */
function registerActions(takeaway) {
    const { page } = takeaway;
    registerAction({
        key: "takeaway",
        label: page.strings.takeaway_chosen,
        icon: PRINTER,
        run: () => takeaway.open(),
    });
    registerAction({
        key: "folium",
        label: page.strings.takeaway_chosen_folium,
        icon: FILE,
        run: () => takeaway.saveChosen(),
    });
}

/** Why nothing is taken away, in the reader's language. */
class Refusal extends Error {
    /** @param {string} told */
    constructor(told) {
        super(told);
        this.told = told;
    }
}

const isFiltered = ({ state, text }) => Object.keys(state.choices).length > 0 || text.trim() !== "";

class Takeaway {
    constructor(page, dialog) {
        this.page = page;
        this.strings = page.strings;
        this.dialog = dialog;
        /** Chosen for the page's rules of paper; a style element would need a hole in the policy. */
        this.rules = new CSSStyleSheet();
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.rules];
    }

    open() {
        const { page } = this;
        byId("takeaway-title").value = shortTitle(sheetTitle(page));
        const chosen = page.selection?.size ?? 0;
        const [view, only] = document.querySelectorAll("#takeaway-form [name=what]");
        if (only) {
            only.disabled = chosen === 0;
            (chosen > 0 ? only : view).checked = true;
        }
        this.note("");
        this.tellFile();
        this.opener = document.activeElement;
        this.dialog.showModal();
    }

    /** What the file opens with, where that is not what the map shows. */
    tellFile() {
        const { page, strings } = this;
        const { theme, measure } = this.fileLooks();
        const label = page.seesHouseholds
            ? page.themes.find(({ key }) => key === theme).label
            : page.drill.measures.find(({ key }) => key === measure).label;
        const isOther = page.seesHouseholds
            ? theme !== page.theme.key || page.state.tab === "units"
            : page.layers.above !== null || page.drill.compared;
        byId("takeaway-file").textContent = isOther
            ? fill(strings.takeaway_file_opens, { theme: label })
            : "";
    }

    /** @returns {{theme?: string, measure?: string}} what the file begins with */
    fileLooks() {
        const { page } = this;
        const { key } = page.theme;
        return page.seesHouseholds
            ? { theme: FILE_THEME[key] ?? key }
            : { measure: page.drill.measure.key };
    }

    note(text) {
        byId("takeaway-note").textContent = text;
    }

    /** @param {boolean} onlyChosen @returns {object[]} */
    households(onlyChosen) {
        const { page } = this;
        if (!page.seesHouseholds) {
            return [];
        }
        return onlyChosen
            ? page.households.filter(({ id }) => page.selection.has(id))
            : page.matching();
    }

    /** @param {"print" | "png" | "folium"} kind */
    async run(kind) {
        const form = readForm();
        form.title = shortTitle(form.title) || sheetTitle(this.page);
        const buttons = this.dialog.querySelectorAll("[data-takeaway]");
        for (const button of buttons) {
            button.disabled = true;
        }
        this.note(this.strings.takeaway_working);
        this.cut = "";
        try {
            await (kind === "folium" ? this.folium(form) : this.paper(kind, form));
            this.tell([this.strings[`takeaway_done_${kind}`], this.cut].filter(Boolean).join(" "));
        } catch (error) {
            if (!this.dialog.open) {
                this.dialog.showModal();
            }
            this.note(this.wordsFor(error));
        } finally {
            for (const button of buttons) {
                button.disabled = false;
            }
        }
    }

    wordsFor(error) {
        return wordsFor(error, this.strings, this.strings.takeaway_failed);
    }

    /** Where the reader is now: in the dialog, or back on the map when the sheet has closed it. */
    tell(text) {
        this.note(text);
        if (!this.dialog.open) {
            this.page.selectionBar?.note(text);
            this.page.say(text);
            this.opener?.focus({ preventScroll: true });
        }
    }

    /**
     * @returns {{ids?: number[], village?: number, commune?: number}} which households or areas the
     *     file is of, in the server's words; all the reader sees if nothing is said
     * @throws {Refusal} where the page does not know which ones the filters leave
     */
    wanted(onlyChosen) {
        const { page } = this;
        if (!page.seesHouseholds) {
            const commune = page.tree.communeOf(page.state.place);
            return commune === null ? {} : { commune };
        }
        return onlyChosen ? { ids: [...page.selection.ids] } : this.wantedHouseholds();
    }

    wantedHouseholds() {
        const { page } = this;
        const { level, id } = page.state.place;
        const village = level === "village" ? { village: id } : {};
        if (!page.rowsLoaded) {
            if (isFiltered(page) || !WITHOUT_ROWS.has(level)) {
                throw new Refusal(page.rowLoader.words);
            }
            return village;
        }
        const rows = page.matching();
        if (rows.length === 0 && isFiltered(page)) {
            throw new Refusal(this.strings.takeaway_none);
        }
        return WITHOUT_ROWS.has(level) && rows.length === page.inPlace().length
            ? village
            : { ...village, ids: rows.map((row) => row.id) };
    }

    /** Without households the file has all areas of a commune, wherever in it the reader is. */
    placeOfFile({ commune }) {
        const { page } = this;
        if (page.seesHouseholds) {
            return page.state.place;
        }
        return commune === undefined ? WHOLE : { level: "commune", id: commune };
    }

    async folium(form) {
        const { page } = this;
        // The reader of the file changes the theme, so a title nobody wrote does not name it.
        const own = form.title === shortTitle(sheetTitle(page));
        const wanted = this.wanted(form.what === "selection");
        const title = own ? page.nameOf(this.placeOfFile(wanted)) : form.title;
        const body = { ...this.fileLooks(), title: shortTitle(title), ...wanted };
        await downloadPost(page.config.urls.folium, body, form.token);
    }

    /** The file without the dialog; what came of it is told where the button is. */
    async saveChosen() {
        const { page, strings } = this;
        const bar = page.selectionBar;
        bar.note(strings.takeaway_working);
        try {
            const { token } = readForm();
            const title = shortTitle(sheetTitle(page));
            await this.folium({ title, what: "selection", token });
            bar.note(strings.takeaway_done_folium);
        } catch (error) {
            bar.note(this.wordsFor(error));
        }
    }

    /**
     * @returns {number} households on the sheet, as far as they can be counted: at least none that
     *     is on it is left out
     */
    size(rows, onlyChosen) {
        const { page } = this;
        if (onlyChosen || !page.seesHouseholds || page.rowsLoaded) {
            return rows.length;
        }
        const count = matchingIn(page) ?? householdsIn(page);
        if (count === null) {
            throw new Refusal(page.rowLoader.words);
        }
        return count;
    }

    /** Write it down on the server; its answer is what stands on the sheet. */
    async log(kind, form, households) {
        const response = await fetch(this.page.config.urls.takeaway, {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-CSRFToken": form.token },
            credentials: "same-origin",
            redirect: "manual",
            body: JSON.stringify({
                kind,
                households,
                paper: form.paper,
                orientation: form.orientation,
                names: form.names,
            }),
        });
        if (!response.ok) {
            throw await refusalOf(response);
        }
        return response.json();
    }

    bounds(rows, onlyChosen) {
        const placed = rows.filter(isLocated);
        if (!onlyChosen || placed.length === 0) {
            return this.page.map.getBounds();
        }
        const lats = placed.map(({ lat }) => lat);
        const lons = placed.map(({ lon }) => lon);
        const [south, north] = [Math.min(...lats), Math.max(...lats)];
        const [west, east] = [Math.min(...lons), Math.max(...lons)];
        // A margin, so that no dot stands on the frame.
        const [tall, wide] = [(north - south) * 0.06, (east - west) * 0.06];
        return [
            [south - tall, west - wide],
            [north + tall, east + wide],
        ];
    }

    async paper(kind, form) {
        const { page } = this;
        const onlyChosen = form.what === "selection";
        if (form.names && !onlyChosen && !page.rowsLoaded) {
            throw new Refusal(page.rowLoader.words);
        }
        const rows = this.households(onlyChosen);
        const bounds = this.bounds(rows, onlyChosen);
        const { by, at } = await this.log(kind, form, this.size(rows, onlyChosen));
        const given = this.put(kind, form, { rows, onlyChosen, bounds, by, at });
        page.paper = given.catch(() => {});
        await given.finally(() => {
            page.paper = null;
        });
    }

    /** Lay out the paper, draw it and give it; then the page is as it was. */
    async put(kind, form, { rows, onlyChosen, bounds, by, at }) {
        const { page } = this;
        this.dialog.close();
        this.rules.replaceSync(`@page { size: ${form.paper} ${form.orientation}; margin: 0; }`);
        document.body.classList.add("is-taking-away");
        byId("print-area").hidden = false;
        if (onlyChosen) {
            this.showOnlyChosen();
        }
        const legend = () => sheetLegend(page, rows, onlyChosen);
        const { sheet, scale, restore } = this.frame(form, bounds, legend);
        const content = {
            title: form.title,
            ...legend(),
            scale,
            by,
            at,
            isPrivate: page.seesHouseholds,
            source: sourceOf(page.map),
        };
        try {
            showSheet(sheet, content, this.strings);
            await drawn(page.map);
            if (page.layers.gaps !== null) {
                // What hexagons hold is known once they are drawn.
                Object.assign(content, legend());
                showSheet(sheet, content, this.strings);
            }
            const names = form.names ? this.names(kind, rows) : [];
            await (kind === "print"
                ? this.print(sheet, form, content, names)
                : this.picture(sheet, content, names));
        } finally {
            byId("print-area").hidden = true;
            byId("print-lists").replaceChildren();
            document.body.classList.remove("is-taking-away");
            if (onlyChosen) {
                this.showAllAgain();
            }
            restore();
        }
    }

    /**
     * The map in the frame of the paper. Who is in view stands in the legend, and how long that is
     * says how high the frame may be.
     *
     * @param {() => import("./takeawaylegend.js").SheetLegend} legend of what is in view now
     */
    frame({ paper, orientation }, bounds, legend) {
        const put = (sheet) => ({
            sheet,
            ...frameMap(this.page.map, byId("print-map"), { ...layOut(sheet), bounds }),
        });
        const fitting = () => sheetOf(paper, orientation, legend().legend.length);
        const first = put(fitting());
        const sheet = fitting();
        if (sheet.mapHeight === first.sheet.mapHeight) {
            return { ...first, sheet };
        }
        first.restore();
        return put(sheet);
    }

    /** Dots of the chosen households and no others, whatever the page shows. */
    showOnlyChosen() {
        const { layers, selection } = this.page;
        layers.colourAreas(null, [], null);
        layers.setFilter(({ id }) => selection.has(id));
    }

    showAllAgain() {
        const { page } = this;
        page.layers.setFilter(page.test(), page.reckoning());
        page.drill.colour();
    }

    /** @returns {string[][]} as many lines as the kind bears; `cut` says what is left out */
    names(kind, rows) {
        const { page, strings } = this;
        const most = MOST_NAMES[kind];
        if (rows.length > most) {
            this.cut = fill(strings.takeaway_names_cut, {
                n: formatCount(most),
                total: formatCount(rows.length),
            });
        }
        const names = {
            personName: ({ person }) => page.people.get(person)?.name ?? "",
            villageName: ({ village }) => page.nameOf({ level: "village", id: village }),
        };
        return nameRows(rows.slice(0, most), names, strings);
    }

    async print(sheet, form, content, names) {
        const { strings } = this;
        const options = { ...form, note: this.cut };
        byId("print-lists").replaceChildren(
            ...legendPages(sheet, content, strings),
            ...(names.length > 0 ? namePages(names, options, content, strings) : []),
        );
        await printAndWait();
    }

    async picture(sheet, content, rows) {
        const list = { rows, widths: PICTURE_WIDTHS, note: this.cut };
        const { canvas, height } = blankPicture(sheet, content, list);
        const context = canvas.getContext("2d");
        const { ground } = await paintMap(this.page.map, context, mapBox(sheet));
        const note = ground ? "" : this.strings.takeaway_no_ground;
        paintSheet(context, sheet, { ...content, note, height, list }, this.strings);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
        saveAs(blob, `ban-do-${content.at.replace(/\D+/g, "-")}.png`);
    }
}

/** The attribution of the layers shown, as text. */
function sourceOf(map) {
    const texts = new Set();
    map.eachLayer((layer) => {
        const text = layer.getAttribution?.();
        if (text) {
            texts.add(new DOMParser().parseFromString(text, "text/html").body.textContent);
        }
    });
    return [...texts].join(", ");
}
