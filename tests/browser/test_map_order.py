"""What the police and the tier above see on the map beside outlines."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_contrast import readable
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.factories.world import World

ORDER = IssueKind.PUBLIC_ORDER


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_from_a_point_to_the_issue(site: Site, world: World, size: dict[str, int]) -> None:
    """Two at one spot are one mark, and told one by one; the third is elsewhere."""
    home, cell = world.in_charge_of, world.users[Role.CELL_COMMITTEE]
    issue = reported(cell, home, at=NOW - timedelta(days=60), kind=ORDER)
    reported(cell, home, at=NOW, kind=ORDER)
    reported(cell, world.households[2], at=NOW, kind=ORDER)
    far_away = Point(106.03, 21.53, srid=4326)
    Household.objects.filter(pk=world.households[2].pk).update(position=far_away)
    page = site.open(world.users[Role.COMMUNE_POLICE], "/", size)
    if size == PHONE:
        page.get_by_role("button", name="Chú giải, lọc").click()
    expect(page.locator("#order-words")).to_contain_text("3 vấn đề")
    expect(page.locator(".order-target")).to_have_count(2)
    page.locator("#order-theme").select_option("late")
    readable(page)
    page.locator('#order-legend .legend-class[data-key="in_time"]').click()
    expect(page.locator(".order-target")).to_have_count(1)
    page.locator('#order-legend .legend-class[data-key="in_time"]').click()
    page.get_by_role("button", name="2 vấn đề ở gần nhau").focus()
    page.keyboard.press("Enter")
    told = page.locator(".order-item")
    expect(told).to_have_count(2)
    expect(told.first).to_contain_text("Quá hạn hơn một tuần")
    assert home.head_name not in page.content()
    told.first.get_by_role("link", name="Mở vấn đề").click()
    expect(page).to_have_url(f"{site.server.url}/van-de/{issue.pk}/")


def test_the_tier_above_chooses_hexagons(site: Site, world: World) -> None:
    for place in range(40):
        position = Point(106.001, 21.501, srid=4326)
        home = HouseholdFactory.create(group=world.groups[0], position=position, code=f"N{place}")
        if place < 8:
            reported(world.users[Role.COMMUNE_LEADER], home, at=NOW, kind=IssueKind.LAND)
    page = site.open(world.users[Role.PROVINCE_VIEWER], "/", WIDE)
    canvas = page.locator(".hexes-canvas")
    for choice, count in (("issues", "1"), ("land", "1"), ("housing", "0")):
        page.locator("#hexes").select_option(choice)
        expect(canvas).to_have_attribute("data-count", count)
        expect(page.locator("#hexes-note")).to_be_visible()
    expect(page.locator("#hexes-scale li")).to_have_text(["5", "6 – 10", "11 – 20", "Từ 21"])
    readable(page)
    # The choice is in the address: of a link, a reload, and the way back.
    page.locator("#hexes").select_option("land")
    assert "hexes=land" in page.url
    page.reload()
    expect(page.locator("#hexes")).to_have_value("land")
    expect(canvas).to_have_attribute("data-count", "1")
    page.locator("#hexes").select_option("housing")
    expect(canvas).to_have_attribute("data-count", "0")
    page.go_back()
    expect(page.locator("#hexes")).to_have_value("land")
    expect(canvas).to_have_attribute("data-count", "1")
    page.locator("#hexes").select_option("none")
    assert "hexes" not in page.url
    expect(canvas).to_have_count(0)
    expect(page.locator("#hexes-note")).to_be_hidden()
