import { fill, formatCount } from "../core/format.js";
import { isLocated } from "../core/households.js";
import { sheetOf, shortTitle } from "../core/printsheet.js";
import { drawn, frameMap, paintMap } from "../map/snapshot.js";
import { byId } from "../ui/dom.js";
import { downloadPost, saveAs } from "../ui/download.js";
import { HttpError } from "../ui/http.js";
import { registerAction } from "../ui/selectionbar.js";
import { blankPicture, mapBox, paintSheet } from "../ui/sheetpainter.js";
import { layOut, legendPages, namePages, nameRows, readForm, showSheet } from "../ui/takeaway.js";
import { sheetLegend, sheetTitle } from "./takeawaylegend.js";

/** A commune's 8,000 households are 220 pages; a picture is no taller than a browser can make. */
const MOST_NAMES = { print: 10_000, png: 200 };
const PICTURE_WIDTHS = [0.06, 0.16, 0.28, 0.25, 0.25];
const OFFLINE_THEMES = ["coverage", "recency", "month", "poverty", "person"];
const THEME_OF = (key) => (OFFLINE_THEMES.includes(key) ? key : "coverage");
const PRINTER = "M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z";
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
        this.opener = document.activeElement;
        this.dialog.showModal();
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
            this.note(error.told ?? this.strings.takeaway_failed);
        } finally {
            for (const button of buttons) {
                button.disabled = false;
            }
        }
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

    async folium(form) {
        const { page } = this;
        const onlyChosen = form.what === "selection";
        const rows = this.households(onlyChosen);
        const all = rows.length === page.households.length;
        // The reader of the file changes the theme, so a title nobody wrote does not name it.
        const own = form.title === shortTitle(sheetTitle(page));
        const title = own ? page.nameOf(page.state.place) : form.title;
        const body = { theme: THEME_OF(page.theme.key), title: shortTitle(title) };
        if (page.seesHouseholds && !all) {
            body.ids = rows.map(({ id }) => id);
        }
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
            bar.note(error.told ?? strings.takeaway_failed);
        }
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
            throw new HttpError(response.status);
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
        const rows = this.households(onlyChosen);
        const bounds = this.bounds(rows, onlyChosen);
        const { heading, entries } = sheetLegend(page, rows, onlyChosen);
        const { by, at } = await this.log(kind, form, rows.length);
        this.dialog.close();
        const sheet = sheetOf(form.paper, form.orientation, entries.length);
        this.rules.replaceSync(`@page { size: ${form.paper} ${form.orientation}; margin: 0; }`);
        document.body.classList.add("is-taking-away");
        byId("print-area").hidden = false;
        if (onlyChosen) {
            this.showOnlyChosen();
        }
        const { scale, restore } = frameMap(page.map, byId("print-map"), {
            ...layOut(sheet),
            bounds,
        });
        const content = {
            title: form.title,
            heading,
            legend: entries,
            scale,
            by,
            at,
            isPrivate: page.seesHouseholds,
            source: sourceOf(page.map),
        };
        try {
            showSheet(sheet, content, this.strings);
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

    /** Dots of the chosen households and no others, whatever the page shows. */
    showOnlyChosen() {
        const { layers, selection } = this.page;
        layers.colourAreas(null, [], null);
        layers.setFilter(({ id }) => selection.has(id));
    }

    showAllAgain() {
        const { page } = this;
        page.layers.setFilter(page.test());
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
        await drawn(this.page.map);
        window.print();
    }

    async picture(sheet, content, rows) {
        await drawn(this.page.map);
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
