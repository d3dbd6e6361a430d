import { allows, makeFacets, pick, predicateOf, without } from "../core/filters.js";
import { fill, formatCount, formatCounted } from "../core/format.js";
import { makeRowFacets } from "../core/rowfacets.js";
import { byId } from "../ui/dom.js";
import { FilterPanel } from "../ui/filters.js";
import { householdsIn, matchingIn } from "./summing.js";

/**
 * The filter bar and panel in terms of the page: names for ids, chips for choices.
 */
export class Filtering {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        this.strings = page.strings;
        this.makeFacets();
        this.panel = new FilterPanel(
            {
                open: byId("filter-open"),
                count: byId("filter-count"),
                clear: byId("filter-clear"),
                chips: byId("filter-chips"),
                panel: byId("filter-panel"),
                text: byId("filter-text"),
                facets: byId("filter-facets"),
            },
            {
                strings: page.strings,
                onPick: (facet, value) => this.pick(facet, value),
                onText: (text) => page.setText(text),
                onClear: () => page.clearFilters(),
                onOpen: () => page.list?.render(),
            },
        );
    }

    /** As the day and the communes' rules are now. */
    makeFacets() {
        const { page } = this;
        this.facets = [
            ...makeFacets(page.config),
            ...makeRowFacets({
                rowOf: (id) => page.byId.get(id),
                personOf: (id) => page.people.get(id),
            }),
        ];
    }

    pick(key, value) {
        const { values } = this.facets.find((facet) => facet.key === key);
        this.page.setChoices(pick(this.page.state.choices, key, value, values));
    }

    /**
     * @param {string} [except] a facet that shall not count
     * @returns {((household: object) => boolean) | null}
     */
    predicate(except) {
        return predicateOf(this.asked(), this.page.state.choices, except);
    }

    /** Facets that have an answer: without rows some would turn away every household. */
    asked() {
        return this.facets.filter(({ byRows }) => !byRows || this.page.rowsLoaded);
    }

    /** @returns {string} how many match, of how many; or what it takes to know */
    count() {
        const { page, strings } = this;
        const matching = matchingIn(page);
        const numbers = { n: formatCounted(matching), total: formatCounted(householdsIn(page)) };
        if (matching !== null) {
            return fill(strings.filter_count, numbers);
        }
        const isChoosing = page.rowLoader.words !== strings.loading;
        return isChoosing ? fill(strings.filter_uncounted, numbers) : strings.loading;
    }

    show() {
        const { page } = this;
        this.panel.show({
            count: this.count(),
            text: page.text,
            chips: this.chips(),
            facets: () =>
                this.asked()
                    .map((facet) => this.view(facet))
                    .filter(({ options }) => options.length > 1),
        });
    }

    chips() {
        const { page, strings } = this;
        const chip = (key, text, remove) => ({
            key,
            text,
            remove,
            spoken: fill(strings.filter_remove, { filter: text }),
        });
        const chips = this.facets
            .filter(({ key }) => page.state.choices[key] !== undefined)
            .map(({ key }) =>
                chip(key, this.chipText(key), () =>
                    page.setChoices(without(page.state.choices, key)),
                ),
            );
        if (page.text.trim() !== "") {
            const text = fill(strings.filter_text_chip, { text: page.text.trim() });
            chips.push(chip("text", text, () => page.setText("")));
        }
        return chips;
    }

    chipText(key) {
        const { not, values } = this.page.state.choices[key];
        const names = [...values].slice(0, 3).map((value) => this.label(key, value));
        const more = values.size - names.length;
        const list = more > 0 ? [...names, `+${formatCount(more)}`] : names;
        const template = not ? this.strings.filter_not_chip : this.strings.filter_chip;
        return fill(template, {
            facet: this.strings[`facet_${key}`],
            values: list.join(", "),
        });
    }

    /** @returns {import("../ui/filters.js").FacetView} */
    view(facet) {
        const choice = this.page.state.choices[facet.key];
        const chosen = (value) => choice !== undefined && allows(choice, value);
        const values = facet.values ?? this.ids(facet.key);
        return {
            key: facet.key,
            label: this.strings[`facet_${facet.key}`],
            kind: facet.values === null ? "list" : "toggles",
            options: values.map((value) => ({
                value,
                label: this.label(facet.key, value),
                chosen: chosen(value),
            })),
        };
    }

    ids(key) {
        const { tree, people } = this.page;
        if (key === "person") {
            const collator = new Intl.Collator("vi");
            const last = (name) => name.split(" ").at(-1);
            const sorted = [...people.values()].sort(
                (a, b) =>
                    collator.compare(last(a.name), last(b.name)) ||
                    collator.compare(a.name, b.name),
            );
            return sorted.map(({ id }) => String(id));
        }
        return tree.list(key).map(({ id }) => String(id));
    }

    label(key, value) {
        const { tree, people, strings, config } = this.page;
        if (value === "none" && (key === "person" || key === "village" || key === "group")) {
            return strings[`facet_${key}_none`];
        }
        if (key === "person") {
            return people.get(Number(value))?.name ?? "";
        }
        if (key === "village") {
            return tree.unit({ level: "village", id: Number(value) })?.name ?? "";
        }
        if (key === "group") {
            const group = tree.unit({ level: "group", id: Number(value) });
            const village = tree.unit({ level: "village", id: group?.parent });
            return [group?.name, village?.name].filter(Boolean).join(" · ");
        }
        if (key === "recency") {
            return config.recency.find((entry) => entry.key === value)?.label ?? "";
        }
        if (key.startsWith("issue")) {
            return this.issueLabel(key, value);
        }
        return key === "coverage" ? strings[value] : strings[`${key}_${value}`];
    }

    issueLabel(key, value) {
        const { strings, config } = this.page;
        if (value === "none") {
            return strings.issue_none;
        }
        return key === "issue"
            ? (config.issues.kinds.find((kind) => kind.key === value)?.label ?? "")
            : strings[`${key}_${value}`];
    }
}
