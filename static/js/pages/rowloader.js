import { getJson } from "../ui/http.js";

/**
 * The households themselves: all at once where they are not too many, else those of the village
 * that the reader has gone down into.
 */
export class RowLoader {
    /** @param {import("./households.js").MapPage} page */
    constructor(page) {
        this.page = page;
        /** @type {number | null} village whose households are loaded or on their way */
        this.village = null;
        this.failed = false;
    }

    /** @returns {Promise<object | null>} the first answer; null where a village is to be chosen */
    first() {
        const { config, seesHouseholds } = this.page;
        return seesHouseholds && config.sees.rows
            ? getJson(config.urls.households)
            : Promise.resolve(null);
    }

    /** @returns {Promise<object | null>} the newest of what is loaded; null where nothing is */
    again() {
        return this.village === null
            ? this.first()
            : getJson(`${this.page.config.urls.households}?village=${this.village}`);
    }

    /** @returns {string} why no household is listed, and what to do about it */
    get words() {
        const { config, strings } = this.page;
        if (this.failed) {
            return strings.load_failed;
        }
        const isComing = config.sees.rows || this.village !== null;
        return isComing ? strings.loading : strings.choose_village;
    }

    /** @returns {string} the village that alone is loaded; "": all households are */
    get villageName() {
        const { village, page } = this;
        return village === null ? "" : page.nameOf({ level: "village", id: village });
    }

    /** @param {import("../core/areatree.js").Place} place */
    async follow(place) {
        const { page } = this;
        if (!page.seesHouseholds || page.config.sees.rows) {
            return;
        }
        const village = place.level === "group" ? page.tree.unit(place)?.parent : place.id;
        const wanted = place.level === "all" || place.level === "commune" ? null : village;
        if (wanted === this.village) {
            return;
        }
        this.village = wanted;
        if (this.failed) {
            this.failed = false;
            page.status.ready();
        }
        page.forgetRows();
        if (wanted === null) {
            return;
        }
        try {
            const answer = await getJson(`${page.config.urls.households}?village=${wanted}`);
            if (this.village === wanted) {
                page.showData(answer);
            }
        } catch (error) {
            if (this.village === wanted) {
                this.village = null;
                this.failed = true;
                page.status.failed(error, () => page.render());
                page.listing?.show();
                page.filtering?.show();
                page.listing?.searchAgain();
            }
        }
    }
}
