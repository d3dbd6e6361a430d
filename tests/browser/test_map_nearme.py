"""Households near the reader: found, told with distance and wind, opened; refusals in words."""

import pytest
from playwright.sync_api import Page, Request, expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
# 400 m or so south of the first group's households.
HERE = {"longitude": 106.005, "latitude": 21.5014, "accuracy": 20}


@pytest.fixture
def located(site: Site) -> Site:
    site.context.grant_permissions(["geolocation"])
    site.context.set_geolocation(HERE)  # type: ignore[arg-type]  # a TypedDict of floats
    return site


def near(page: Page, metres: int) -> None:
    page.locator(f"label[for=near-{metres}]").click()


@SIZES
def test_nearest_households_with_distance_and_wind(
    located: Site, world: World, size: dict[str, int]
) -> None:
    page = located.open(world.users[Role.COMMUNE_LEADER], size=size)
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-title")).to_be_focused()
    expect(page.locator(".own-place")).to_have_count(1)
    expect(page.locator("#nearme-list li")).to_have_count(3)
    expect(page.locator("#nearme-list li").first).to_contain_text("cách 400 m, hướng Bắc")
    expect(page.locator("#nearme-list")).to_contain_text("Chưa ai phụ trách")
    near(page, 300)
    expect(page.locator("#nearme-note")).to_contain_text("Không có hộ nào trong 300 m")
    near(page, 3000)
    expect(page.locator("#nearme-list li")).to_have_count(6)


@SIZES
def test_a_row_opens_the_card_and_escape_leads_back(
    located: Site, world: World, size: dict[str, int]
) -> None:
    page = located.open(world.users[Role.COMMUNE_LEADER], size=size)
    page.locator("#tool-nearme").click()
    row = page.locator(".near-row").first
    name = row.locator(".row-title").text_content() or ""
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_have_text(name)
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#nearme")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#nearme")).to_be_hidden()
    expect(page.locator("#tool-nearme")).to_be_focused()
    expect(page.locator(".own-place")).to_have_count(0)


def test_at_most_twenty_are_listed(located: Site, world: World) -> None:
    HouseholdFactory.create_batch(30, group=world.groups[0])
    page = located.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-list li")).to_have_count(20)
    expect(page.locator("#nearme-note")).to_contain_text("33 hộ trong 1,0 km")


def test_the_position_leaves_the_browser_in_no_request(located: Site, world: World) -> None:
    page = located.open(world.users[Role.COMMUNE_LEADER])
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-list li")).to_have_count(3)
    sent = [f"{request.url} {request.post_data or ''}" for request in asked]
    assert not [text for text in sent if "21.5014" in text or "106.005" in text]


@SIZES
def test_a_refusal_is_told_in_words(site: Site, world: World, size: dict[str, int]) -> None:
    site.context.clear_permissions()
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    page.evaluate(
        "() => { navigator.geolocation.getCurrentPosition ="
        " (_, fail) => fail({code: window.why ?? 1}); }"
    )
    page.locator("#tool-nearme").click()
    note = page.locator("#nearme-note")
    expect(note).to_contain_text("không được phép biết vị trí")
    for code, words in ((2, "Hãy bật định vị"), (3, "Chờ quá lâu")):
        page.evaluate(f"window.why = {code}")
        page.locator("#nearme-again").click()
        expect(note).to_contain_text(words)


def test_hostile_names_are_text(located: Site, world: World) -> None:
    name = "<img src=x onerror=alert(1)>"
    HouseholdFactory.create(group=world.groups[0], head_name=name)
    page = located.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-list")).to_contain_text(name)
    expect(page.locator("#nearme-list img")).to_have_count(0)
