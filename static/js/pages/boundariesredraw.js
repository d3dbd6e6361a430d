import { Trail } from "../core/boundariestrail.js";
import { decisionsOf, mayBeSaved, neighboursOf } from "../core/boundarieswarnings.js";
import { fill } from "../core/format.js";
import { choice, field, textInput, tick } from "../ui/boundariesforms.js";
import { postJson, Refusal } from "../ui/boundarieshttp.js";
import { tellCheck } from "../ui/boundarieswarnings.js";
import { Work } from "./boundarieswork.js";

/** A check waits this long for the hand to rest, milliseconds. */
const REST = 350;

/** Drawing the outline of a unit that exists, or of a new one. */
export class Redraw extends Work {
    /**
     * @param {import("./boundaries.js").BoundaryPage} page
     * @param {import("../map/boundaries.js").Unit | null} unit null for a new one
     * @param {object | null} drawn an outline kept from before
     */
    constructor(page, unit, drawn = null) {
        const { strings } = page;
        super(page, {
            title: unit ? fill(strings.redraw_title, { name: unit.name }) : page.words("add_title"),
            hint: unit ? strings.redraw_hint : strings.add_hint,
            save: strings.save,
        });
        this.unit = unit;
        this.chosen = new Map();
        this.move = true;
        this.repair = false;
        this.check = null;
        if (unit === null) {
            this.askName();
        }
        this.body.append(tick(strings.move_households, true, (move) => this.setMove(move)));
        page.board.veil(unit?.id ?? null);
        if (unit || drawn) {
            this.begin(drawn ?? unit.outline, unit?.outline ?? drawn, drawn !== null);
        } else {
            this.drawNew();
        }
    }

    askName() {
        const { strings, kinds, level } = this.page;
        this.name = textInput("", this.page.limits.name ?? 120);
        this.kind = choice(kinds, kinds[0]?.[0] ?? null);
        this.body.append(field(strings.name, this.name));
        if (level === "village" && kinds.length > 0) {
            this.body.append(field(strings.kind, this.kind));
        }
    }

    drawNew() {
        const { page } = this;
        page.board.drawing.draw("Polygon");
        page.bar.drawing({
            hint: page.strings.draw_area_hint,
            least: 3,
            finish: () => page.board.drawing.finish(),
            back: () => page.board.drawing.back(),
            cancel: () => this.leave(),
        });
    }

    /** @param {object} shape drawn anew */
    drawn(shape) {
        this.begin(shape, shape, true);
        this.page.openSheet();
        this.name?.focus();
    }

    begin(outline, first, changed) {
        this.trail = new Trail(first);
        this.trail.push(outline);
        this.page.board.drawing.edit(outline);
        this.page.bar.editing(this);
        if (changed) {
            this.changed();
        } else {
            this.quiet();
        }
    }

    /** @param {object} outline after the hand let go of a corner */
    edited(outline) {
        if (this.trail.push(outline)) {
            this.changed();
        }
    }

    undo() {
        this.step(this.trail.undo());
    }

    redo() {
        this.step(this.trail.redo());
    }

    step(outline) {
        this.page.board.drawing.replace(outline);
        this.changed();
    }

    changed() {
        this.repair = false;
        this.page.bar.refresh(this.trail);
        this.page.keepDraft({
            mode: this.unit ? "redraw" : "add",
            unit: this.unit?.id ?? null,
            version: this.unit?.version ?? null,
            shape: this.trail.current,
        });
        this.recheck(REST);
    }

    quiet() {
        this.page.bar.refresh(this.trail);
        this.told.replaceChildren();
    }

    setMove(move) {
        this.move = move;
    }

    /** @param {number} wait milliseconds */
    recheck(wait) {
        clearTimeout(this.timer);
        this.check = null;
        this.told.setAttribute("aria-busy", "true");
        this.timer = setTimeout(() => this.runCheck(), wait);
    }

    question(neighbours) {
        const { level, parent } = this.page;
        return {
            level,
            unit: this.unit?.id ?? null,
            parent: this.unit ? null : parent,
            outline: this.trail.current,
            neighbours,
            repair: this.repair,
        };
    }

    /** First what touches the neighbours, then how it looks with what they give and take. */
    async runCheck() {
        this.asking?.abort();
        this.asking = new AbortController();
        const { signal } = this.asking;
        const ask = (neighbours) =>
            postJson(this.page.urls.check, this.question(neighbours), this.page.token, signal);
        try {
            const found = await ask([]);
            this.decisions = decisionsOf(found, this.unit?.id ?? null, this.chosen);
            const neighbours = neighboursOf(this.decisions);
            this.check = neighbours.length > 0 ? await ask(neighbours) : found;
            this.tell(found);
        } catch (error) {
            if (error.name !== "AbortError") {
                this.checkFailed(error);
            }
        }
    }

    checkFailed(error) {
        if (!(error instanceof Refusal)) {
            throw error;
        }
        this.told.setAttribute("aria-busy", "false");
        this.told.replaceChildren();
        this.refused(error);
    }

    tell(found) {
        this.error.replaceChildren();
        this.told.setAttribute("aria-busy", "false");
        const { page } = this;
        tellCheck(
            this.told,
            { found, check: this.check, decisions: this.decisions },
            page.strings,
            {
                look: (at) => page.look(at),
                decide: (key, taker) => {
                    this.chosen.set(key, taker);
                    this.recheck(0);
                },
                repair: () => {
                    this.repair = true;
                    this.recheck(0);
                },
            },
        );
        const outside = (found.outside ?? []).map((piece) => ({ ...piece, kind: "outside" }));
        const met = this.decisions.map(({ kind, piece }) => ({ ...piece, kind }));
        page.board.showPieces([...outside, ...met], found.fault?.at ?? null);
        page.bar.tell(this.check);
    }

    async request() {
        const { page, unit } = this;
        const { strings } = page;
        if (!this.trail) {
            this.complain(strings.draw_first);
            return null;
        }
        if (unit !== null && !this.trail.canUndo) {
            this.complain(strings.nothing_changed);
            return null;
        }
        if (this.check === null) {
            clearTimeout(this.timer);
            await this.runCheck();
        }
        if (this.check === null || !mayBeSaved(this.check)) {
            // Without an answer to the check, its own error is already told.
            if (this.check !== null) {
                this.complain(strings.check_refuses);
            }
            return null;
        }
        const body = {
            level: page.level,
            outline: this.trail.current,
            neighbours: neighboursOf(this.decisions),
            move: this.move,
            repair: this.repair,
        };
        return unit ? this.asRedraw(body) : this.asAdd(body);
    }

    asRedraw(body) {
        const { page } = this;
        const unit = page.unit(this.unit.id) ?? this.unit;
        const done = fill(page.strings.redraw_done, { name: unit.name });
        return {
            url: page.urls.redraw,
            body: { ...body, unit: unit.id, version: unit.version },
            done,
        };
    }

    asAdd(body) {
        const { page } = this;
        const name = this.name.value.trim();
        if (!name) {
            this.complain(page.strings.name_missing, this.name);
            return null;
        }
        const kind = page.level === "village" ? { kind: this.kind.value } : {};
        return {
            url: page.urls.add,
            body: { ...body, ...kind, parent: page.parent, name },
            done: fill(page.strings.add_done, { name }),
        };
    }

    renewed() {
        this.page.board.veil(this.unit?.id ?? null);
        if (this.trail) {
            this.recheck(0);
        }
    }

    stop() {
        clearTimeout(this.timer);
        this.asking?.abort();
    }
}
