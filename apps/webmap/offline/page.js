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

    function popupOf([, , , code, head, village, person, last]) {
        return facts(head || code, [
            [words.code, code],
            [words.village, data.villages[village] ?? ""],
            [words.in_charge, person === null ? words.nobody : data.people[person]],
            [words.last_contact, last ?? words.never],
        ]);
    }

    function showHouseholds() {
        const box = L.latLngBounds([]);
        // The first class of the legend is drawn last, so that it stays on top.
        const rows = data.households.filter((row) => row[0] !== null).sort((a, b) => b[2] - a[2]);
        for (const row of rows) {
            const style = data.legend[row[2]];
            L.circleMarker([row[0], row[1]], {
                radius: 6,
                color: style.ring,
                weight: style.hollow ? 2.5 : 1.5,
                fillColor: style.fill,
                fillOpacity: 1,
            })
                .bindPopup(() => popupOf(row))
                .addTo(map);
            box.extend([row[0], row[1]]);
        }
        return box;
    }

    function legendRows() {
        if (data.legend.length > 0) {
            return data.legend.map((entry) => {
                const dot = el("i", "offline-dot");
                dot.style.background = entry.fill;
                dot.style.borderColor = entry.ring === "#ffffff" ? entry.fill : entry.ring;
                return el("li", "", dot, entry.label, el("b", "", count(entry.count)));
            });
        }
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

    const areas = showAreas();
    const homes = showHouseholds();
    const box = homes.isValid() ? homes : areas;
    if (box.isValid()) {
        map.fitBounds(box, { padding: [40, 40], maxZoom: 17 });
    }
    const made = fill(words.made, { by: data.by, at: data.moment });
    const size =
        data.total > 0
            ? fill(words.total, { n: count(data.total), unlocated: count(data.unlocated) })
            : words.hidden;
    const head = el("header", "offline-head", el("h1", "", data.title), el("p", "", data.theme));
    head.append(el("p", "", size), el("p", "", made));
    if (data.total > 0) {
        head.append(el("p", "", words.private));
    }
    const legend = el("section", "offline-legend", el("h2", "", words.legend));
    legend.append(el("ul", "", ...legendRows()));
    const mark = el("div", "");
    for (let index = 0; index < 150; index += 1) {
        mark.append(el("span", "", `${data.by} · ${data.moment}`));
    }
    const marks = el("div", "offline-mark", mark);
    marks.setAttribute("aria-hidden", "true");
    document.body.append(head, legend, marks);
    map.getContainer().setAttribute("aria-label", data.title);
}
