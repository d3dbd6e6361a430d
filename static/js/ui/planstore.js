const PREFIX = "gandan-plan-edits:";

/**
 * Changes of a plan that have not reached the server yet, kept by the browser for their account.
 * They hold keys of rows and nothing that says who or where anybody is.
 */
export class PlanStore {
    /** @param {number} user @param {number} plan */
    constructor(user, plan) {
        this.key = `${PREFIX}${user}:${plan}`;
    }

    /** @returns {import("../core/planqueue.js").Operation[]} */
    read() {
        try {
            const found = JSON.parse(localStorage.getItem(this.key) ?? "[]");
            return Array.isArray(found) ? found : [];
        } catch {
            return [];
        }
    }

    /** @param {import("../core/planqueue.js").Operation[]} operations */
    write(operations) {
        try {
            if (operations.length === 0) {
                localStorage.removeItem(this.key);
            } else {
                localStorage.setItem(this.key, JSON.stringify(operations));
            }
        } catch {
            // A browser that keeps nothing still saves, as long as the page is open.
        }
    }
}
