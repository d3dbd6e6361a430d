/* The page without a network. Texts of the data become text nodes, never markup. */
function showOfflineMap(map, data) {
    const words = data.words;
    const numbers = new Intl.NumberFormat(data.language === "en" ? "en-GB" : "vi-VN");
    const count = (value) => (value === null ? "•" : numbers.format(value));
    const fill = (text, values) =>
        text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

    function el(tag, className, ...children) {
        const element = document.createElement(tag);
        element.className = className;
        element.append(...children);
        return element;
    }

    function facts(title, pairs) {
        const list = el("dl", "");
        for (const [name, value] of pairs) {
            list.append(el("dt", "", name), el("dd", "", value));
        }
        return el("div", "", el("h3", "", title), list);
    }

    const STEPS = [
        [0.2, "#fff0b3"],
        [0.4, "#c2e3d0"],
        [0.6, "#74bfd6"],
        [0.8, "#2f80b8"],
        [Number.POSITIVE_INFINITY, "#123a70"],
    ];
    const NO_FIGURE = "#dcdcd8";
    const share = (area) =>
        area.covered === null || !area.households ? null : area.covered / area.households;
    const shade = (area) => {
        const part = share(area);
        return part === null ? NO_FIGURE : STEPS.find(([below]) => part < below)[1];
    };
    const percent = (part) => (part === null ? "–" : `${numbers.format(Math.floor(part * 1000) / 10)}%`);

    function showAreas() {
        const box = L.latLngBounds([]);
        for (const area of data.areas) {
            const figures = "households" in area;
            const layer = L.geoJSON(area.geometry, {
                interactive: figures,
                style: figures
                    ? { color: "#3e4a3c", weight: 1.5, fillColor: shade(area), fillOpacity: 0.8 }
                    : {
                          color: area.level === "communes" ? "#3e4a3c" : "#667062",
                          weight: area.level === "communes" ? 3 : 1.4,
                          fill: false,
                      },
            }).addTo(map);
            if (figures) {
                layer.bindPopup(() =>
                    facts(area.name, [
                        [words.households, count(area.households)],
                        [words.covered, count(area.covered)],
                        [words.uncovered, count(area.uncovered)],
                        [words.coverage, percent(share(area))],
                    ]),
                );
            }
            if (area.level === "villages" || figures) {
                L.tooltip({ permanent: true, direction: "center", className: "offline-name" })
                    .setLatLng([area.centre[1], area.centre[0]])
                    .setContent(el("span", "", area.name))
                    .addTo(map);
            }
            box.extend(layer.getBounds());
        }
        return box;
    }

    /** Where names would cover each other, the first stays. */
    function clearNames() {
        const taken = [];
        for (const name of document.querySelectorAll(".offline-name")) {
            const here = name.getBoundingClientRect();
            const free = taken.every(
                (other) =>
                    here.right < other.left ||
                    here.left > other.right ||
                    here.bottom < other.top ||
                    here.top > other.bottom,
            );
            name.style.visibility = free ? "" : "hidden";
            if (free) {
                taken.push(here);
            }
        }
    }

    function factsOf([, , code, head, village, person, last, provisional]) {
        return facts(head || code, [
            [words.code, code],
            [words.village, data.villages[village] ?? ""],
            [words.in_charge, person === null ? words.nobody : data.people[person]],
            [words.last_contact, last ?? words.never],
            ...(provisional ? [[words.position, words.provisional]] : []),
        ]);
    }

    /** Households at one point lie on top of one another: a press tells of all of them. */
    function popupOf(rows) {
        if (rows.length === 1) {
            return factsOf(rows[0]);
        }
        const title = el("p", "offline-here", fill(words.here, { n: count(rows.length) }));
        return el("div", "offline-several", title, ...rows.map(factsOf));
    }

    /** Where the classes of a row begin: one for each theme, behind its facts. */
    const FACTS = 8;
    const PROVISIONAL = 7;
    const placed = data.households.filter((row) => row[0] !== null);
    const dots = L.layerGroup().addTo(map);
    let theme = data.theme;
    /** Classes asked for alone; none: all of them. */
    const chosen = new Set();
    const classOf = (row) => row[FACTS + theme];
    const isShown = (row) => chosen.size === 0 || chosen.has(classOf(row));

    /** How far the dashes stand off the dot, pixels. */
    const BEYOND = 3;
    /** Small where a commune fills the screen, so that dots do not bury each other. */
    const radius = () => Math.min(7, Math.max(3.5, 3.5 + (map.getZoom() - 12.5) * 0.9));

    function showHouseholds() {
        const { legend, last_on_top: lastOnTop } = data.themes[theme];
        const turn = lastOnTop ? 1 : -1;
        dots.clearLayers();
        // What is drawn last stays on top.
        const rows = placed.filter(isShown).sort((a, b) => turn * (classOf(a) - classOf(b)));
        const here = new Map();
        for (const row of rows) {
            const place = `${row[0]} ${row[1]}`;
            here.set(place, [...(here.get(place) ?? []), row]);
        }
        for (const row of rows) {
            const style = legend[classOf(row)];
            const all = here.get(`${row[0]} ${row[1]}`);
            if (row[PROVISIONAL] && row === all.at(-1)) {
                showDashes(row, all.length);
            }
            L.circleMarker([row[0], row[1]], {
                radius: radius(),
                color: style.ring,
                weight: style.hollow ? 2 : 1.2,
                fillColor: style.fill,
                fillOpacity: 1,
            })
                .bindPopup(() => popupOf(all), { maxHeight: 260 })
                .addTo(dots);
        }
    }

    /** Around a point that is the middle of a group for now; with the number of those at it. */
    function showDashes(row, several) {
        const dashes = L.circleMarker([row[0], row[1]], {
            radius: radius() + BEYOND,
            beyond: BEYOND,
            color: "#2b2320",
            weight: 1.5,
            dashArray: "3 3",
            fillColor: "#ffffff",
            fillOpacity: 1,
            interactive: false,
        });
        if (several > 1) {
            const number = { permanent: true, direction: "right", className: "offline-number" };
            dashes.bindTooltip(el("b", "", count(several)), number);
        }
        dashes.addTo(dots);
    }

    function areaSteps() {
        const labels = STEPS.map(([below, colour], index) => [
            colour,
            `${index * 20}–${Math.min(100, Math.round(Math.min(below, 1) * 100))}%`,
        ]);
        return [...labels, [NO_FIGURE, words.no_figure]].map(([colour, label]) => {
            const swatch = el("i", "offline-swatch");
            swatch.style.background = colour;
            return el("li", "", swatch, label);
        });
    }

    function classRow(entry, index, onPress) {
        const dot = el("i", "offline-dot");
        dot.style.background = entry.fill;
        dot.style.borderColor = entry.ring === "#ffffff" ? entry.fill : entry.ring;
        const button = el("button", "", dot, el("span", "", entry.label), el("b", "", count(entry.count)));
        button.type = "button";
        button.setAttribute("aria-pressed", String(chosen.has(index)));
        button.addEventListener("click", () => onPress(index));
        return el("li", "", button);
    }

    /** The legend of the households: a choice of themes, and classes to look at alone. */
    function householdLegend(legend) {
        const list = el("ul", "");
        const said = el("p", "offline-said");
        said.setAttribute("role", "status");
        const show = () => {
            showHouseholds();
            const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
            list.replaceChildren(
                ...data.themes[theme].legend.map((entry, index) => classRow(entry, index, press)),
            );
            list.children[focused]?.firstChild.focus();
        };
        const press = (index) => {
            if (!chosen.delete(index)) {
                chosen.add(index);
            }
            show();
            said.textContent = fill(words.shown, { n: count(data.households.filter(isShown).length) });
        };
        const select = el("select", "", ...data.themes.map(({ title }, index) => {
            const option = el("option", "", title);
            option.value = String(index);
            return option;
        }));
        select.id = "offline-theme";
        select.value = String(theme);
        select.addEventListener("change", () => {
            theme = Number(select.value);
            chosen.clear();
            said.textContent = "";
            show();
        });
        const provisional =
            data.provisional > 0
                ? [
                      el(
                          "p",
                          "offline-provisional",
                          el("i", "offline-dot offline-dashed"),
                          el("span", "", words.provisional_means),
                          el("b", "", count(data.provisional)),
                      ),
                  ]
                : [];
        const label = el("label", "", words.colour_by);
        label.htmlFor = select.id;
        const hint = el("p", "offline-hint", words.hint);
        legend.append(label, select, list, ...provisional, hint, said);
        show();
    }

    function showLegend() {
        const legend = el("details", "offline-legend", el("summary", "", words.legend));
        legend.open = window.innerWidth > 700;
        if (data.themes.length > 0) {
            householdLegend(legend);
        } else {
            legend.append(el("p", "", data.title), el("ul", "", ...areaSteps()));
        }
        return legend;
    }

    const areas = showAreas();
    const homes = L.latLngBounds(placed.map(([lat, lon]) => [lat, lon]));
    const made = fill(words.made, { by: data.by, at: data.moment });
    const size =
        data.total > 0
            ? fill(words.total, { n: count(data.total), unlocated: count(data.unlocated) })
            : words.hidden;
    const head = el("header", "offline-head", el("h1", "", data.heading), el("p", "", size));
    head.append(el("p", "", made));
    if (data.total > 0) {
        head.append(el("p", "", words.private));
    }
    const mark = el("div", "");
    for (let index = 0; index < 150; index += 1) {
        mark.append(el("span", "", `${data.by} · ${data.moment}`));
    }
    const marks = el("div", "offline-mark", mark);
    marks.setAttribute("aria-hidden", "true");
    const legend = showLegend();
    document.body.append(head, legend, marks);
    L.control.scale({ imperial: false }).addTo(map);
    map.on("zoomend resize", clearNames);
    map.on("zoomend", () =>
        dots.eachLayer((dot) => dot.setRadius(radius() + (dot.options.beyond ?? 0))),
    );
    const box = homes.isValid() ? homes : areas;
    if (box.isValid()) {
        const narrow = window.innerWidth <= 700;
        map.fitBounds(box, {
            paddingTopLeft: [24, narrow ? head.offsetHeight + 24 : 24],
            paddingBottomRight: narrow ? [24, legend.offsetHeight + 70] : [legend.offsetWidth + 24, 24],
            maxZoom: 17,
        });
    }
    clearNames();
    map.getContainer().setAttribute("aria-label", data.heading);
}
