import { isLocated } from "../core/households.js";
import { sheetOf, shortTitle } from "../core/printsheet.js";
import { drawn, frameMap, paintMap } from "../map/snapshot.js";
import { byId } from "../ui/dom.js";
import { downloadPost, saveAs } from "../ui/download.js";
import { HttpError } from "../ui/http.js";
import {
    blankPicture,
    layOut,
    mapBox,
    paintSheet,
    readForm,
    showNames,
    showSheet,
} from "../ui/takeaway.js";

const MOST_NAMES = 3000;
const OFFLINE_THEMES = ["coverage", "recency", "month", "poverty"];
const THEME_OF = (key) => (OFFLINE_THEMES.includes(key) ? key : "coverage");

/**
 * Print, picture and the page for a room without a network. Nothing is given before it is logged.
 *
 * @param {import("./households.js").MapPage} page
 */
export function attachTakeaway(page) {
    const dialog = byId("takeaway");
    const takeaway = new Takeaway(page, dialog);
    byId("tool-takeaway").addEventListener("click", () => takeaway.open());
    byId("takeaway-close").addEventListener("click", () => dialog.close());
    for (const button of dialog.querySelectorAll("[data-takeaway]")) {
        button.addEventListener("click", () => takeaway.run(button.dataset.takeaway));
    }
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
        byId("takeaway-title").value = shortTitle(page.title());
        const chosen = page.selection?.size ?? 0;
        const only = document.querySelector("#takeaway-form [value=selection]");
        if (only) {
            only.disabled = chosen === 0;
            only.checked = chosen > 0;
        }
        this.note("");
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
        form.title = shortTitle(form.title) || this.page.title();
        const buttons = this.dialog.querySelectorAll("[data-takeaway]");
        for (const button of buttons) {
            button.disabled = true;
        }
        this.note(this.strings.takeaway_working);
        try {
            await (kind === "folium" ? this.folium(form) : this.paper(kind, form));
            this.note(this.strings[`takeaway_done_${kind}`]);
        } catch (error) {
            this.note(error.told ?? this.strings.takeaway_failed);
        } finally {
            for (const button of buttons) {
                button.disabled = false;
            }
        }
    }

    async folium(form) {
        const { page } = this;
        const onlyChosen = form.what === "selection";
        const rows = this.households(onlyChosen);
        const all = rows.length === page.households.length;
        const body = { theme: THEME_OF(page.theme.key), title: form.title };
        if (page.seesHouseholds && !all) {
            body.ids = rows.map(({ id }) => id);
        }
        await downloadPost(page.config.urls.folium, body, form.token);
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
        return [
            [Math.min(...lats), Math.min(...lons)],
            [Math.max(...lats), Math.max(...lons)],
        ];
    }

    async paper(kind, form) {
        const { page } = this;
        const onlyChosen = form.what === "selection";
        const rows = this.households(onlyChosen);
        const bounds = this.bounds(rows, onlyChosen);
        const { by, at } = await this.log(kind, form, rows.length);
        this.dialog.close();
        const sheet = sheetOf(form.paper, form.orientation);
        this.rules.replaceSync(`@page { size: ${form.paper} ${form.orientation}; margin: 0; }`);
        document.body.classList.add("is-taking-away");
        byId("print-area").hidden = false;
        const size = layOut(sheet);
        const { scale, restore } = frameMap(page.map, byId("print-map"), { ...size, bounds });
        const content = {
            title: form.title,
            legend: page.seesHouseholds ? page.legendEntries() : [],
            scale,
            by,
            at,
            isPrivate: page.seesHouseholds,
            source: sourceOf(page.map),
        };
        try {
            showSheet(content, this.strings);
            this.showList(form, rows, content);
            await drawn(page.map);
            await (kind === "print" ? this.print() : this.picture(sheet, content, at));
        } finally {
            byId("print-area").hidden = true;
            byId("print-lists").replaceChildren();
            document.body.classList.remove("is-taking-away");
            restore();
        }
    }

    showList(form, rows, content) {
        const { page } = this;
        const options = {
            ...form,
            personName: ({ person }) => page.people.get(person)?.name ?? "",
            villageName: ({ village }) => page.nameOf({ level: "village", id: village }),
        };
        const listed = form.names ? rows.slice(0, MOST_NAMES) : [];
        showNames(listed, options, content, this.strings);
    }

    print() {
        window.print();
    }

    async picture(sheet, content, at) {
        const canvas = blankPicture(sheet);
        const context = canvas.getContext("2d");
        const { ground } = await paintMap(this.page.map, context, mapBox(sheet));
        const note = ground ? "" : this.strings.takeaway_no_ground;
        paintSheet(context, sheet, { ...content, note }, this.strings);
        const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
        saveAs(blob, `ban-do-${at.replace(/\D+/g, "-")}.png`);
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
