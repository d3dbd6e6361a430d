import { fill } from "../core/format.js";
import { getJson } from "../ui/http.js";

/** While somebody looks at the map it is asked this often whether there is anything new; ms. */
const ASK_EVERY = 60_000;

/**
 * Contacts, assignments and positions that others write down show without a reload. The question is
 * a tile's own "unchanged?", which costs the server next to nothing; only a yes loads anything.
 */
export class Freshness {
    /** @param {import("./households.js").MapPage} page once it shows its data */
    constructor(page) {
        this.page = page;
        const { units } = page.config.tiles;
        this.url = units.replace("{z}", "0").replace("{x}", "0").replace("{y}", "0").split("?")[0];
        this.version = new URLSearchParams(units.split("?")[1]).get("v");
        this.isAsking = false;
        window.setInterval(() => this.ask(), ASK_EVERY);
        document.addEventListener("visibilitychange", () => this.ask());
    }

    async ask() {
        if (document.hidden || this.isAsking) {
            return;
        }
        this.isAsking = true;
        try {
            const headers = { "If-None-Match": `"${this.version}"` };
            const how = { method: "HEAD", cache: "no-store", redirect: "error", headers };
            const answer = await fetch(this.url, how);
            const newest = /"([^"]+)"/.exec(answer.headers.get("ETag") ?? "")?.[1];
            if (answer.ok && newest !== undefined && newest !== this.version) {
                await this.renew();
                this.version = newest;
            }
        } catch {
            // Without a network the map stays as it is, and is asked about again.
        } finally {
            this.isAsking = false;
        }
    }

    async renew() {
        const { page } = this;
        const { rowLoader } = page;
        const asked = rowLoader.village;
        const [areas, commune, rows] = await Promise.all([
            getJson(page.config.urls.areas),
            page.areaLoader.again(),
            rowLoader.again(),
        ]);
        // What is being printed stays what was asked for, until the paper is out.
        await page.paper;
        const moved = page.takeAreas(areas, commune);
        page.layers.renew();
        page.drill.days.renew();
        // The reader may have gone into another village meanwhile, whose rows come by themselves.
        page.showData(rowLoader.village === asked ? rows : null);
        if (moved) {
            page.say(fill(page.strings.place_gone, { name: page.nameOf(page.state.place) }));
        }
    }
}
