import { getJson } from "../ui/http.js";

/** In a province the villages of a commune come once somebody goes down into it. */
export class AreaLoader {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        /** @type {Set<number>} communes asked for */
        this.asked = new Set();
        /** @type {Set<number>} communes whose villages are known, but not as they are now */
        this.stale = new Set();
    }

    /**
     * The commune that the reader is in, anew; others are asked for when they are opened again.
     *
     * @returns {Promise<import("../core/areatree.js").Areas | null>} null: the first answer holds it,
     *     or it is gone
     */
    async again() {
        const { page } = this;
        const here = page.tree.communeOf(page.state.place);
        this.stale = new Set([...this.asked].filter((commune) => commune !== here));
        if (here === null || !this.asked.has(here)) {
            return null;
        }
        const areas = await getJson(`${page.config.urls.areas}?commune=${here}`);
        return areas.communes.length > 0 ? areas : null;
    }

    /**
     * The commune around a village or group that a link names and the first answer does not know.
     *
     * @param {import("../core/areatree.js").Areas} areas the first answer
     * @returns {Promise<import("../core/areatree.js").Areas | null>} null: there is none to add
     */
    async find(areas) {
        const { level, id } = this.page.state.place;
        const isBelow = level === "village" || level === "group";
        const isKnown = isBelow && areas[`${level}s`].some((unit) => unit.id === id);
        if (!isBelow || isKnown || areas.communes.length < 2) {
            return null;
        }
        try {
            const around = await getJson(`${this.page.config.urls.areas}?${level}=${id}`);
            for (const commune of around.communes) {
                this.asked.add(commune.id);
            }
            return around;
        } catch {
            // A unit that is gone, or somebody else's: the page shows the whole.
            return null;
        }
    }

    /** @param {import("../core/areatree.js").Place} place */
    async ask(place) {
        const { page } = this;
        const commune = page.tree.communeOf(place);
        if (commune === null || !page.tree.hasManyCommunes || !this.isWanted(commune)) {
            return;
        }
        this.asked.add(commune);
        this.stale.delete(commune);
        try {
            const areas = await getJson(`${page.config.urls.areas}?commune=${commune}`);
            page.tree.add(areas);
            page.layers.showAreas();
            page.render();
        } catch {
            this.asked.delete(commune);
            // Old figures are still there, and will not do.
            this.stale.add(commune);
            page.say(page.strings.load_failed);
        }
    }
    /** Its villages are not known, or not as they are now. */
    isWanted(commune) {
        if (this.stale.has(commune)) {
            return true;
        }
        const known = this.page.tree.below({ level: "commune", id: commune }).level !== null;
        return !known && !this.asked.has(commune);
    }
}
