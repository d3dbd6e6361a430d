import assert from "node:assert/strict";
import { test } from "node:test";

import { makeFacets } from "../../static/js/core/filters.js";
import { PEOPLE_FILLS, personColour } from "../../static/js/core/palette.js";
import { classWords, countClasses, legendOf, makeThemes } from "../../static/js/core/themes.js";
import { takeTold } from "../../static/js/core/told.js";

const RECENCY = [
    ["d7", 7],
    ["d15", 15],
    ["over", null],
    ["never", null],
].map(([key, max]) => ({ key, max, label: key }));
const CONFIG = { strings: {}, recency: RECENCY, rule: { per_month: 2 }, tiles: { gaps: "x" } };

const household = (change) => ({
    id: 1,
    village: 1,
    group: 1,
    person: null,
    days: null,
    month: 0,
    poverty: "none",
    policy: false,
    ...change,
});
const HOUSEHOLDS = [
    household({}),
    household({ person: 3, days: 7, month: 1 }),
    household({ person: 3, days: 8, month: 2, poverty: "poor", policy: true }),
    household({ person: 5, days: 90, policy: true, poverty: "none" }),
];
const theme = (key, config = CONFIG) => makeThemes(config).find((entry) => entry.key === key);

test("households fall into the classes of each theme", () => {
    const counts = (key) => countClasses(theme(key), HOUSEHOLDS);
    assert.deepEqual(counts("coverage"), [1, 3]);
    assert.deepEqual(counts("recency"), [1, 1, 1, 1]);
    assert.deepEqual(counts("month"), [2, 1, 1]);
    assert.deepEqual(counts("poverty"), [1, 0, 0, 1, 2]);
    assert.deepEqual(counts("gaps"), [1, 3]);
});

test("every class is drawn exactly once; what matters most comes last, with a ring", () => {
    for (const each of makeThemes(CONFIG)) {
        const drawn = [...each.drawOrder].sort((a, b) => a - b);
        assert.deepEqual(drawn, [...each.classes.keys()]);
        const top = each.classes[each.drawOrder.at(-1)];
        assert.ok(top.ringWidth > 1, each.key);
    }
});

test("once a month knows no half-kept rule, and no hexagons come without tiles", () => {
    const config = { ...CONFIG, rule: { per_month: 1 }, tiles: undefined };
    assert.deepEqual(
        theme("month", config).classes.map(({ key }) => key),
        ["none", "kept"],
    );
    assert.equal(theme("gaps", config), undefined);
});

test("a month without the contacts in person that the rule asks for is half kept", () => {
    const rule = { per_month: 1, in_person_minimum: 1 };
    const strings = { month_kept: "K", month_kept_means: "at least one in person" };
    const month = theme("month", { ...CONFIG, strings, rule });
    const keys = month.classes.map(({ key }) => key);
    assert.deepEqual(keys, ["none", "some", "kept"]);
    const classes = [{ month: 0 }, { month: 3, lacks: 1 }, { month: 1, lacks: 0 }];
    assert.deepEqual(
        classes.map((facts) => keys[month.classOf(household(facts))]),
        keys,
    );
    const [, , kept] = legendOf(month, [], {});
    assert.equal(kept.means, "at least one in person");
});

test("a household is judged by the rule of its own commune", () => {
    const rules = { 2: { per_month: 1, in_person_minimum: 1 } };
    const month = theme("month", { ...CONFIG, rule: { per_month: 1 }, rules });
    const keys = month.classes.map(({ key }) => key);
    const classOf = (facts) => keys[month.classOf(household(facts))];
    assert.equal(classOf({ village: 2, month: 1, lacks: 1 }), "some");
    assert.equal(classOf({ village: 2, month: 1, lacks: 0 }), "kept");
    assert.equal(classOf({ village: 1, month: 1, lacks: 0 }), "kept");
    const facets = makeFacets({ ...CONFIG, rule: { per_month: 3 }, rules });
    const { read } = facets.find(({ key }) => key === "month");
    assert.equal(read(household({ village: 2, month: 2 })), "kept");
    assert.equal(read(household({ village: 1, month: 2 })), "some");
});

test("an issue of a kind that the page has not heard of leaves its household a dot", () => {
    const issues = { kinds: [{ key: "housing", letter: "b", label: "", weight: 1 }] };
    const config = { ...CONFIG, issues, as_of: "2026-11-16" };
    const kinds = theme("issue", config);
    const odd = kinds.classes[kinds.classOf(household({ issues: "z19816" }))];
    assert.equal(odd.key, "none");
});

test("no household is ever without a class, whatever the page has not heard of yet", () => {
    const odd = household({ village: 9, month: 1, lacks: 1, poverty: "unheard_of" });
    for (const rule of [{ per_month: 1, in_person_minimum: 0 }, { per_month: 2 }]) {
        for (const each of makeThemes({ ...CONFIG, rule })) {
            assert.ok(each.classes[each.classOf(odd)] !== undefined, each.key);
        }
    }
});

test("what is told again with another day or rule makes themes anew", () => {
    const issues = { kinds: [{ key: "housing", letter: "b", label: "", weight: 1 }] };
    const strings = { month_kept: "twice" };
    const config = { ...CONFIG, issues, strings, as_of: "2026-11-16" };
    const told = { as_of: "2026-11-16", rule: { per_month: 2 }, strings: { month_kept: "twice" } };
    assert.equal(takeTold(config, undefined), false);
    assert.equal(takeTold(config, told), false);
    // Due on the 16th: 9816 days after the first day of 2000.
    const waiting = household({ issues: "b29816" });
    const isLate = () => {
        const late = theme("issue_late", config);
        return late.classes[late.classOf(waiting)].late === true;
    };
    assert.equal(isLate(), false);
    assert.equal(takeTold(config, { ...told, as_of: "2026-11-17" }), true);
    assert.equal(isLate(), true);
    assert.equal(takeTold(config, { ...told, strings: { month_kept: "once" } }), true);
    assert.equal(strings.month_kept, "once");
});

test("the legend names people by number of households, nobody first", () => {
    const people = { nameOf: (id) => `P${id}` };
    const entries = legendOf(theme("person"), HOUSEHOLDS, people);
    assert.deepEqual(
        entries.map(({ key, label, count }) => [key, label, count]),
        [
            ["none", undefined, 1],
            ["3", "P3", 2],
            ["5", "P5", 1],
        ],
    );
    assert.equal(entries[0].style.fill, "#d55e00");
    const seen = legendOf(theme("person"), HOUSEHOLDS, {
        ...people,
        shown: ({ days }) => days === 90,
    });
    assert.deepEqual(
        seen.map(({ key }) => key),
        ["none", "5"],
    );
});

test("a row says in words what the dot says in colour, where it says it nowhere else", () => {
    const strings = { poverty_poor: "Poor", poverty_none: "None", issue_none: "Nothing" };
    const issues = { kinds: [{ key: "land", letter: "l", label: "Land", weight: 1 }] };
    const config = { ...CONFIG, strings, issues, as_of: "2026-11-16" };
    const words = (key, row) => classWords(theme(key, config), household(row));
    assert.deepEqual(words("poverty", { poverty: "poor" }), {
        labels: ["Poor"],
        late: false,
        plain: false,
    });
    assert.equal(words("poverty", {}).plain, true);
    assert.deepEqual(words("issue", {}), { labels: ["Nothing"], late: false, plain: true });
    for (const key of ["coverage", "recency", "month", "person"]) {
        assert.deepEqual(words(key, { person: 3 }).labels, []);
    }
});

test("a person keeps the colour whoever else is there", () => {
    assert.equal(personColour(12), personColour(12));
    const cell = Array.from({ length: PEOPLE_FILLS.length }, (_, index) =>
        personColour(40 + index),
    );
    assert.equal(new Set(cell).size, PEOPLE_FILLS.length);
});
