/**
 * The tiles used last, for a while: going back and forth asks for nothing, and what others changed
 * in the meantime still comes.
 *
 * @template T
 */
export class TileCache {
    /**
     * @param {number} limit tiles kept
     * @param {number} maxAge milliseconds
     * @param {() => number} now milliseconds
     */
    constructor(limit, maxAge, now) {
        this.limit = limit;
        this.maxAge = maxAge;
        this.now = now;
        /** @type {Map<string, {tile: T, since: number}>} used longest ago first */
        this.entries = new Map();
    }

    /** @param {string} key @returns {T | undefined} */
    get(key) {
        const entry = this.entries.get(key);
        if (entry === undefined) {
            return undefined;
        }
        this.entries.delete(key);
        if (this.now() - entry.since > this.maxAge) {
            return undefined;
        }
        this.entries.set(key, entry);
        return entry.tile;
    }

    /** @param {string} key @param {T} tile */
    set(key, tile) {
        this.entries.delete(key);
        this.entries.set(key, { tile, since: this.now() });
        if (this.entries.size > this.limit) {
            this.entries.delete(this.entries.keys().next().value);
        }
    }

    clear() {
        this.entries.clear();
    }
}
