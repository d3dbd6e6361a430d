/**
 * Print the page as it stands, and wait until it may change again. A phone's browser goes on while
 * its preview is still being drawn, so that `print()` has returned says nothing; `afterprint` does.
 * Where a browser never tells it, the reader's return does: to the page, or to anything on it.
 *
 * @returns {Promise<void>}
 */
export function printAndWait() {
    return new Promise((done) => {
        const listening = new AbortController();
        const how = { capture: true, signal: listening.signal };
        const end = () => {
            listening.abort();
            done();
        };
        window.addEventListener("afterprint", end, how);
        window.print();
        window.addEventListener("pointerdown", end, how);
        window.addEventListener("keydown", end, how);
        document.addEventListener("visibilitychange", () => document.hidden || end(), how);
    });
}
