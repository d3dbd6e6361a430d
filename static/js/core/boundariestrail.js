/**
 * The states of one drawing, to go back and forth between. A state is plain data, compared by its
 * JSON, so that a drag which ends where it began is no step.
 *
 * @template T
 */
export class Trail {
    /** @param {T} first */
    constructor(first) {
        /** @type {T[]} */
        this.states = [first];
        this.index = 0;
    }

    /** @returns {T} */
    get current() {
        return this.states[this.index];
    }

    get canUndo() {
        return this.index > 0;
    }

    get canRedo() {
        return this.index < this.states.length - 1;
    }

    /**
     * What was undone before is gone then.
     *
     * @param {T} state
     * @returns {boolean} whether it is a new one
     */
    push(state) {
        if (JSON.stringify(state) === JSON.stringify(this.current)) {
            return false;
        }
        this.states.splice(this.index + 1, Infinity, state);
        this.index += 1;
        return true;
    }

    /** @returns {T} the state before, or the first */
    undo() {
        this.index = Math.max(0, this.index - 1);
        return this.current;
    }

    /** @returns {T} the state after, or the last */
    redo() {
        this.index = Math.min(this.states.length - 1, this.index + 1);
        return this.current;
    }
}
