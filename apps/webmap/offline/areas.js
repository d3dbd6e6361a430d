/* Outlines, their names and figures. */

const NO_FIGURE = "#dcdcd8";

class Areas {
    constructor(map, data, numbers) {
        this.map = map;
        this.words = data.words;
        this.numbers = numbers;
        this.measure = data.measure;
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

    /** A share of all households, or a number of them; null: hidden, or there is none. */
    value({ part, households }) {
        if (part === null || !this.measure.share) {
            return part;
        }
        return households ? part / households : null;
    }

    shade(area) {
        const value = this.value(area);
        const isIn = ({ below }) => below === null || value < below;
        return value === null ? NO_FIGURE : this.measure.steps.find(isIn).fill;
    }

    facts(area) {
        const { words, numbers, measure } = this;
        const value = this.value(area);
        const told = measure.share ? numbers.percent(value) : numbers.count(value);
        return facts(area.name, [
            [words.households, numbers.count(area.households)],
            [words.covered, numbers.count(area.covered)],
            [words.uncovered, numbers.count(area.uncovered)],
            [measure.label, told],
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
        const labels = this.measure.steps.map(({ fill, label }) => [fill, label]);
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
