"""A phone in a browser: slow processor, narrow screen, thin line; what it sees and costs."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
CPU_RATE = 4
BROWSER_STARTS_MS = 4_000
# 1.6 Mbit/s either way is kinder than a phone's uplink, which carries only requests here.
LINE = {
    "offline": False, "latency": 150,
    "downloadThroughput": 200_000, "uploadThroughput": 200_000,
}  # fmt: skip

# Usable: outlines and households (or bubbles) are in view, the first frame with them painted; the
# page sets the mark then. The promise is made before the page, whose policy forbids evaluated code.
WATCH = """window.usable = new Promise((found, failed) => {
    const seen = (list) => list.getEntriesByName("map-usable").forEach((m) => found(m.startTime));
    new PerformanceObserver(seen).observe({ type: "mark", buffered: true });
    setTimeout(() => failed(new Error("the map did not become usable")), 60_000);
})"""

FRAMES = """() => {
    window.frames_seen = [];
    let running = true;
    const tick = (at) => { window.frames_seen.push(at); if (running) requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
    window.stop_frames = () => { running = false; return window.frames_seen; };
}"""

# From the choice to the frame after the one in which the points were drawn anew.
THEME = """async (key) => {
    const select = document.getElementById("theme");
    const start = performance.now();
    select.value = key;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""


# How many single homes are drawn.
DOTS = """() => {
    const canvas = document.querySelector(".points-canvas:not([hidden])");
    return Number(canvas?.dataset.count ?? 0);
}"""
DOTS_MS = 4_000


@dataclass(frozen=True, slots=True)
class Load:
    """``usable``: milliseconds from navigation; ``moved``: bytes on the line, headers included."""

    usable: float
    moved: int
    requests: int


@contextmanager
def browser(*, flags: Sequence[str] = ()) -> "Iterator[Browser]":
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield started
        started.close()


def phone(started: "Browser", cookies: list[dict[str, Any]]) -> "BrowserContext":
    """A fresh profile: nothing cached, logged in."""
    context = started.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale="vi-VN",
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]  # a TypedDict of the same keys
    context.add_init_script(WATCH)
    return context


def slowed(page: "Page", *, line: bool = True) -> "CDPSession":
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_RATE})
    if line:
        session.send("Network.emulateNetworkConditions", LINE)
    return session


def wait_usable(page: "Page") -> float:
    """Wait for the map; milliseconds from navigation until it could be used."""
    return float(page.evaluate("window.usable"))


def zoom_to_dots(page: "Page", *, at_least: int) -> int:
    """Press "nearer" until so many homes are drawn one by one; how many there are then."""
    for _press in range(8):
        page.locator(".leaflet-control-zoom-in").click()
        # Until the view's tiles are there and drawn; the page's policy forbids to wait for less.
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(DOTS_MS)
        drawn = int(page.evaluate(DOTS))
        if drawn >= at_least:
            return drawn
    raise SystemExit("benchmark: the map never showed single homes")


def load(context: "BrowserContext", url: str) -> Load:
    """Open the page in a new tab of the profile and wait until its map can be used."""
    page = context.new_page()
    # A new window of a desktop browser is busy with itself for some seconds, on the processor that
    # the page is measured on; a phone's has been open for long.
    page.wait_for_timeout(BROWSER_STARTS_MS)
    session = slowed(page)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="commit")
    usable = wait_usable(page)
    page.wait_for_load_state("networkidle")
    page.close()
    return Load(usable, round(sum(sizes)), sum(size > 0 for size in sizes))


def frame_times(page: "Page", *, rounds: int = 6) -> list[float]:
    """Milliseconds between frames while a finger drags the map to and fro."""
    session = slowed(page, line=False)
    page.evaluate(FRAMES)
    for turn in range(rounds):
        _drag(session, page, 1 if turn % 2 else -1)
    seen: list[float] = page.evaluate("window.stop_frames()")
    return [after - before for before, after in pairwise(seen)]


def _drag(session: "CDPSession", page: "Page", way: int) -> None:
    def touch(kind: str, x: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": 330}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start = 195 - way * 130
    touch("touchStart", start)
    for step in range(1, 41):
        touch("touchMove", start + way * 6.5 * step)
        page.wait_for_timeout(16)
    touch("touchEnd", 0)


def theme_times(page: "Page", themes: list[str]) -> list[float]:
    """Milliseconds of each change of theme, the next one after the page has come to rest."""
    found = []
    for key in themes:
        found.append(float(page.evaluate(THEME, key)))
        page.wait_for_timeout(300)
    return found


def median(values: list[float]) -> float:
    return statistics.median(values)
