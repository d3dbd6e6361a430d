/* The page without a network: puts together what the scripts before it make. */

const NARROW = 700;
const MARKS = 150;

/** Whose page it is, of when, and how many households are on it. */
function headOf(data, numbers) {
    const { words } = data;
    const counted = { n: numbers.count(data.total), unlocated: numbers.count(data.unlocated) };
    const lines = [
        data.total > 0 ? fill(words.total, counted) : words.hidden,
        fill(words.made, { by: data.by, at: data.moment }),
        ...(data.total > 0 ? [words.private] : []),
    ];
    const told = lines.map((line) => el("p", "", line));
    return el("header", "offline-head", el("h1", "", data.heading), ...told);
}

/** Who took the page away and when, all over it. */
function watermarkOf(data) {
    const spans = Array.from({ length: MARKS }, () =>
        el("span", "", `${data.by} · ${data.moment}`),
    );
    const marks = el("div", "offline-mark", el("div", "", ...spans));
    marks.setAttribute("aria-hidden", "true");
    return marks;
}

function legendOf(data, areas, households, numbers) {
    const legend = el("details", "offline-legend", el("summary", "", data.words.legend));
    legend.open = window.innerWidth > NARROW;
    if (data.themes.length > 0) {
        legend.append(...new Legend(data, households, numbers).build());
    } else {
        legend.append(el("p", "", data.title), el("ul", "", ...areas.steps()));
    }
    return legend;
}

/** Show all of it clear of head and legend. */
function fitInto(map, bounds, head, legend) {
    if (!bounds.isValid()) {
        return;
    }
    const narrow = window.innerWidth <= NARROW;
    const right = narrow ? [24, legend.offsetHeight + 70] : [legend.offsetWidth + 24, 24];
    map.fitBounds(bounds, {
        paddingTopLeft: [24, narrow ? head.offsetHeight + 24 : 24],
        paddingBottomRight: right,
        maxZoom: 17,
    });
}

function showOfflineMap(map, data) {
    const numbers = new Numbers(data.language);
    const areas = new Areas(map, data, numbers);
    const households = new Households(map, data, numbers);
    const head = headOf(data, numbers);
    const legend = legendOf(data, areas, households, numbers);
    document.body.append(head, legend, watermarkOf(data));
    L.control.scale({ imperial: false }).addTo(map);
    map.on("zoomend resize", clearNames);
    map.on("zoomend", () => households.resize());
    const { bounds } = households;
    fitInto(map, bounds.isValid() ? bounds : areas.bounds, head, legend);
    clearNames();
    map.getContainer().setAttribute("aria-label", data.heading);
}
