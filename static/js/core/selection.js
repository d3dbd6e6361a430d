/**
 * The households chosen for a task: ids and nothing else, so that lists, map and actions share it.
 * Each change can be undone once.
 */
export class Selection {
    constructor() {
        /** @type {ReadonlySet<number>} */
        this.ids = new Set();
        /** @type {ReadonlySet<number> | null} */
        this.before = null;
        /** @type {Set<(selection: Selection) => void>} */
        this.listeners = new Set();
    }

    /** @returns {number} */
    get size() {
        return this.ids.size;
    }

    /** @returns {boolean} */
    get canUndo() {
        return this.before !== null;
    }

    /** @param {number} id */
    has(id) {
        return this.ids.has(id);
    }

    /**
     * @param {(selection: Selection) => void} listener called after each change
     * @returns {() => void} stops listening
     */
    on(listener) {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    /** @param {Iterable<number>} ids */
    add(ids) {
        this.become(new Set([...this.ids, ...ids]));
    }

    /** @param {Iterable<number>} ids */
    remove(ids) {
        const gone = new Set(ids);
        this.become(new Set([...this.ids].filter((id) => !gone.has(id))));
    }

    /** @param {Iterable<number>} ids */
    replace(ids) {
        this.become(new Set(ids));
    }

    /**
     * All of `ids` in, or, when all of them are in already, all out.
     *
     * @param {Iterable<number>} ids
     */
    toggle(ids) {
        const all = [...ids];
        if (all.every((id) => this.ids.has(id))) {
            this.remove(all);
        } else {
            this.add(all);
        }
    }

    clear() {
        this.become(new Set());
    }

    /**
     * Drop what is no longer there, as after new data; nothing to undo, since it would not come back.
     *
     * @param {(id: number) => boolean} exists
     */
    keep(exists) {
        const kept = new Set([...this.ids].filter(exists));
        if (kept.size !== this.ids.size) {
            this.before = null;
            this.ids = kept;
            this.tell();
        }
    }

    /** Back to what was chosen before the last change; a second undo does it again. */
    undo() {
        if (this.before !== null) {
            this.become(this.before);
        }
    }

    /** Let the last change stand. */
    forget() {
        this.before = null;
        this.tell();
    }

    /** @param {ReadonlySet<number>} ids */
    become(ids) {
        if (ids.size === this.ids.size && [...ids].every((id) => this.ids.has(id))) {
            return;
        }
        this.before = this.ids;
        this.ids = ids;
        this.tell();
    }

    tell() {
        for (const listener of this.listeners) {
            listener(this);
        }
    }
}

/**
 * What a drawn shape does to the selection.
 *
 * @typedef {"replace" | "add" | "remove"} Mode
 *
 * @param {Selection} selection
 * @param {Mode} mode
 * @param {Iterable<number>} ids
 */
export function applyTo(selection, mode, ids) {
    selection[mode](ids);
}

/**
 * @param {{shiftKey?: boolean, altKey?: boolean}} keys held while a shape was finished
 * @param {Mode} chosen in the bar, for those without a keyboard
 * @returns {Mode}
 */
export function modeOf({ shiftKey, altKey }, chosen) {
    if (altKey) {
        return "remove";
    }
    return shiftKey ? "add" : chosen;
}
