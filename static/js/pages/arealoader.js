import { getJson } from "../ui/http.js";

/** In a province the villages of a commune come once somebody goes down into it. */
export class AreaLoader {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        /** @type {Set<number>} communes asked for */
        this.asked = new Set();
    }

    /** @param {import("../core/areatree.js").Place} place */
    async ask(place) {
        const { page } = this;
        const commune = page.tree.communeOf(place);
        if (commune === null || !page.tree.hasManyCommunes || this.asked.has(commune)) {
            return;
        }
        this.asked.add(commune);
        if (page.tree.below({ level: "commune", id: commune }).level !== null) {
            return;
        }
        try {
            const areas = await getJson(`${page.config.urls.areas}?commune=${commune}`);
            page.tree.add(areas);
            page.layers.showAreas({ ...areas, communes: [] });
            page.render();
        } catch {
            this.asked.delete(commune);
            page.say(page.strings.load_failed);
        }
    }
}
