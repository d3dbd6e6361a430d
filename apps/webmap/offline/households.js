/* Households as dots, coloured by a theme. */

/** Where the classes of a row begin: one for each theme, behind its facts. */
const FACTS = 8;
const PROVISIONAL = 7;
/** How far the dashes stand off the dot, pixels. */
const BEYOND = 3;

class Households {
    constructor(map, data, numbers) {
        this.map = map;
        this.data = data;
        this.words = data.words;
        this.numbers = numbers;
        this.placed = data.households.filter((row) => row[0] !== null);
        this.dots = L.layerGroup().addTo(map);
        this.theme = data.theme;
        /** Classes asked for alone; none: all of them. */
        this.chosen = new Set();
    }

    get bounds() {
        return L.latLngBounds(this.placed.map(([lat, lon]) => [lat, lon]));
    }

    get legend() {
        return this.data.themes[this.theme].legend;
    }

    classOf(row) {
        return row[FACTS + this.theme];
    }

    isShown(row) {
        return this.chosen.size === 0 || this.chosen.has(this.classOf(row));
    }

    /** How many are shown, those without a place on the map too. */
    get shown() {
        return this.data.households.filter((row) => this.isShown(row)).length;
    }

    /** @param {number} theme colour by it, all classes */
    choose(theme) {
        this.theme = theme;
        this.chosen.clear();
    }

    toggle(index) {
        if (!this.chosen.delete(index)) {
            this.chosen.add(index);
        }
    }

    /** Small where a commune fills the screen, so that dots do not bury each other. */
    get radius() {
        return Math.min(7, Math.max(3.5, 3.5 + (this.map.getZoom() - 12.5) * 0.9));
    }

    resize() {
        this.dots.eachLayer((dot) => dot.setRadius(this.radius + (dot.options.beyond ?? 0)));
    }

    show() {
        // What is drawn last stays on top.
        const turn = this.data.themes[this.theme].last_on_top ? 1 : -1;
        const rows = this.placed
            .filter((row) => this.isShown(row))
            .sort((a, b) => turn * (this.classOf(a) - this.classOf(b)));
        const here = new Map();
        for (const row of rows) {
            const place = `${row[0]} ${row[1]}`;
            here.set(place, [...(here.get(place) ?? []), row]);
        }
        this.dots.clearLayers();
        for (const row of rows) {
            this.draw(row, here.get(`${row[0]} ${row[1]}`));
        }
    }

    /** @param {unknown[][]} all the rows at the same point */
    draw(row, all) {
        const style = this.legend[this.classOf(row)];
        if (row[PROVISIONAL] && row === all.at(-1)) {
            this.drawDashes(row, all.length);
        }
        L.circleMarker([row[0], row[1]], {
            radius: this.radius,
            color: style.ring,
            weight: style.hollow ? 2 : 1.2,
            fillColor: style.fill,
            fillOpacity: 1,
        })
            .bindPopup(() => this.popupOf(all), { maxHeight: 260 })
            .addTo(this.dots);
    }

    /** Around a point that is the middle of a group for now; with the number of those at it. */
    drawDashes(row, several) {
        const dashes = L.circleMarker([row[0], row[1]], {
            radius: this.radius + BEYOND,
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
            dashes.bindTooltip(el("b", "", this.numbers.count(several)), number);
        }
        dashes.addTo(this.dots);
    }

    /** Households at one point lie on top of one another: a press tells of all of them. */
    popupOf(rows) {
        if (rows.length === 1) {
            return this.factsOf(rows[0]);
        }
        const here = fill(this.words.here, { n: this.numbers.count(rows.length) });
        const each = rows.map((row) => this.factsOf(row));
        return el("div", "offline-several", el("p", "offline-here", here), ...each);
    }

    factsOf([, , code, head, village, person, last, provisional]) {
        const { words, data } = this;
        return facts(head || code, [
            [words.code, code],
            [words.village, data.villages[village] ?? ""],
            [words.in_charge, person === null ? words.nobody : data.people[person]],
            [words.last_contact, last ?? words.never],
            ...(provisional ? [[words.position, words.provisional]] : []),
        ]);
    }
}
