import { inverse } from "./planboard.js";

/**
 * What can be taken back and done again on this page. An undo is an operation of its own, and taking
 * that one back is the redo; the server knows each by its key.
 *
 * @typedef {import("./planqueue.js").Operation} Operation
 */
export class Trail {
    constructor() {
        /** @type {Operation[]} */
        this.done = [];
        /** @type {Operation[]} */
        this.undone = [];
    }

    get canUndo() {
        return this.done.length > 0;
    }

    get canRedo() {
        return this.undone.length > 0;
    }

    /** @param {Operation} operation somebody's own new change */
    add(operation) {
        this.done.push(operation);
        this.undone = [];
    }

    /** @param {string} key of the operation to come @returns {Operation | null} */
    undo(key) {
        return this.#step(this.done, this.undone, key);
    }

    /** @param {string} key @returns {Operation | null} */
    redo(key) {
        return this.#step(this.undone, this.done, key);
    }

    #step(from, to, key) {
        const last = from.pop();
        if (last === undefined) {
            return null;
        }
        const changes = inverse(last.changes);
        const back = { key, kind: "undo", seen: last.seen, changes, undoes: last.key };
        to.push(back);
        return back;
    }

    /** Another operation in place of one, or (null) none: it was refused, or changed nothing. */
    replace(key, instead) {
        const swap = (operations) =>
            operations.flatMap((each) => (each.key === key ? (instead ?? []) : each));
        this.done = swap(this.done);
        this.undone = swap(this.undone);
    }
}
