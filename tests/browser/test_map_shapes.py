"""What stands for households on the map: dots, circles with numbers, hexagons, lines to people."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.webmap import scope, selectors
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
HOSTILE = '<img src=x onerror="document.title=1">'


def has(page: Page, canvas: str, count: int) -> None:
    expect(page.locator(f".{canvas}-canvas")).to_have_attribute("data-count", str(count))


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if tiles below this zoom would hold too many households."""
    monkeypatch.setattr(scope, "_points_from", lambda marks: 13)


def zoom(page: Page, way: str, times: int) -> None:
    for _ in range(times):
        page.locator(f".leaflet-control-zoom-{way}").click()


@pytest.mark.usefixtures("crowded")
@SIZES
def test_far_away_villages_are_circles_with_their_number(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    has(page, "bubbles", 2)
    has(page, "points", 0)
    zoom(page, "in", 2)
    has(page, "bubbles", 0)
    expect(page.locator(".points-canvas")).not_to_have_attribute("data-count", "0")


@pytest.mark.usefixtures("crowded")
def test_a_press_on_a_circle_leads_into_its_village(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    has(page, "bubbles", 2)
    # The name stands where the circle does, and lets the pointer through.
    box = page.locator(".map-label-village", has_text=world.villages[1].name).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#crumbs [aria-current]")).to_have_text(world.villages[1].name)
    assert f"v={world.villages[1].pk}" in page.url


@SIZES
def test_hexagons_count_each_uncovered_household_once(
    site: Site, world: World, size: dict[str, int]
) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=gaps", size=size)
    hexes = page.locator(".hexes-canvas")
    expect(hexes).to_have_attribute("data-households", "11")
    expect(page.locator(".legend-class")).to_have_count(1)
    expect(page.locator(".legend-class .legend-count")).to_have_text("12")
    expect(page.locator("#legend-scale li")).to_have_text(
        ["1 – 2", "3 – 5", "6 – 10", "11 – 20", "Từ 21"]
    )
    has(page, "points", 0)
    page.goto(page.url + f"&v={world.villages[0].pk}")
    expect(hexes).to_have_attribute("data-households", "5")
    page.locator("#tab-units").evaluate("tab => tab.click()")
    expect(hexes).to_have_count(0)


@SIZES
def test_lines_lead_from_chosen_households_to_who_is_in_charge(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    home, near = world.households[4], world.households[2].position
    assert near is not None
    person = PersonFactory.create(
        commune=world.commune,
        full_name=HOSTILE,
        home=Point(near.x, near.y, srid=4326),
    )
    put_in_charge(person, home, since=at)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=person&tab=all", size=size)
    has(page, "lines", 0)
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator(f'.list-row[data-household="{home.pk}"]').click()
    has(page, "lines", 1)
    page.locator("#theme").evaluate(
        "e => { e.value = 'coverage'; e.dispatchEvent(new Event('change')); }"
    )
    has(page, "lines", 0)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "1"


@SIZES
def test_where_there_are_too_many_rows_they_come_village_by_village(
    site: Site, world: World, size: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_ROWS", 6)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units", size=size)
    expect(page.locator("#figure-total")).to_have_text("12")
    expect(page.locator("[data-key=uncovered] .legend-count")).to_have_text("11")
    assert int(page.locator(".points-canvas").get_attribute("data-count") or 0) in {0, 12}
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]').click()
    expect(page.locator("#count-all")).to_have_text("6")
    page.locator("#tab-all").click()
    expect(page.locator(".row-household").first).to_be_visible()
    page.locator("#crumbs button").first.click()
    expect(page.locator("#figure-total")).to_have_text("12")
    expect(page.locator(".row-household")).to_have_count(0)
