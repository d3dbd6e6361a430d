/* Outlines, their names and figures. */

const STEPS = [
    [0.2, "#fff0b3"],
    [0.4, "#c2e3d0"],
    [0.6, "#74bfd6"],
    [0.8, "#2f80b8"],
    [Number.POSITIVE_INFINITY, "#123a70"],
];
const NO_FIGURE = "#dcdcd8";

class Areas {
    constructor(map, data, numbers) {
        this.map = map;
        this.words = data.words;
        this.numbers = numbers;
        this.bounds = L.latLngBounds([]);
        for (const area of data.areas) {
            this.show(area);
        }
    }

    show(area) {
        // Figures come instead of households, for whoever may see sums only.
        const figures = "households" in area;
        const style = figures ? this.shaded(area) : this.outlined(area);
        const layer = L.geoJSON(area.geometry, { interactive: figures, style }).addTo(this.map);
        if (figures) {
            layer.bindPopup(() => this.facts(area));
        }
        if (area.level === "villages" || figures) {
            this.name(area);
        }
        this.bounds.extend(layer.getBounds());
    }

    shaded(area) {
        return { color: "#3e4a3c", weight: 1.5, fillColor: this.shade(area), fillOpacity: 0.8 };
    }

    outlined(area) {
        const isCommune = area.level === "communes";
        const [color, weight] = isCommune ? ["#3e4a3c", 3] : ["#667062", 1.4];
        return { color, weight, fill: false };
    }

    share(area) {
        return area.covered === null || !area.households ? null : area.covered / area.households;
    }

    shade(area) {
        const part = this.share(area);
        return part === null ? NO_FIGURE : STEPS.find(([below]) => part < below)[1];
    }

    facts(area) {
        const { words, numbers } = this;
        return facts(area.name, [
            [words.households, numbers.count(area.households)],
            [words.covered, numbers.count(area.covered)],
            [words.uncovered, numbers.count(area.uncovered)],
            [words.coverage, numbers.percent(this.share(area))],
        ]);
    }

    name(area) {
        L.tooltip({ permanent: true, direction: "center", className: "offline-name" })
            .setLatLng([area.centre[1], area.centre[0]])
            .setContent(el("span", "", area.name))
            .addTo(this.map);
    }

    /** The legend's lines. */
    steps() {
        const labels = STEPS.map(([below, colour], index) => [
            colour,
            `${index * 20}–${Math.min(100, Math.round(Math.min(below, 1) * 100))}%`,
        ]);
        return [...labels, [NO_FIGURE, this.words.no_figure]].map(([colour, label]) => {
            const swatch = el("i", "offline-swatch");
            swatch.style.background = colour;
            return el("li", "", swatch, label);
        });
    }
}

function overlap(one, other) {
    return !(
        one.right < other.left ||
        one.left > other.right ||
        one.bottom < other.top ||
        one.top > other.bottom
    );
}

/** Where names would cover each other, the first stays. */
function clearNames() {
    const taken = [];
    for (const name of document.querySelectorAll(".offline-name")) {
        const here = name.getBoundingClientRect();
        const free = !taken.some((other) => overlap(here, other));
        name.style.visibility = free ? "" : "hidden";
        if (free) {
            taken.push(here);
        }
    }
}
