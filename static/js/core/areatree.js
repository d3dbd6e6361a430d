/**
 * The areas within reach as a tree: the whole → communes → villages → groups. Where there is only
 * one commune, the whole is that commune.
 *
 * @typedef {"all" | "commune" | "village" | "group"} Level
 * @typedef {{level: Level, id: number | null}} Place
 * @typedef {object} Unit
 * @property {number} id
 * @property {string} name
 * @property {number | null} parent
 * @property {[number, number] | null} centre lon, lat
 * @property {[number, number, number, number] | null} bounds west, south, east, north
 *
 * @typedef {{communes: Unit[], villages: Unit[], groups: Unit[], complete?: number[]}} Areas
 *     complete: communes all of whose villages and groups are in it
 */

export const WHOLE = Object.freeze({ level: "all", id: null });

const LISTS = { commune: "communes", village: "villages", group: "groups" };

export class AreaTree {
    constructor() {
        /** @type {Record<string, Map<number, Unit>>} */
        this.units = { commune: new Map(), village: new Map(), group: new Map() };
    }

    /**
     * Take in an answer of the server; one for a single commune adds to what is known of others. Of
     * a commune that is complete in it, what is not in it any more is gone.
     *
     * @param {Areas} areas
     */
    add(areas) {
        for (const commune of areas.complete ?? []) {
            this.forgetBelow(commune);
        }
        for (const [level, name] of Object.entries(LISTS)) {
            for (const unit of areas[name]) {
                this.units[level].set(unit.id, unit);
            }
        }
    }

    /**
     * Take in a newer answer for all that the reader reaches: communes that are not in it are gone.
     *
     * @param {Areas} areas
     */
    renew(areas) {
        const still = new Set(areas.communes.map(({ id }) => id));
        for (const id of [...this.units.commune.keys()].filter((each) => !still.has(each))) {
            this.units.commune.delete(id);
            this.forgetBelow(id);
        }
        this.add(areas);
    }

    forgetBelow(commune) {
        const { village, group } = this.units;
        const gone = this.list("village").filter(({ parent }) => parent === commune);
        for (const { id } of gone) {
            village.delete(id);
        }
        const ids = new Set(gone.map(({ id }) => id));
        for (const { id } of this.list("group").filter(({ parent }) => ids.has(parent))) {
            group.delete(id);
        }
    }

    /** @returns {boolean} */
    get hasManyCommunes() {
        return this.units.commune.size > 1;
    }

    /**
     * @param {Level} level
     * @returns {Unit[]} in the order of the server
     */
    list(level) {
        return [...this.units[level].values()];
    }

    /**
     * @param {Place} place
     * @returns {Unit | null}
     */
    unit({ level, id }) {
        return this.units[level]?.get(id) ?? null;
    }

    /**
     * @param {Place} place
     * @returns {boolean}
     */
    knows(place) {
        return place.level === "all" || this.unit(place) !== null;
    }

    /**
     * @param {Place} place
     * @returns {Place | null} the area around it; null for the whole
     */
    above(place) {
        if (place.level === "all") {
            return null;
        }
        const parent = this.unit(place)?.parent ?? null;
        if (place.level === "group" && this.units.village.has(parent)) {
            return { level: "village", id: parent };
        }
        if (place.level === "village" && this.hasManyCommunes && this.units.commune.has(parent)) {
            return { level: "commune", id: parent };
        }
        return WHOLE;
    }

    /**
     * @param {Place} place
     * @returns {Place[]} from the whole down to the place itself
     */
    path(place) {
        const above = this.above(place);
        return above === null ? [place] : [...this.path(above), place];
    }

    /**
     * The areas one step down: communes of the whole, villages of a commune, groups of a village.
     *
     * @param {Place} place
     * @returns {{level: Level | null, units: Unit[]}} level null where only households follow
     */
    below({ level, id }) {
        if (level === "all") {
            if (this.hasManyCommunes) {
                return { level: "commune", units: this.list("commune") };
            }
            return this.villagesIn(() => true);
        }
        if (level === "commune") {
            return this.villagesIn((unit) => unit.parent === id);
        }
        const units = level === "village" ? this.list("group").filter((g) => g.parent === id) : [];
        return { level: units.length > 0 ? "group" : null, units };
    }

    villagesIn(accept) {
        const units = this.list("village").filter(accept);
        if (units.length > 0) {
            return { level: "village", units };
        }
        // Whoever sees a commune's numbers but none of its villages'.
        const lone = this.hasManyCommunes ? [] : this.list("commune");
        return { level: lone.length > 0 ? "commune" : null, units: lone };
    }

    /**
     * The area to go to for something pressed on the map: one step below where the reader is, so
     * that a press never skips a level.
     *
     * @param {Place} from where the reader is
     * @param {Place} pressed
     * @returns {Place | null} null when the press lies outside or leads nowhere
     */
    stepTowards(from, pressed) {
        const path = this.path(pressed);
        const at = path.findIndex((place) => samePlace(place, from));
        if (at === -1) {
            // Beside the area the reader is in: over to the neighbour of the same level.
            return path.find((place) => place.level === from.level) ?? null;
        }
        return path[at + 1] ?? null;
    }

    /**
     * Whether a household lies in a place.
     *
     * @param {Place} place
     * @returns {((household: {village: number | null, group: number | null}) => boolean) | null}
     *     null when everything does
     */
    within({ level, id }) {
        if (level === "all" || (level === "commune" && !this.hasManyCommunes)) {
            return null;
        }
        if (level === "village") {
            return (household) => household.village === id;
        }
        if (level === "group") {
            return (household) => household.group === id;
        }
        const { village } = this.units;
        return (household) => village.get(household.village)?.parent === id;
    }

    /**
     * @param {Place} place
     * @returns {number | null} the commune whose villages are to be asked for, if any
     */
    communeOf(place) {
        if (place.level === "commune") {
            return place.id;
        }
        const above = this.above(place);
        return above === null ? null : this.communeOf(above);
    }
}

/**
 * @param {Place} a
 * @param {Place} b
 * @returns {boolean}
 */
export function samePlace(a, b) {
    return a.level === b.level && a.id === b.id;
}
