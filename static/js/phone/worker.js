/**
 * The service worker of "Hộ của tôi": keeps the page and its files, never an answer of the API; and
 * sends what waits when the signal comes back, sealed as it is.
 */
import { sendWaiting } from "./sender.js";

const PREFIX = "gandan-phone-";

/**
 * @param {{version: string, page: string, files: string[]}} shell
 */
export function startWorker(shell) {
    const name = PREFIX + shell.version;
    const kept = new Set(shell.files);
    self.addEventListener("install", (event) => event.waitUntil(keepShell(name, shell)));
    self.addEventListener("activate", (event) => event.waitUntil(dropOthers(name)));
    self.addEventListener("message", ({ data }) => {
        if (data === "take-over") {
            self.skipWaiting();
        }
    });
    self.addEventListener("sync", (event) => event.waitUntil(sendOrThrow()));
    self.addEventListener("fetch", (event) => {
        const { request } = event;
        const url = new URL(request.url);
        if (request.method !== "GET" || url.origin !== self.location.origin) {
            return;
        }
        if (url.pathname === shell.page && request.mode === "navigate") {
            event.respondWith(fromCache(name, shell.page));
        } else if (kept.has(url.pathname)) {
            event.respondWith(fromCache(name, url.pathname));
        } else if (url.pathname.startsWith("/static/")) {
            event.respondWith(seenBefore(name, request));
        }
    });
}

async function keepShell(name, { page, files }) {
    const cache = await caches.open(name);
    const asked = await fetch(page, { credentials: "same-origin", redirect: "manual" });
    // Whoever has to log in first gets no page to keep, and this worker waits for its turn.
    if (!asked.ok) {
        throw new Error(`no page to keep: ${asked.status}`);
    }
    await Promise.all([cache.put(page, asked), cache.addAll(files)]);
}

async function dropOthers(name) {
    const names = await caches.keys();
    const others = names.filter((each) => each.startsWith(PREFIX) && each !== name);
    await Promise.all(others.map((each) => caches.delete(each)));
    await self.clients.claim();
}

async function fromCache(name, path) {
    const cache = await caches.open(name);
    return (await cache.match(path)) ?? fetch(path, { credentials: "same-origin" });
}

/** Modules one by one, as development has them: fresh where there is a signal. */
async function seenBefore(name, request) {
    const cache = await caches.open(name);
    try {
        const fresh = await fetch(request);
        if (fresh.ok) {
            await cache.put(request, fresh.clone());
        }
        return fresh;
    } catch (error) {
        const kept = await cache.match(request);
        if (kept) {
            return kept;
        }
        throw error;
    }
}

/** A failure has the browser try again later, when there is a signal. */
async function sendOrThrow() {
    const trouble = await sendWaiting({ all: true });
    if (trouble === "offline" || trouble === "server") {
        throw new Error(trouble);
    }
}
