/* The legend of the households: a choice of themes, and classes to look at alone. */

class Legend {
    constructor(data, households, numbers) {
        this.data = data;
        this.words = data.words;
        this.households = households;
        this.numbers = numbers;
        this.list = el("ul", "");
        this.note = el("p", "offline-hint");
        this.said = el("p", "offline-said");
        this.said.setAttribute("role", "status");
    }

    /** @returns {HTMLElement[]} what stands in the legend, from top to bottom */
    build() {
        const select = this.themes();
        const label = el("label", "", this.words.colour_by);
        label.htmlFor = select.id;
        const hint = el("p", "offline-hint", this.words.hint);
        this.show();
        return [label, select, this.list, this.note, ...this.provisional(), hint, this.said];
    }

    themes() {
        const options = this.data.themes.map(({ title }, index) => {
            const option = el("option", "", title);
            option.value = String(index);
            return option;
        });
        const select = el("select", "", ...options);
        select.id = "offline-theme";
        select.value = String(this.households.theme);
        select.addEventListener("change", () => {
            this.households.choose(Number(select.value));
            this.said.textContent = "";
            this.show();
        });
        return select;
    }

    provisional() {
        const { provisional } = this.data;
        if (provisional === 0) {
            return [];
        }
        const dot = el("i", "offline-dot offline-dashed");
        const means = el("span", "", this.words.provisional_means);
        const number = el("b", "", this.numbers.count(provisional));
        return [el("p", "offline-provisional", dot, means, number)];
    }

    /** Households and classes as chosen; the button with the focus keeps it. */
    show() {
        this.households.show();
        const items = [...this.list.children];
        const focused = items.findIndex((item) => item.contains(document.activeElement));
        const rows = this.households.legend.map((entry, index) => this.row(entry, index));
        this.list.replaceChildren(...rows);
        this.note.textContent = this.data.themes[this.households.theme].note;
        this.note.hidden = this.note.textContent === "";
        this.list.children[focused]?.firstChild.focus();
    }

    row(entry, index) {
        const dot = el("i", "offline-dot");
        dot.style.background = entry.fill;
        dot.style.borderColor = entry.ring === "#ffffff" ? entry.fill : entry.ring;
        const number = el("b", "", this.numbers.count(entry.count));
        const button = el("button", "", dot, el("span", "", entry.label), number);
        button.type = "button";
        button.setAttribute("aria-pressed", String(this.households.chosen.has(index)));
        button.addEventListener("click", () => this.press(index));
        return el("li", "", button);
    }

    press(index) {
        this.households.toggle(index);
        this.show();
        const shown = this.numbers.count(this.households.shown);
        this.said.textContent = fill(this.words.shown, { n: shown });
    }
}
