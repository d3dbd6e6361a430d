/**
 * Changes on their way to the server: one after another, in the order they were made, each under a
 * key of its own, so that one sent twice is written once. What could not be sent is sent again until
 * it is, and is kept by the browser meanwhile.
 *
 * @typedef {object} Operation
 * @property {string} key UUID; the server's name of the edit too
 * @property {"pairs" | "locks" | "undo" | "propose"} kind
 * @property {string} session UUID of the page that made it
 * @property {number} seen revision of the plan that the editor looked at
 * @property {import("./planboard.js").Change[]} changes what it does, as far as the page knows
 * @property {string} [undoes] key of the operation that an undo takes back
 */

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;
const PASSING = new Set([0, 408, 429, 500, 502, 503, 504]);
const SIGNED_OUT = new Set([401, 403]);

/**
 * @param {number} status 0 where no answer came
 * @param {string} [code] of the refusal
 * @returns {"again" | "signed_out" | "refused"} what to do with an operation that failed so
 */
export function verdictOn(status, code = "") {
    if (PASSING.has(status)) {
        return "again";
    }
    return SIGNED_OUT.has(status) && code !== "role_too_low" ? "signed_out" : "refused";
}

/** @param {number} tries so far @returns {number} milliseconds */
export function waitAfter(tries) {
    return Math.min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT);
}

/**
 * What an operation says to the server: always the same for the same operation.
 *
 * @param {Operation} operation
 * @returns {{verb: string, body: object}}
 */
export function requestOf({ key, session, kind, seen, changes, undoes }) {
    if (kind === "undo") {
        return { verb: "undo", body: { key, session, edit: undoes } };
    }
    if (kind === "propose") {
        return { verb: "propose", body: { key, session, seen } };
    }
    if (kind === "locks") {
        const households = changes.map(({ household }) => household);
        return {
            verb: "locks",
            body: { key, session, seen, households, locked: changes[0].after.locked },
        };
    }
    const pairs = changes.map(({ household, after }) => ({
        household,
        person: after === null ? null : after.person,
    }));
    return { verb: "pairs", body: { key, session, seen, pairs } };
}

/**
 * Operations without one that was refused, and without those that were to take it back.
 *
 * @param {Operation[]} operations
 * @param {string} key of the refused one
 * @returns {Operation[]}
 */
export function without(operations, key) {
    const gone = new Set([key]);
    return operations.filter((each) => {
        if (gone.has(each.key) || gone.has(each.undoes)) {
            gone.add(each.key);
            return false;
        }
        return true;
    });
}

/**
 * Whose edits a page's own are: those of the page that left operations behind go on under its
 * session, because what follows is built on them; else a new one.
 *
 * @param {Operation[]} kept from before the page was closed
 * @param {() => string} newKey
 * @returns {{session: string, kept: Operation[]}}
 */
export function sessionOf(kept, newKey) {
    const session = kept.at(-1)?.session ?? newKey();
    return { session, kept: kept.map((operation) => ({ session, ...operation })) };
}

/**
 * Households for which the server refused an operation: changed by others since, or not to be given.
 *
 * @param {{code?: string, detail?: {changes?: object[], households?: number[]}}} error
 * @returns {number[]}
 */
export function refusedFor({ code, detail = {} }) {
    return code === "changed_since"
        ? (detail.changes ?? []).map(({ household }) => household)
        : (detail.households ?? []);
}

/**
 * What is left of an operation that was refused for some of its households; null: nothing, or it
 * cannot be divided. It is a new wish, so it needs a new key.
 *
 * @param {Operation} operation
 * @param {number[]} households that it was refused for
 * @param {() => string} newKey
 * @returns {Operation | null}
 */
export function remainder(operation, households, newKey) {
    if (operation.kind === "undo" || operation.kind === "propose") {
        return null;
    }
    const refused = new Set(households);
    const changes = operation.changes.filter(({ household }) => !refused.has(household));
    const nothing = changes.length === 0 || changes.length === operation.changes.length;
    return nothing ? null : { ...operation, key: newKey(), changes };
}

/**
 * @typedef {object} Hooks
 * @property {(operation: Operation) => Promise<object>} send rejects with a `status`
 * @property {(operation: Operation, answer: object) => Promise<void> | void} done
 * @property {(operation: Operation, error: object) => Promise<Operation | null> | Operation | null}
 *     refused answers with what is to be sent in its place
 * @property {(state: "saved" | "saving" | "waiting" | "signed_out", count: number) => void} told
 * @property {(operations: Operation[]) => void} keep for a page that is closed meanwhile
 * @property {(milliseconds: number, wake: (call: () => void) => void) => Promise<void>} wait
 */

export class SaveQueue {
    /** @param {Hooks} hooks @param {Operation[]} [kept] from before the page was closed */
    constructor(hooks, kept = []) {
        this.hooks = hooks;
        this.operations = [...kept];
        this.running = null;
        this.wake = () => {};
    }

    /** @param {Operation} operation */
    push(operation) {
        this.become([...this.operations, operation]);
        this.run();
    }

    /** Send again now what waits. */
    hurry() {
        this.wake();
        this.run();
    }

    /** @returns {Promise<void>} settled when nothing is left to send, or nobody is signed in */
    run() {
        this.running ??= this.drain().finally(() => {
            this.running = null;
        });
        return this.running;
    }

    become(operations) {
        this.operations = operations;
        this.hooks.keep(operations);
    }

    async drain() {
        let tries = 0;
        while (this.operations.length > 0) {
            this.tell(tries > 0 ? "waiting" : "saving");
            const verdict = await this.sendFirst();
            if (verdict === "signed_out") {
                this.tell("signed_out");
                return;
            }
            tries = verdict === "again" ? tries + 1 : 0;
            if (tries > 0) {
                this.tell("waiting");
                await this.hooks.wait(waitAfter(tries), (call) => {
                    this.wake = call;
                });
            }
        }
        this.tell("saved");
    }

    /** @returns {Promise<"done" | "again" | "signed_out" | "refused">} */
    async sendFirst() {
        const [operation] = this.operations;
        let answer;
        try {
            answer = await this.hooks.send(operation);
        } catch (error) {
            return this.failed(operation, error);
        }
        await this.hooks.done(operation, answer);
        this.become(this.operations.filter((each) => each !== operation));
        return "done";
    }

    async failed(operation, error) {
        const verdict = verdictOn(error.status ?? 0, error.code);
        if (verdict === "refused") {
            const instead = await this.hooks.refused(operation, error);
            const rest = without(this.operations, operation.key);
            this.become(instead === null ? rest : [instead, ...rest]);
        }
        return verdict;
    }

    tell(state) {
        this.hooks.told(state, this.operations.length);
    }
}
