"""A real browser against the live site: no request leaves it, and no word in the console passes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.browser.underway import Underway
from tests.conftest import NOW
from tests.factories.households import put_in_charge
from tests.factories.world import World

if TYPE_CHECKING:
    from tests.browser.phone import Phone

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# One grey pixel in place of every map tile.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6378fbf6edff0009140384b1b5b5e60000000049454e44ae426082"
)


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """None: tests name the live server. (pytest-base-url's own warns under pytest 9.)"""
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium, told to call nobody."""
    found = os.environ.get("GANDAN_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    quiet = (
        "--no-sandbox --disable-gpu --no-first-run --disable-sync"
        " --disable-background-networking --disable-component-update"
    )
    return {"executable_path": found, "args": quiet.split()}


@dataclass
class Site:
    """The live site as one user sees it in a browser."""

    server: LiveServer
    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        self.context.add_cookies([{"name": name, "value": value, "url": self.server.url}])

    def open(self, user: User, path: str = "/", size: dict[str, int] | None = None) -> Page:
        """The page after its data has come, or its empty state."""
        page = self.open_plain(user, path, size)
        expect(page.locator("body")).to_have_attribute("aria-busy", "false")
        return page

    def open_plain(self, user: User, path: str, size: dict[str, int] | None = None) -> Page:
        """A page that comes whole, with nothing to load after."""
        self.sign_in(user)
        page = self.context.new_page()
        page.set_viewport_size(size or WIDE)  # type: ignore[arg-type]  # a TypedDict of two ints
        # Without animation a point is where it will be.
        page.emulate_media(reduced_motion="reduce")
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.server.url + path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def route(self, route: Route) -> None:
        """Answer for the tile host, note every other stranger."""
        address = urlsplit(route.request.url)
        if address.netloc == urlsplit(self.server.url).netloc or address.scheme == "data":
            route.continue_()
        elif (host := tile_host()) and address.netloc.endswith(host):
            route.fulfill(body=TILE, content_type="image/png")
        else:
            self.foreign.append(route.request.url)
            route.abort()


def tile_host() -> str:
    """Host of the configured tile server, without the letter that spreads the load."""
    return urlsplit(settings.TILE_URL).netloc.replace("{s}.", "")


REQUESTS = Underway()


@pytest.fixture(scope="session")
def underway() -> Iterator[Underway]:
    with REQUESTS.counted() as requests:
        yield requests


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """The tables are empty: whoever asks now belongs to the next test."""
    try:
        yield
    finally:
        REQUESTS.open()


@contextmanager
def at_work(server: LiveServer, context: BrowserContext, underway: Underway) -> Iterator[Site]:
    """The live site; fails when its pages complained or called anybody else."""
    made = Site(server, context)
    context.set_default_timeout(10_000)
    # The first page of a process has everything before it: templates, statements, plans.
    context.set_default_navigation_timeout(30_000)
    context.route("**/*", made.route)
    underway.open()
    yield made
    for page in context.pages:
        page.close()
    assert underway.close()
    assert made.complaints == []
    assert made.foreign == []


@pytest.fixture
def site(
    live_server: LiveServer, context: BrowserContext, now: object, underway: Underway
) -> Iterator[Site]:
    with at_work(live_server, context, underway) as made:
        yield made


@pytest.fixture
def packed(settings: Settings) -> None:
    """As in operation: the phone's worker keeps the packed page."""
    settings.PAGES_PACKED = True


@pytest.fixture
def phone(site: Site, world: World, packed: None) -> "Phone":
    """The member's, who has three households and stands at the first one's gate."""
    from tests.browser.phone import stand_at, take_phone

    since = NOW.date() - timedelta(days=100)
    for number, home in enumerate(world.households[:3]):
        home.position = Point(106.001 + number * 0.01, 21.501, srid=4326)
        home.save()
        if number:
            put_in_charge(world.member, home, since=since)
    stand_at(site, world.households[0])
    return take_phone(site, world.users[Role.MEMBER_IN_CHARGE])


@pytest.fixture
def bare_site(
    live_server: LiveServer, browser: Browser, now: object, underway: Underway, packed: None
) -> Iterator[Site]:
    """Without a service worker, so that what is sent can be held back on its way."""
    context = browser.new_context(service_workers="block")
    with at_work(live_server, context, underway) as made:
        yield made
        # Holding back is what these tests do; the browser notes each request.
        made.complaints.clear()
    context.close()
