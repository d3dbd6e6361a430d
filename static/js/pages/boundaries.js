import { outcomeOf } from "../core/boundariestext.js";
import { fill, writeNumbersAs } from "../core/format.js";
import { BoundaryMap } from "../map/boundaries.js";
import { addHomeButton, createMap } from "../map/create.js";
import { readMapOptions } from "../map/options.js";
import { DrawBar } from "../ui/boundariesbar.js";
import { DraftStore } from "../ui/boundariesdrafts.js";
import { button } from "../ui/boundariesforms.js";
import { notice, unitList } from "../ui/boundariespanel.js";
import { byId, el, isNarrow, readJson } from "../ui/dom.js";
import { getJson } from "../ui/http.js";
import { Sheet } from "../ui/sheet.js";
import { Status } from "../ui/status.js";
import { History, Undo } from "./boundarieshistory.js";
import { Merge, Rename } from "./boundariesnaming.js";
import { Redraw } from "./boundariesredraw.js";
import { Split } from "./boundariessplit.js";

/** The page where boundaries are drawn: one level at a time, one task at a time. */
export class BoundaryPage {
    constructor(config) {
        this.strings = config.strings;
        this.urls = config.urls;
        this.token = document.querySelector("[name=csrfmiddlewaretoken]").value;
        this.drafts = new DraftStore(config.user);
        this.status = new Status(this.strings);
        this.work = null;
        this.chosen = null;
        this.bar = new DrawBar(this.strings);
        this.map = createMap(byId("map"), readMapOptions("map"), this.strings);
        this.board = new BoundaryMap(this.map, this.strings, {
            pick: (id) => this.picked(id),
            edited: (outline) => this.work?.edited?.(outline),
            drawn: (shape) => this.work?.drawn?.(shape),
            corners: (count) => this.bar.corners(count),
        });
        addHomeButton(this.map, this.strings.show_area, () => this.fitAll());
        this.sheet = new Sheet(byId("panel"), byId("sheet-handle"), {
            peek: 6.5,
            onSettle: () => {},
        });
        this.readAddress();
        this.listen();
    }

    readAddress() {
        const query = new URLSearchParams(window.location.search);
        this.village = Number(query.get("village")) || null;
        this.level = query.get("level") === "group" || this.village ? "group" : "village";
    }

    listen() {
        for (const radio of document.querySelectorAll("[name=level]")) {
            radio.addEventListener("change", () => this.setLevel(radio.value));
        }
        byId("boundary-village").addEventListener("change", (event) => {
            this.go("group", Number(event.target.value));
        });
        const acts = { "boundary-add": "add", "boundary-merge": "merge", "boundary-log": "log" };
        for (const [id, name] of Object.entries({ ...acts, "boundary-undo": "undo" })) {
            byId(id).addEventListener("click", () => this.act(name, null));
        }
        document.addEventListener("keydown", (event) => {
            this.bar.onKey(event);
            this.onKey(event);
        });
    }

    get data() {
        return this.level === "group" ? this.groups : this.villages;
    }

    get units() {
        return this.data.units;
    }

    get parent() {
        return this.level === "group" ? this.village : this.data.commune.id;
    }

    get limits() {
        return this.data.limits ?? {};
    }

    get kinds() {
        return this.data.kinds ?? [];
    }

    get today() {
        return this.data.today;
    }

    /** @param {string} name of a text that differs by level */
    words(name) {
        return this.strings[`${name}_${this.level}`];
    }

    unit(id) {
        return this.units.find((unit) => unit.id === id) ?? null;
    }

    /** Read the villages, and the groups of the chosen one. */
    async refetch() {
        this.villages = await getJson(this.urls.data);
        if (this.level === "group") {
            const known = this.villages.units.some((unit) => unit.id === this.village);
            this.village = known ? this.village : (this.villages.units[0]?.id ?? null);
            this.groups = await getJson(`${this.urls.data}?village=${this.village}`);
        }
        const { data } = this;
        this.board.show({
            units: data.units,
            around: data.around,
            parent: (data.village ?? data.commune).outline,
        });
    }

    async load() {
        this.status.loading();
        try {
            await this.refetch();
        } catch (error) {
            this.status.failed(error, () => this.load());
            return;
        }
        this.status.ready();
        this.fitAll();
        this.home(false);
        this.offerDraft();
    }

    setLevel(level) {
        this.go(level, this.village ?? this.chosen);
    }

    /** @param {"village" | "group"} level @param {number | null} village */
    async go(level, village) {
        this.level = level;
        this.village = level === "group" ? village : null;
        this.chosen = null;
        const query = level === "group" && village ? `?village=${village}` : "";
        window.history.replaceState(null, "", window.location.pathname + query);
        byId("boundary-news").replaceChildren();
        await this.load();
    }

    insets() {
        const none = { top: 0, right: 0, bottom: 0, left: 0 };
        const stage = byId("map").getBoundingClientRect();
        const panel = byId("panel").getBoundingClientRect();
        const bottom = Math.min(stage.bottom - panel.top, stage.height * 0.55);
        return isNarrow()
            ? { ...none, top: 108, right: 48, bottom }
            : { ...none, top: 72, right: 40 };
    }

    fitAll() {
        const { village, commune, units } = this.data;
        const parent = (village ?? commune).outline;
        this.board.fit(parent ? [parent] : units.map((unit) => unit.outline), this.insets());
    }

    /** @param {[number, number]} at lon, lat */
    look([lon, lat]) {
        if (isNarrow()) {
            this.sheet.go("peek");
        }
        const zoom = Math.max(this.map.getZoom(), 16);
        this.map.setView([lat, lon], zoom, { animate: false });
    }

    picked(id) {
        if (this.work?.pick) {
            this.work.pick(id);
        } else if (this.work === null) {
            this.choose(id, true);
        }
    }

    choose(id, fromMap = false) {
        this.chosen = id;
        this.drawList();
        const unit = this.unit(id);
        if (unit && !fromMap) {
            this.board.fit([unit.outline], this.insets());
        }
        const row = byId("boundary-list").querySelector(`[data-unit="${id}"]`);
        row?.scrollIntoView({ block: "nearest" });
        row?.focus({ preventScroll: true });
        if (fromMap) {
            this.openSheet();
        }
    }

    /** The list again, with nothing being drawn. */
    home(forget = true) {
        this.work?.stop?.();
        this.work = null;
        this.board.clear();
        this.bar.hide();
        if (forget) {
            this.dropDraft();
        }
        byId("boundary-task").replaceChildren();
        byId("boundary-task").hidden = true;
        byId("boundary-home").hidden = false;
        this.drawHome();
        if (forget) {
            this.focusHome();
        }
    }

    focusHome() {
        const row = byId("boundary-list").querySelector(`[data-unit="${this.chosen}"]`);
        (row ?? byId("boundary-title")).focus();
    }

    drawHome() {
        const { strings, data, level } = this;
        for (const radio of document.querySelectorAll("[name=level]")) {
            radio.checked = radio.value === level;
        }
        byId("boundary-village-field").hidden = level !== "group";
        const select = byId("boundary-village");
        select.replaceChildren(
            ...this.villages.units.map((unit) => new Option(unit.name, unit.id)),
        );
        select.value = String(this.village);
        byId("boundary-add").textContent = this.words("add_button");
        byId("boundary-merge").textContent = this.words("merge_button");
        byId("boundary-merge").hidden = data.units.length < 2;
        const undo = byId("boundary-undo");
        undo.hidden = data.last === null;
        if (data.last) {
            undo.textContent = fill(strings.undo_button, { kind: data.last.kind_label });
        }
        this.drawList();
    }

    drawList() {
        const { strings, units, chosen } = this;
        const actions = ["redraw", "split", "merge", "rename", "history"].map((name) => [
            name,
            strings[`act_${name}`],
        ]);
        if (this.level === "village") {
            actions.push(["groups", strings.act_groups]);
        }
        const list = unitList(
            { units, chosen, strings, actions },
            { choose: (id) => this.choose(id), act: (name, unit) => this.act(name, unit) },
        );
        byId("boundary-list").replaceChildren(list);
        byId("boundary-none").hidden = units.length > 0;
        this.board.mark(chosen === null ? [] : [chosen]);
    }

    /** @param {string} name @param {object | null} unit */
    act(name, unit) {
        if (name === "groups") {
            this.go("group", unit.id);
            return;
        }
        byId("boundary-news").replaceChildren();
        this.board.clear();
        this.board.mark(unit ? [unit.id] : []);
        const tasks = {
            redraw: () => new Redraw(this, unit),
            add: () => new Redraw(this, null),
            split: () => new Split(this, unit),
            merge: () => new Merge(this, unit),
            rename: () => new Rename(this, unit),
            history: () => new History(this, unit),
            log: () => new History(this, null),
            undo: () => new Undo(this),
        };
        this.work = tasks[name]();
        const onMap = ["redraw", "add", "split"].includes(name);
        if (isNarrow()) {
            this.sheet.go(onMap ? "peek" : name === "merge" ? "half" : "full");
        }
        if (unit && onMap) {
            this.board.fit([unit.outline], this.insets());
        }
    }

    /** @param {HTMLElement} task @param {HTMLElement} heading that takes the focus */
    present(task, heading) {
        byId("boundary-home").hidden = true;
        byId("boundary-task").hidden = false;
        byId("boundary-task").replaceChildren(task);
        byId("boundary-scroll").scrollTop = 0;
        heading.focus({ preventScroll: true });
    }

    openSheet() {
        if (isNarrow() && this.sheet.state === "peek") {
            this.sheet.go("half");
        }
    }

    keepDraft(draft) {
        this.drafts.write({ level: this.level, village: this.village, ...draft });
    }

    dropDraft() {
        this.drafts.clear();
    }

    /** A drawing from before a reload is offered, never taken up by itself. */
    offerDraft() {
        const draft = this.drafts.read();
        if (draft === null) {
            return;
        }
        const { strings } = this;
        const box = notice(
            strings.draft_found,
            [],
            button(strings.draft_resume, () => this.resume(draft), "btn btn-primary"),
            button(strings.draft_drop, () => {
                this.dropDraft();
                byId("boundary-news").replaceChildren();
            }),
        );
        byId("boundary-news").replaceChildren(box);
    }

    async resume(draft) {
        if (draft.level !== this.level || draft.village !== this.village) {
            await this.go(draft.level, draft.village);
        }
        byId("boundary-news").replaceChildren();
        const unit = this.unit(draft.unit);
        if (draft.mode !== "add" && unit === null) {
            this.dropDraft();
            byId("boundary-news").replaceChildren(notice(this.strings.draft_gone, []));
            return;
        }
        this.board.fit([draft.shape], this.insets());
        const Task = draft.mode === "split" ? Split : Redraw;
        this.work = new Task(this, draft.mode === "add" ? null : unit, draft.shape);
        if (unit && unit.version !== draft.version) {
            this.work.complain(this.strings.draft_older);
        }
    }

    /** @param {object} answer of a write @param {string} done what was done */
    async saved(answer, done) {
        this.dropDraft();
        this.work?.stop?.();
        this.chosen = answer.units?.[0]?.id ?? null;
        if (answer.units?.[0]?.level !== this.level) {
            this.chosen = null;
        }
        try {
            await this.refetch();
        } catch {
            this.savedUnseen(done);
            return;
        }
        this.home();
        const lines = outcomeOf(answer, this.strings);
        byId("boundary-news").replaceChildren(notice(done, lines));
        byId("boundary-scroll").scrollTop = 0;
        this.status.say([done, ...lines].join(" "));
        if (isNarrow()) {
            this.sheet.go("half");
        }
    }

    /** What was saved could not be read again: nothing goes on from what held before. */
    savedUnseen(done) {
        const { strings } = this;
        this.work = null;
        this.board.clear();
        this.bar.hide();
        const heading = el("h2", { tabindex: "-1" }, done);
        const reload = button(strings.reload, () => window.location.reload(), "btn btn-primary");
        const words = el("p", { role: "alert" }, strings.saved_unseen);
        this.present(el("section", { class: "boundary-work" }, heading, words, reload), heading);
        this.openSheet();
    }

    /** Ctrl+Z and Ctrl+Y go through the drawing; in a field they stay the field's own. */
    onKey(event) {
        const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
        const step = stepOf(event);
        if (step === null || typing || !this.work?.trail) {
            return;
        }
        event.preventDefault();
        const { trail } = this.work;
        if (step === "redo" ? trail.canRedo : trail.canUndo) {
            this.work[step]();
        }
    }
}

/** @returns {"undo" | "redo" | null} what the keys pressed ask for */
function stepOf({ ctrlKey, metaKey, shiftKey, key }) {
    if (!ctrlKey && !metaKey) {
        return null;
    }
    const steps = { z: shiftKey ? "redo" : "undo", y: "redo" };
    return steps[key.toLowerCase()] ?? null;
}

const element = byId("map");
const config = readJson("boundary-config");
writeNumbersAs(document.documentElement.lang);
element.setAttribute("role", "application");
element.setAttribute("aria-label", config.strings.map_label);
await new BoundaryPage(config).load();
