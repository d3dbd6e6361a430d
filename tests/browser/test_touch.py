"""A phone's finger: taps, the sheet drawn up and down, shapes drawn by touch."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, Site, at_work
from tests.browser.underway import Underway
from tests.factories.world import World

Point = tuple[float, float]


@pytest.fixture
def touch(
    live_server: LiveServer, browser: Browser, now: object, underway: Underway
) -> Iterator[Site]:
    """The live site on a phone, which has a finger and no pointer."""
    context = browser.new_context(
        has_touch=True,
        is_mobile=True,
        viewport=PHONE,  # type: ignore[arg-type]  # a TypedDict of two ints
    )
    with at_work(live_server, context, underway) as made:
        yield made
    context.close()


class Finger:
    """Real touches, as the browser's own protocol sends them."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.time = 0.0

    def _send(self, kind: str, *points: Point) -> None:
        # A tenth of a second from one event to the next: a slow finger, on a machine of any speed.
        self.time += 0.1
        self.session.send(
            "Input.dispatchTouchEvent",
            {
                "type": kind,
                "touchPoints": [{"x": x, "y": y} for x, y in points],
                "timestamp": self.time,
            },
        )

    def drag(self, start: Point, end: Point, steps: int = 8) -> None:
        self.time = time.time()
        self._send("touchStart", start)
        for step in range(1, steps + 1):
            share = step / steps
            self._send(
                "touchMove",
                (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share),
            )
        # Nearly at rest before it leaves: let go of on the move, a sheet flies on.
        self._send("touchMove", (end[0], end[1] - 1))
        self._send("touchMove", end)
        self._send("touchEnd")


def middle(page: Page, selector: str) -> Point:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def touched(page: Page, spot: Point) -> str:
    """The class of what lies on top there."""
    found: str = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.className ?? ''", list(spot)
    )
    return found


def test_no_name_is_written_under_the_tools(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    name = page.locator(".map-label-village:visible").first
    box = name.bounding_box()
    assert box is not None
    words = name.text_content()
    tools = middle(page, "#map-tools")
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] + 24)
    Finger(page).drag(start, (start[0] + tools[0] - box["x"] - box["width"] / 2, tools[1]))
    label = page.locator(".map-label-village", has_text=words or "?")
    expect(label).to_be_hidden()


def open_first(page: Page, world: World) -> None:
    """From the list, so that the map comes to the household."""
    page.locator("#tab-all").tap()
    page.locator(f'[data-household="{world.in_charge_of.pk}"]').tap()
    expect(page.locator("#card .facts")).to_be_visible()


def test_a_tap_on_a_dot_opens_its_card(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    open_first(page, world)
    place = middle(page, ".map-ring-selected")
    page.locator("#card-close").tap()
    expect(page.locator("#card")).to_be_hidden()
    page.touchscreen.tap(*place)
    expect(page.locator("#card .facts")).to_be_visible()
    # The households of a group stand at one place; any of them may answer.
    expect(page.locator("#card-code")).to_contain_text(world.groups[0].code)


def test_the_ring_stays_clear_of_card_and_search(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    open_first(page, world)
    place = middle(page, ".map-ring-selected")
    page.locator("#card-close").tap()
    # Push the household down to where the card is going to be, and tap it there.
    low = page.locator("#panel").bounding_box()
    assert low is not None
    to = (place[0], low["y"] - 60)
    Finger(page).drag(place, to)
    page.touchscreen.tap(*to)
    expect(page.locator("#card .facts")).to_be_visible()
    page.wait_for_function(
        """() => {
            const box = (selector) => document.querySelector(selector).getBoundingClientRect();
            const ring = box(".map-ring-selected");
            return ring.bottom <= box("#card").top && ring.top >= box("#search-input").bottom;
        }"""
    )


def test_the_sheet_follows_the_finger(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    panel = page.locator("#panel")
    expect(panel).to_have_attribute("data-sheet", "peek")
    handle = middle(page, "#sheet-handle")
    Finger(page).drag(handle, (handle[0], 330))
    expect(panel).to_have_attribute("data-sheet", "half")
    handle = middle(page, "#sheet-handle")
    Finger(page).drag(handle, (handle[0], 90))
    expect(panel).to_have_attribute("data-sheet", "full")
    handle = middle(page, "#sheet-handle")
    Finger(page).drag(handle, (handle[0], 830))
    expect(panel).to_have_attribute("data-sheet", "peek")


def test_a_rectangle_is_drawn_by_finger(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    page.locator("#tool-select").tap()
    page.locator("[data-select=rectangle]").tap()
    bar = page.locator("#draw-bar").bounding_box()
    assert bar is not None
    Finger(page).drag((8, 64), (380, bar["y"] - 8))
    expect(page.locator("#draw-bar")).to_be_hidden()
    expect(page.locator("#selection-count")).to_have_text("Đã chọn 12 hộ")


def test_a_polygon_is_tapped_corner_by_corner(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    page.locator("#tool-select").tap()
    page.locator("[data-select=polygon]").tap()
    bar = page.locator("#draw-bar").bounding_box()
    assert bar is not None
    search = page.locator("#search-input").bounding_box()
    assert search is not None
    top, bottom = search["y"] + search["height"] + 12, bar["y"] - 10
    for corner in ((10, top), (380, top), (380, bottom), (10, bottom)):
        assert touched(page, corner) == "draw-sheet"
        page.touchscreen.tap(*corner)
    page.locator("#draw-finish").tap()
    # The bar with the buttons stands over the southern groups.
    expect(page.locator("#selection-count")).to_have_text(re.compile("Đã chọn (6|12) hộ"))


def test_thumbs_find_every_button(touch: Site, world: World) -> None:
    page = touch.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    page.locator("#sheet-handle").tap()
    page.locator("#tool-takeaway").tap()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            "#takeaway button, #takeaway label:has(input), #tabs button, .map-tool"
        )]
            .filter((element) => element.checkVisibility())
            .map((element) => [element.textContent.trim(), element.getBoundingClientRect().height])
            .filter(([, height]) => height < 48)"""
    )
    assert small == []
