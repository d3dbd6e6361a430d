import { fold } from "../core/fold.js";
import { fill, formatCount } from "../core/format.js";

/**
 * What the search box finds: villages first, then households.
 *
 * @param {import("./households.js").MapPage} page
 * @returns {import("../ui/searchbox.js").SearchEntry[]}
 */
export function searchEntries(page) {
    const villages = page.tree.list("village").map((village) => ({
        key: fold(village.name),
        title: village.name,
        under: fill(page.strings.search_village, { n: formatCount(village.households) }),
        choose: () => page.goTo({ level: "village", id: village.id }),
    }));
    const households = page.households.map((household) => {
        const group = page.nameOf({ level: "group", id: household.group });
        const village = page.nameOf({ level: "village", id: household.village });
        return {
            key: household.key,
            title: household.head || household.code,
            under: [household.code, group, village].filter(Boolean).join(" · "),
            choose: () => page.opened.open(household, "search"),
        };
    });
    return [...villages, ...households];
}

/**
 * What the search box says where some households cannot be found because they are not loaded.
 *
 * @param {import("./households.js").MapPage} page
 * @returns {import("../ui/searchbox.js").SearchWords}
 */
export function searchWords({ strings, rowsLoaded, rowLoader }) {
    if (!rowsLoaded) {
        const isComing = rowLoader.words === strings.loading;
        const words = isComing ? strings.loading : strings.search_choose_village;
        return { none: words, besides: words };
    }
    const name = rowLoader.villageName;
    return name === ""
        ? { none: strings.search_none, besides: "" }
        : { none: fill(strings.search_none_in, { name }), besides: "" };
}
