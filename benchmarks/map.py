"""The map page on a slow phone: first use, bytes, frames while panning, change of theme."""

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.goals import limit_row, percentile, row
from benchmarks.map_browser import (
    Load,
    browser,
    frame_times,
    load,
    median,
    phone,
    slowed,
    theme_times,
    wait_usable,
    zoom_to_dots,
)
from benchmarks.map_database import USER, collect_static, ensure_map_database
from benchmarks.servers import gunicorn
from benchmarks.tiles import COOKIE, ask_site
from benchmarks.tiles_database import Database, say

LOADS = 5
# About as many as a phone shows where homes are as close as tiles carry them one by one.
MOST_DOTS = 15_000
THEMES = ["recency", "coverage"] * 4
COLD_MS, WARM_MS, COLD_BYTES, FRAMES_A_SECOND, THEME_MS = 4_000, 1_500, 400_000, 30, 200


def load_rows(cold: Sequence[Load], warm: Sequence[Load]) -> Iterator[dict[str, Any]]:
    """First use and bytes; medians of all loads."""
    yield limit_row(
        "usable, cold, 3,400 households", median([one.usable for one in cold]), COLD_MS, unit="ms"
    )
    yield limit_row(
        "usable, warm, 3,400 households", median([one.usable for one in warm]), WARM_MS, unit="ms"
    )
    moved = median([float(one.moved) for one in cold])
    yield limit_row("moved, cold", moved, COLD_BYTES, unit="bytes")


def frame_rows(what: str, times: Sequence[float]) -> Iterator[dict[str, Any]]:
    """Frames a second, where more is better: the ratio is the limit's share of ours."""
    middle, slow = percentile(times, 0.5), percentile(times, 0.95)
    for name, each in (("median", middle), ("p5", slow)):
        found = row(
            f"panning {what}, {name}", 1000 / each, FRAMES_A_SECOND,
            peer_name="limit, at least", unit="frames/s", goal=1.0,
        )  # fmt: skip
        yield {**found, "met": found["ratio"] >= 1}


def cookies(database: Database, port: int) -> list[dict[str, Any]]:
    key = ask_site(database, "session", USER)
    return [
        {"name": COOKIE, "value": key, "url": f"https://127.0.0.1:{port}/", "secure": True},
    ]


def loads(database: Database) -> tuple[list[Load], list[Load], list[Load]]:
    """Cold and warm by turns, a profile for each pair; the first pair warms the server."""
    cold, warm = [], []
    with gunicorn(database) as port, browser() as started:
        held = cookies(database, port)
        url = f"http://127.0.0.1:{port}/"
        for _pair in range(LOADS + 1):
            context = phone(started, held)
            cold.append(load(context, url))
            warm.append(load(context, url))
            say(f"cold {cold[-1]}, warm {warm[-1]}")
            context.close()
    return cold[1:], warm[1:], cold[:1]


def motion(database: Database, *, dots: int = 0) -> tuple[int, list[float], list[float]]:
    """Milliseconds between frames and of changes of theme: of the page as it opens, or nearer by,
    where at least ``dots`` homes are drawn one by one; how many before all.
    """
    with gunicorn(database) as port, browser() as started:
        page = phone(started, cookies(database, port)).new_page()
        slowed(page, line=False)
        page.goto(f"http://127.0.0.1:{port}/")
        wait_usable(page)
        page.wait_for_load_state("networkidle")
        drawn = zoom_to_dots(page, at_least=dots) if dots else 0
        times = frame_times(page)
        return drawn, times, theme_times(page, THEMES)


def report(server: str) -> dict[str, Any]:
    """Rows for the goals, and every single load."""
    small = ensure_map_database(server, copies=0)
    large = ensure_map_database(server, copies=5)
    collect_static(small)
    spread = ensure_map_database(server, copies=5, spread=True)
    cold, warm, first = loads(small)
    _none, times, changes = motion(large)
    drawn, dot_times, dot_changes = motion(spread, dots=MOST_DOTS)
    circles = "20,000 households as circles"
    rows = [*load_rows(cold, warm)]
    for what, frames, themes in (
        (circles, times, changes),
        (f"{drawn:,} single households", dot_times, dot_changes),
    ):
        rows += frame_rows(what, frames)
        rows.append(limit_row(f"change of theme, {what}", median(themes), THEME_MS, unit="ms"))
    return {
        "rows": rows,
        "loads": {
            "first": [first[0].usable, first[0].moved, first[0].requests],
            "cold": [[one.usable, one.moved, one.requests] for one in cold],
            "warm": [[one.usable, one.moved, one.requests] for one in warm],
        },
        "frames": [len(times), len(dot_times)],
        "theme_ms": [round(change, 1) for change in [*changes, *dot_changes]],
    }
