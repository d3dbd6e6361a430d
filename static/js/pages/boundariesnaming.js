import { fill, formatCount } from "../core/format.js";
import { choice, field, textInput, tick } from "../ui/boundariesforms.js";
import { el } from "../ui/dom.js";
import { Work } from "./boundarieswork.js";

/** A new name, on the same ground. */
export class Rename extends Work {
    constructor(page, unit) {
        const { strings } = page;
        super(page, {
            title: fill(strings.rename_title, { name: unit.name }),
            hint: strings.rename_hint,
            save: strings.rename_save,
        });
        this.unit = unit;
        this.name = textInput(unit.name, page.limits.name ?? 120);
        this.body.append(field(strings.rename_new, this.name));
        page.board.mark([unit.id]);
    }

    async request() {
        const { page } = this;
        const name = this.name.value.trim();
        const unit = page.unit(this.unit.id) ?? this.unit;
        if (!name || name === unit.name) {
            this.complain(
                name ? page.strings.nothing_changed : page.strings.name_missing,
                this.name,
            );
            return null;
        }
        return {
            url: page.urls.rename,
            body: { level: page.level, unit: unit.id, version: unit.version, name },
            done: fill(page.strings.rename_done, { before: unit.name, after: name }),
        };
    }
}

/** Several units become one: a new one, or one of them that stays. */
export class Merge extends Work {
    constructor(page, unit) {
        const { strings } = page;
        super(page, {
            title: page.words("merge_title"),
            hint: page.words("merge_hint"),
            save: strings.merge_save,
        });
        this.chosen = new Set(unit ? [unit.id] : []);
        this.list = el("fieldset", { class: "boundary-choices" });
        this.count = el("p", { class: "boundary-people", role: "status" });
        this.name = textInput("", page.limits.name ?? 120);
        this.keep = choice([["", strings.merge_new]], "");
        this.keep.addEventListener("change", () => this.offerName());
        this.nameField = field(strings.merge_name, this.name);
        this.body.append(
            this.list,
            this.count,
            field(strings.merge_into, this.keep, strings.merge_into_note),
            this.nameField,
        );
        this.renewed();
    }

    /** @param {number} id chosen on the map, or chosen no more */
    pick(id) {
        const box = this.list.querySelector(`[data-unit="${id}"]`);
        if (box) {
            box.checked = !box.checked;
            this.choose(id, box.checked);
        }
    }

    choose(id, chosen) {
        if (chosen) {
            this.chosen.add(id);
        } else {
            this.chosen.delete(id);
        }
        this.refresh();
    }

    refresh() {
        const { page } = this;
        const units = this.units();
        const kept = this.keep.value;
        const options = units.map((unit) => [
            unit.id,
            fill(page.strings.merge_keep, { name: unit.name }),
        ]);
        const fresh = choice([["", page.strings.merge_new], ...options], Number(kept) || "");
        this.keep.replaceChildren(...fresh.children);
        // Moved one by one, the last option would be left chosen.
        this.keep.value = this.chosen.has(Number(kept)) ? kept : "";
        const households = units.reduce((sum, unit) => sum + unit.households, 0);
        this.count.textContent = fill(page.strings.merge_count, {
            n: units.length,
            households: formatCount(households),
        });
        page.board.mark(this.chosen);
    }

    units() {
        return this.page.units.filter((unit) => this.chosen.has(unit.id));
    }

    offerName() {
        const kept = this.page.unit(Number(this.keep.value));
        if (kept && !this.name.value.trim()) {
            this.name.value = kept.name;
        }
    }

    async request() {
        const { page } = this;
        const { strings } = page;
        const units = this.units();
        const name = this.name.value.trim();
        if (units.length < 2) {
            this.complain(strings.merge_two);
            return null;
        }
        if (!name) {
            this.complain(strings.name_missing, this.name);
            return null;
        }
        const into = this.keep.value ? { into: Number(this.keep.value) } : {};
        return {
            url: page.urls.merge,
            body: {
                level: page.level,
                units: units.map(({ id, version }) => ({ unit: id, version })),
                name,
                ...into,
            },
            done: fill(strings.merge_done, {
                names: units.map((unit) => unit.name).join(", "),
                name,
            }),
        };
    }

    renewed() {
        const { page } = this;
        const rows = page.units.map((unit) => {
            const row = tick(
                fill(page.strings.unit_choice, {
                    name: unit.name,
                    households: formatCount(unit.households),
                }),
                this.chosen.has(unit.id),
                (checked) => this.choose(unit.id, checked),
            );
            row.querySelector("input").dataset.unit = String(unit.id);
            return row;
        });
        const legend = el("legend", {}, page.strings.merge_which);
        this.list.replaceChildren(legend, ...rows);
        this.refresh();
    }
}
