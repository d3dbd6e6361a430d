"""The phone's app in a real Chromium: killed with -9 while check-ins wait; and how it opens."""

import os
import random
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
from playwright.sync_api import Error, sync_playwright

from benchmarks.map_browser import BROWSER_STARTS_MS, CHROMIUM, FLAGS, Load, browser, slowed
from benchmarks.sync_phones import Phone
from benchmarks.sync_server import Server

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

APP: Final = "/ho-cua-toi/"
PIN: Final = "281947"
#: seconds after unlocking at which the browser is killed, at the latest
LONGEST: Final = 3.0
SEND_MS: Final = 60_000
# The mark that the app sets when its first screen takes what is typed.
WATCH: Final = """window.usable = new Promise((found, failed) => {
    const seen = (list) =>
        list.getEntriesByName("phone-usable").forEach((m) => found(m.startTime));
    new PerformanceObserver(seen).observe({ type: "mark", buffered: true });
    setTimeout(() => failed(new Error("the app did not become usable")), 60_000);
})"""


@dataclass
class Killed:
    """``said``: notes of which the screen said that they are kept. ``lost``: of these, no row;
    ``doubled``: more than one. What was written when the browser died may be there or not.
    """

    kills: int = 0
    said: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def cookies(phone: Phone, port: int) -> list[dict[str, Any]]:
    pairs = (pair.split("=", 1) for pair in phone.cookie.split("; "))
    url = f"https://127.0.0.1:{port}/"
    return [{"name": name, "value": value, "url": url, "secure": True} for name, value in pairs]


@contextmanager
def profile(folder: str, held: Sequence[dict[str, Any]]) -> "Iterator[BrowserContext]":
    """A browser whose data stay in ``folder`` when it is killed."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": 390, "height": 844},
            locale="vi-VN",
        )
        context.set_default_timeout(20_000)
        context.add_cookies(held)  # type: ignore[arg-type]  # a TypedDict of the same keys
        yield context
        with suppress(Error):
            context.close()


def pids_of(folder: str) -> list[int]:
    """All processes of the browser that keeps its data in ``folder``; nobody else's."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if f"--user-data-dir={folder}".encode() in words:
                    found.append(int(entry.name))
    return found


def kill(folder: str) -> None:
    for pid in pids_of(folder):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def killed_while_queued(
    server: Server, phone: Phone, database: str, *, kills: int, seed: int
) -> Killed:
    """The app is set up, the server goes away; ``kills`` times somebody writes check-ins until the
    browser is killed. Then the server is back, the app is opened, and the rows are counted.
    """
    found = Killed()
    chance = random.Random(seed)
    url = f"http://127.0.0.1:{server.port}{APP}"
    held = cookies(phone, server.port)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with profile(folder, held) as context:
            _set_up(context.new_page(), url)
        server.stop()
        for number in range(kills):
            with profile(folder, held) as context:
                after = chance.uniform(0, LONGEST)
                _write_until_killed(context, url, folder, after, f"{seed}/{number}", phone, found)
        server.start()
        with profile(folder, held) as context:
            _send(context.new_page(), url)
    _count(database, found)
    return found


def _set_up(page: "Page", url: str) -> None:
    page.goto(url)
    pins = page.locator(".mine-pin")
    pins.nth(0).fill(PIN)
    pins.nth(1).fill(PIN)
    page.get_by_role("button", name="Bắt đầu").click()
    page.locator(".mine-card").first.wait_for()
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def _write_until_killed(
    context: "BrowserContext",
    url: str,
    folder: str,
    after: float,
    name: str,
    phone: Phone,
    found: Killed,
) -> None:
    page = context.new_page()
    _unlock(page, url)
    timer = threading.Timer(after, kill, [folder])
    timer.start()
    # The browser dies under whichever step it is at; what the screen said before counts.
    with suppress(Error):
        for number in range(1000):
            home = phone.homes[number % len(phone.homes)]
            note = f"{name}/{number}"
            page.locator(f"[data-home='{home}'] .mine-card-foot > a").click()
            page.get_by_label("Ghi chú").fill(note)
            found.tried.append(note)
            page.locator(".mine-save").click()
            page.locator(".mine-done h2").wait_for()
            found.said.append(note)
            page.evaluate("location.hash = '#/'")
    timer.join()
    found.kills += 1


def _unlock(page: "Page", url: str) -> None:
    page.goto(url)
    page.get_by_label("Mã PIN").fill(PIN)
    page.get_by_role("button", name="Mở khoá").click()
    page.locator(".mine-card").first.wait_for()


def _send(page: "Page", url: str) -> None:
    _unlock(page, url)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("#mine-badge").wait_for(state="hidden", timeout=SEND_MS)


def _count(database: str, found: Killed) -> None:
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT note, count(*) FROM visits_contact WHERE note = ANY(%s) GROUP BY note",
            [found.tried],
        ).fetchall()
    times = {str(note): int(n) for note, n in rows}
    found.lost = [note for note in found.said if note not in times]
    found.doubled = [note for note, n in times.items() if n > 1]


def opened(server: Server, phone: Phone) -> tuple[Load, float]:
    """A phone that has nothing yet, on a thin line; then the same without any signal.

    A slow processor both times. Bytes are those of the page; its worker takes the same files out of
    the browser's own store.
    """
    url = f"http://127.0.0.1:{server.port}{APP}"
    with browser() as started:
        context = started.new_context(
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            locale="vi-VN",
        )
        context.add_cookies(cookies(phone, server.port))  # type: ignore[arg-type]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.wait_for_timeout(BROWSER_STARTS_MS)
        session = slowed(page)
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        page.goto(url, wait_until="commit")
        usable = float(page.evaluate("window.usable"))
        page.wait_for_load_state("networkidle")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        page.close()
        context.set_offline(True)
        page = context.new_page()
        page.wait_for_timeout(BROWSER_STARTS_MS)
        slowed(page, line=False)
        page.goto(url, wait_until="commit")
        offline = float(page.evaluate("window.usable"))
        context.close()
    return Load(usable, round(sum(sizes)), sum(size > 0 for size in sizes)), offline
