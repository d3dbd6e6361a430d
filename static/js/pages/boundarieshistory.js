import { fill, formatDate } from "../core/format.js";
import { button } from "../ui/boundariesforms.js";
import { lineage, timeline } from "../ui/boundarieshistory.js";
import { el } from "../ui/dom.js";
import { getJson, wordsFor } from "../ui/http.js";
import { Work } from "./boundarieswork.js";

/** What became of one unit, or of all, newest first. */
export class History {
    /**
     * @param {import("./boundaries.js").BoundaryPage} page
     * @param {import("../map/boundaries.js").Unit | null} unit
     */
    constructor(page, unit) {
        const { strings } = page;
        this.page = page;
        this.unit = unit;
        const title = unit
            ? fill(strings.history_title, { name: unit.name })
            : strings.history_title_all;
        const heading = el("h2", { tabindex: "-1" }, title);
        this.list = el("div", { "aria-busy": "true" }, el("p", {}, strings.loading));
        this.box = el(
            "section",
            { class: "boundary-work" },
            heading,
            el(
                "div",
                { class: "boundary-actions" },
                button(strings.back, () => page.home()),
            ),
            this.list,
        );
        page.present(this.box, heading);
        if (unit) {
            page.board.mark([unit.id]);
        }
        this.more(null);
    }

    /** @param {number | null} before the last edit shown */
    async more(before) {
        const { page, unit } = this;
        const { strings } = page;
        const query = new URLSearchParams({ commune: page.data.commune.id });
        if (unit) {
            query.set("unit", unit.id);
            query.set("level", page.level);
        }
        if (before !== null) {
            query.set("before", before);
        }
        let found;
        try {
            found = await getJson(`${page.urls.history}?${query}`);
        } catch (error) {
            this.fail(before, wordsFor(error, strings, strings.load_failed));
            return;
        }
        this.show(found, before === null);
    }

    /** What is listed stays; the way to more of it is the way to ask again. */
    fail(before, words) {
        const again = button(this.page.strings.retry, () => this.more(before));
        const trouble = el("div", {}, el("p", { role: "alert" }, words), again);
        this.list.setAttribute("aria-busy", "false");
        if (before === null) {
            this.list.replaceChildren(trouble);
        } else {
            this.moreButton?.remove();
            this.trouble?.remove();
            this.list.append(trouble);
            again.focus();
        }
        this.trouble = trouble;
    }

    show({ edits, more }, first) {
        const { strings } = this.page;
        this.trouble?.remove();
        if (first) {
            this.list.replaceChildren();
        }
        this.list.setAttribute("aria-busy", "false");
        this.moreButton?.remove();
        if (first && edits.length === 0) {
            this.list.append(el("p", {}, strings.history_none));
            return;
        }
        this.list.append(timeline(edits, strings));
        if (more) {
            this.moreButton = button(strings.history_more, () => this.more(edits.at(-1).id));
            this.list.append(this.moreButton);
        }
    }
}

/** Taking back the last edit of the commune. */
export class Undo extends Work {
    constructor(page) {
        const { strings } = page;
        const { last } = page.data;
        super(page, {
            title: strings.undo_title,
            hint: strings.undo_hint,
            save: strings.undo_save,
            at: false,
        });
        this.body.append(
            el("p", {}, el("strong", {}, last.kind_label), ` · ${lineage(last, strings)}`),
            el(
                "p",
                { class: "boundary-note" },
                fill(strings.history_written, { date: formatDate(last.written), name: last.by }),
            ),
        );
    }

    async request() {
        const { page } = this;
        const { commune, last } = page.data;
        return {
            url: page.urls.undo,
            body: { commune: commune.id, edit: last.id },
            done: fill(page.strings.undo_done, { kind: last.kind_label }),
        };
    }
}
