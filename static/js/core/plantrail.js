import { inverse } from "./planboard.js";

/** How the server calls what the page does. */
const KINDS = { pairs: "change", locks: "lock" };

/**
 * What one can take back and do again: what was done on this page, and what one did to the draft
 * before it was opened. An undo is an operation of its own, and taking that one back is the redo; the
 * server knows each by its key.
 *
 * @typedef {import("./planqueue.js").Operation} Operation
 * @typedef {{kind: string, n: number}} Deed what an edit did at first, and to how many
 * @typedef {Operation & {of?: Deed}} Step without changes where the page has not been told of them
 */
export class Trail {
    constructor() {
        /** @type {Step[]} */
        this.done = [];
        /** @type {Step[]} */
        this.undone = [];
        /** @type {Set<string>} keys of all that went over it */
        this.known = new Set();
    }

    get canUndo() {
        return this.done.length > 0;
    }

    get canRedo() {
        return this.undone.length > 0;
    }

    /** @returns {Deed | null} what the next undo takes back */
    get next() {
        return this.canUndo ? deedOf(this.done.at(-1)) : null;
    }

    /** @returns {Deed | null} what the next redo does again */
    get again() {
        return this.canRedo ? deedOf(this.undone.at(-1)) : null;
    }

    /** @param {Step} step somebody's own new change */
    add(step) {
        this.known.add(step.key);
        this.done.push(step);
        this.undone = [];
    }

    /**
     * An edit made elsewhere: before the page was opened, on another page, by somebody else. To be
     * told in the order of the edits; what is known already changes nothing.
     *
     * @param {Step} step
     * @param {boolean} mine
     */
    take(step, mine = true) {
        if (this.known.has(step.key)) {
            return;
        }
        this.known.add(step.key);
        const [back, to] = this.#part(step.undoes);
        if (!mine) {
            return;
        }
        if (!step.undoes) {
            this.add(step);
        } else if (back !== null) {
            step.of = deedOf(back);
            to.push(step);
        }
    }

    /** @param {string} key of the operation to come @returns {Step | null} */
    undo(key) {
        return this.#step(this.done, this.undone, key);
    }

    /** @param {string} key @returns {Step | null} */
    redo(key) {
        return this.#step(this.undone, this.done, key);
    }

    #step(from, to, key) {
        const last = from.pop();
        if (last === undefined) {
            return null;
        }
        const changes = inverse(last.changes);
        const { seen, key: undoes } = last;
        const back = { key, kind: "undo", seen, changes, undoes, of: deedOf(last) };
        this.known.add(key);
        to.push(back);
        return back;
    }

    /** The step that is taken back, no longer among the others; and where its taking back goes. */
    #part(key) {
        const ways = [
            [this.done, this.undone],
            [this.undone, this.done],
        ];
        for (const [from, to] of key ? ways : []) {
            const index = from.findIndex((each) => each.key === key);
            if (index >= 0) {
                return [...from.splice(index, 1), to];
            }
        }
        return [null, null];
    }

    /** Another operation in place of one, or (null) none: it was refused, or changed nothing. */
    replace(key, instead) {
        if (instead !== null) {
            this.known.add(instead.key);
        }
        const swap = (steps) =>
            steps.flatMap((each) => (each.key === key ? (instead ?? []) : each));
        this.done = swap(this.done);
        this.undone = swap(this.undone);
    }
}

/** @param {Step} step @returns {Deed} */
function deedOf({ of, kind, changes }) {
    return of ?? { kind: KINDS[kind] ?? kind, n: changes.length };
}

/**
 * An edit as the server tells of it.
 *
 * @param {{key: string, kind: string, undoes: string | null, changed: number}} edit
 * @param {import("./planboard.js").Change[]} [changes] as far as they are told
 * @returns {Step}
 */
export function stepOf({ key, kind, undoes, changed }, changes = []) {
    return { key, kind, seen: 0, changes, undoes, of: { kind, n: changed } };
}
