import { uuidOf } from "../core/boundariestext.js";
import { changesOf } from "../core/planboard.js";
import {
    refusedFor,
    remainder,
    requestOf,
    SaveQueue,
    sessionOf,
    without,
} from "../core/planqueue.js";
import { stepOf, Trail } from "../core/plantrail.js";
import { postJson } from "../ui/boundarieshttp.js";
import { getJson } from "../ui/http.js";
import { PlanStore } from "../ui/planstore.js";

/** How often others' work is asked for while the page is in sight, milliseconds. */
const ASK_EVERY = 15_000;
/** Refused because the plan is not what the page shows. */
const STALE = new Set(["wrong_state", "undone"]);
/** As many edits as one answer holds. */
const LISTED = 200;

/**
 * The way of changes to the server and of others' changes to the page.
 *
 * @typedef {object} Hooks
 * @property {() => void} changed the board is not what it was
 * @property {(state: string, count: number) => void} state of saving
 * @property {(operation: object, error: object) => void} refused
 * @property {(changes: object[], operation: object) => void} conflict what others did, and this
 *     page's operation did not
 * @property {(edits: object[]) => void} others have changed something
 * @property {() => void} closed it is no draft any more
 */
export class PlanSaving {
    /**
     * @param {{urls: Record<string, string>, user: number, plan: number, token: string}} config
     * @param {import("../core/planboard.js").Board} board
     * @param {{plan: {revision: number, state: string}, trail: object[]}} told by the server
     * @param {Hooks} hooks
     */
    constructor(config, board, { plan, trail }, hooks) {
        Object.assign(this, { config, board, hooks });
        this.seen = plan.revision;
        this.state = plan.state;
        this.trail = new Trail();
        for (const edit of trail) {
            this.trail.take(stepOf(edit), edit.mine);
        }
        this.store = new PlanStore(config.user, config.plan);
        const { session, kept } = sessionOf(this.store.read(), newKey);
        this.session = session;
        // Counts what was confirmed: an answer asked for before is older than the board.
        this.turn = 0;
        this.queue = new SaveQueue(
            {
                send: (operation) => this.send(operation),
                done: (operation, answer) => this.done(operation, answer),
                refused: (operation, error) => this.refused(operation, error),
                told: (state, count) => hooks.state(state, count),
                keep: (operations) => this.keep(operations),
                wait,
            },
            kept,
        );
    }

    /** Send what a closed page left, and begin to ask for others' work. */
    begin() {
        for (const operation of this.queue.operations) {
            this.trail.take(operation);
        }
        this.board.setPending(this.queue.operations);
        this.hooks.changed();
        this.queue.run();
        window.addEventListener("online", () => this.queue.hurry());
        window.addEventListener("beforeunload", (event) => {
            if (this.queue.operations.length > 0) {
                event.preventDefault();
            }
        });
        document.addEventListener("visibilitychange", () => this.ask());
        window.setInterval(() => this.ask(), ASK_EVERY);
    }

    get isProposing() {
        return this.queue.operations.some(({ kind }) => kind === "propose");
    }

    keep(operations) {
        this.store.write(operations);
        this.board.setPending(operations);
        this.hooks.changed();
    }

    /** @param {"pairs" | "locks" | "propose"} kind @param {object[]} changes */
    change(kind, changes) {
        const { session, seen } = this;
        const operation = { key: newKey(), session, kind, seen, changes };
        this.trail.add(operation);
        this.queue.push(operation);
    }

    /** @param {"undo" | "redo"} way @returns {object | null} what is taken back, or done again */
    step(way) {
        const operation = this.trail[way](newKey());
        if (operation === null) {
            return null;
        }
        operation.session = this.session;
        this.queue.push(operation);
        return operation.of;
    }

    send(operation) {
        const { verb, body } = requestOf(operation);
        return postJson(this.config.urls[verb], body, this.config.token);
    }

    async done(operation, answer) {
        this.turn += 1;
        this.board.confirm(operation.changes);
        const isUnknown = operation.changes.length === 0 && answer.edit !== null;
        const expected = this.seen + (answer.edit === null ? 0 : 1);
        if (isUnknown || answer.revision > expected) {
            await this.pull();
        } else {
            this.seen = Math.max(this.seen, answer.revision);
        }
        if (answer.edit === null) {
            this.trail.replace(operation.key, null);
        }
    }

    async refused(operation, error) {
        const refused = refusedFor(error);
        const isConflict = error.code === "changed_since";
        if (isConflict || refused.length > 0 || STALE.has(error.code)) {
            await this.pull();
        }
        // Taken back already: then nothing of it is wanted any more.
        const isUndone = this.queue.operations.some(({ undoes }) => undoes === operation.key);
        const instead = isUndone ? null : remainder(operation, refused, newKey);
        if (isConflict) {
            this.hooks.conflict(error.detail.changes ?? [], operation);
        } else {
            this.hooks.refused(operation, error);
        }
        this.trail.replace(operation.key, instead);
        const left = new Set(without(this.queue.operations, operation.key).map(({ key }) => key));
        for (const { key } of this.queue.operations) {
            if (key !== operation.key && !left.has(key)) {
                this.trail.replace(key, null);
            }
        }
        return instead;
    }

    /** Ask for others' work, unless ours is on the way: it brings theirs with it. */
    async ask() {
        if (document.visibilityState === "visible" && this.queue.running === null) {
            await this.pull();
        }
    }

    /** Take over what was written since the revision seen; without a network another time. */
    async pull() {
        let more = true;
        while (more) {
            const { turn } = this;
            let told;
            try {
                told = await getJson(`${this.config.urls.edits}?since=${this.seen}`);
            } catch {
                return;
            }
            if (turn !== this.turn) {
                return;
            }
            this.take(told);
            more = told.edits.length === LISTED;
        }
    }

    /** What the solver or an old edit changed is known from here on; and who is kept apart. */
    learn(edits) {
        const mine = [...this.trail.done, ...this.trail.undone];
        const unknown = mine.filter(({ changes }) => changes.length === 0);
        for (const edit of edits) {
            const changes = changesOf([edit]);
            const operation = unknown.find(({ key }) => key === edit.key);
            if (operation !== undefined) {
                operation.changes = changes;
            }
            this.trail.take(stepOf({ ...edit, changed: edit.changes.length }, changes), edit.mine);
            for (const { household, person, after } of edit.changes.filter(isBan)) {
                this.board.ban(household, person, after !== null);
            }
        }
    }

    take({ edits, revision, state }) {
        this.turn += 1;
        this.board.confirm(changesOf(edits));
        // One's own from another machine are news here too.
        const others = edits.filter(({ key }) => !this.trail.known.has(key));
        this.learn(edits);
        this.seen = edits.length === LISTED ? edits.at(-1).revision : revision;
        if (others.length > 0) {
            this.hooks.others(others);
        }
        if (state !== this.state) {
            this.state = state;
            this.hooks.closed();
        }
        if (edits.length > 0) {
            this.hooks.changed();
        }
    }
}

function newKey() {
    return uuidOf(crypto.getRandomValues(new Uint8Array(16)));
}

function isBan({ what }) {
    return what === "ban";
}

/** @param {number} milliseconds @param {(call: () => void) => void} wake */
function wait(milliseconds, wake) {
    return new Promise((resolve) => {
        const timer = window.setTimeout(resolve, milliseconds);
        wake(() => {
            window.clearTimeout(timer);
            resolve();
        });
    });
}
