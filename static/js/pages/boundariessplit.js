import { formatArea } from "../core/boundariestext.js";
import { fill, formatCount } from "../core/format.js";
import { button, field, textInput } from "../ui/boundariesforms.js";
import { postJson, Refusal } from "../ui/boundarieshttp.js";
import { el } from "../ui/dom.js";
import { Work } from "./boundarieswork.js";

/** Cutting a unit in parts by a line drawn across it. */
export class Split extends Work {
    /**
     * @param {import("./boundaries.js").BoundaryPage} page
     * @param {import("../map/boundaries.js").Unit} unit
     * @param {object | null} line kept from before
     */
    constructor(page, unit, line = null) {
        const { strings } = page;
        super(page, {
            title: fill(strings.split_title, { name: unit.name }),
            hint: strings.split_hint,
            save: strings.split_save,
        });
        this.unit = unit;
        this.parts = null;
        page.board.mark([unit.id]);
        if (line) {
            this.drawn(line);
        } else {
            this.drawLine();
        }
    }

    drawLine() {
        const { page } = this;
        this.line = null;
        this.parts = null;
        this.told.replaceChildren();
        this.error.replaceChildren();
        page.board.clearPieces();
        page.board.veil(null);
        page.dropDraft();
        page.board.drawing.draw("Line");
        page.bar.drawing({
            hint: page.strings.draw_line_hint,
            least: 2,
            finish: () => page.board.drawing.finish(),
            back: () => page.board.drawing.back(),
            cancel: () => this.leave(),
        });
    }

    /** @param {object} line across the unit */
    async drawn(line) {
        const { page, unit } = this;
        this.line = line;
        page.bar.hide();
        page.board.drawing.keepLine(line);
        page.keepDraft({ mode: "split", unit: unit.id, version: unit.version, shape: line });
        page.openSheet();
        const body = { level: page.level, unit: unit.id, line };
        try {
            const found = await postJson(page.urls.check_split, body, page.token);
            if (this.line === line) {
                this.show(found);
            }
        } catch (error) {
            if (!(error instanceof Refusal)) {
                throw error;
            }
            this.refused(error);
            this.error.append(this.again());
        }
    }

    again() {
        return button(this.page.strings.draw_again, () => this.drawLine());
    }

    show({ parts, unlocated }) {
        const { strings } = this.page;
        this.parts = parts;
        this.names = parts.map((_part, index) =>
            textInput(`${this.unit.name} ${index + 1}`, this.page.limits.name ?? 120),
        );
        this.rest = 0;
        const fields = parts.map((part, index) => this.partField(part, index, unlocated));
        const told = el("p", {}, fill(strings.split_parts, { n: parts.length }));
        const rest = el(
            "p",
            { class: "boundary-note" },
            fill(strings.split_unlocated, { n: formatCount(unlocated) }),
        );
        this.told.replaceChildren(told, ...fields, unlocated > 0 ? rest : "", this.again());
        this.page.board.veilForParts(this.unit.id);
        this.drawParts();
        this.page.board.fit([this.unit.outline], this.page.insets());
        for (const name of this.names) {
            name.addEventListener("input", () => this.drawParts());
        }
        this.names[0].select();
        this.names[0].focus({ preventScroll: true });
    }

    partField(part, index, unlocated) {
        const { strings } = this.page;
        const words = {
            households: formatCount(part.households),
            area: formatArea(part.area),
            groups: formatCount(part.groups),
        };
        const text = this.page.level === "village" ? strings.part_village : strings.part_group;
        const box = el(
            "div",
            { class: `boundary-part-row boundary-part-${index % 5}`, "data-part": index },
            field(fill(strings.part_name, { n: index + 1 }), this.names[index], fill(text, words)),
        );
        if (unlocated > 0) {
            const radio = el("input", { type: "radio", name: "rest", checked: index === 0 });
            radio.addEventListener("change", () => {
                this.rest = index;
            });
            box.append(
                el("label", { class: "boundary-tick" }, radio, el("span", {}, strings.part_rest)),
            );
        }
        return box;
    }

    drawParts() {
        this.page.board.showParts(
            this.parts.map((part, index) => ({
                outline: part.outline,
                name: this.names[index].value,
            })),
        );
    }

    async request() {
        const { page } = this;
        const { strings } = page;
        if (this.parts === null) {
            this.complain(strings.line_first);
            return null;
        }
        const empty = this.names.find((each) => !each.value.trim());
        if (empty) {
            this.complain(strings.name_missing, empty);
            return null;
        }
        const names = this.names.map((each) => each.value.trim());
        const unit = page.unit(this.unit.id) ?? this.unit;
        return {
            url: page.urls.split,
            body: {
                level: page.level,
                unit: unit.id,
                version: unit.version,
                line: this.line,
                parts: names.map((name) => ({ name })),
                rest: this.rest,
            },
            done: fill(strings.split_done, { name: unit.name, names: names.join(", ") }),
        };
    }

    renewed() {
        if (this.line) {
            this.drawn(this.line);
        }
    }
}
