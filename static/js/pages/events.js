/** Who wants to hear what happens on the page: "filter", "theme", "data", "tick", "back". */
export class Events {
    constructor() {
        /** @type {Map<string, Array<(detail: any) => void>>} */
        this.listeners = new Map();
    }

    /**
     * @param {string} event
     * @param {(detail: any) => void} listener
     */
    on(event, listener) {
        this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    }

    /**
     * @param {string} event
     * @param {any} [detail]
     */
    tell(event, detail) {
        for (const listener of this.listeners.get(event) ?? []) {
            listener(detail);
        }
    }
}
