/**
 * Put the worker in place, and offer its next version when there is one; what is being written
 * stays, for drafts outlive a reload.
 *
 * @param {{url: string, type: "classic" | "module"}} worker
 * @param {import("./news.js").News} news
 */
export async function startShell(worker, news) {
    if (!("serviceWorker" in navigator)) {
        return;
    }
    const { serviceWorker } = navigator;
    const isFirst = serviceWorker.controller === null;
    serviceWorker.addEventListener("controllerchange", () => {
        if (!isFirst) {
            location.reload();
        }
    });
    try {
        const registration = await serviceWorker.register(worker.url, {
            type: worker.type,
            updateViaCache: "none",
        });
        const offer = () => {
            const { waiting } = registration;
            if (waiting && serviceWorker.controller) {
                news.say("update", () => waiting.postMessage("take-over"));
            }
        };
        offer();
        registration.addEventListener("updatefound", () => {
            registration.installing?.addEventListener("statechange", offer);
        });
    } catch {
        // Without a worker the app works where there is a signal.
    }
}

/** Ask the browser not to throw the data away when it runs short of room. */
export async function askToKeep() {
    try {
        return await navigator.storage.persist();
    } catch {
        return false;
    }
}
