"""The desk over contacts in a browser: who keeps the rule, odd check-ins, a proposed position."""

from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.common import clock
from apps.visits.models import ContactFlag, PositionProposal
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def _fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0


def _tall(page: Page, name: str) -> None:
    box = page.get_by_role("button", name=name).first.bounding_box()
    assert box is not None
    assert box["height"] >= 48


@SIZES
def test_from_the_people_to_the_map(site: Site, world: World, size: dict[str, int]) -> None:
    page = site.open_plain(world.users[Role.CELL_COMMITTEE], "/nam-tinh-hinh/", size)
    expect(page.get_by_role("row", name=world.member.full_name)).to_contain_text("0 trên 1 hộ")
    _fits(page)
    page.get_by_role("link", name=f"Xem trên bản đồ {world.member.full_name}").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#filter-count")).to_contain_text("1")


@SIZES
def test_an_odd_check_in_is_looked_at(site: Site, world: World, size: dict[str, int]) -> None:
    row = world.in_charge_of.contacts.get()
    ContactFlag.objects.create(contact=row, kind="far_away", measure=1240)
    ContactFlag.objects.create(contact=row, kind="clocks_apart", measure=10_800)
    page = site.open_plain(world.users[Role.CELL_COMMITTEE], "/nam-tinh-hinh/xem-lai/", size)
    expect(page.get_by_role("heading", name="Cách hộ 1,2 km")).to_be_visible()
    _fits(page)
    _tall(page, "Không có gì sai")
    page.get_by_role("button", name="Đã trao đổi với người ghi").first.click()
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi kết quả")
    expect(page.locator(".contact-flags > li")).to_have_count(1)
    page.get_by_role("link", name="Những lần đã xem").click()
    expect(page.locator(".contact-flags > li")).to_contain_text("Đã trao đổi với người ghi")
    _fits(page)


@SIZES
def test_a_position_is_accepted(site: Site, world: World, size: dict[str, int]) -> None:
    home, now = world.in_charge_of, clock.now()
    assert home.position is not None
    PositionProposal.objects.create(
        client_uuid=uuid4(),
        household=home,
        person=world.member,
        position=Point(home.position.x + 0.002, home.position.y + 0.001, srid=4326),
        accuracy=8,
        said_at=now,
        received_at=now,
    )
    page = site.open_plain(world.users[Role.COMMUNE_OFFICE], "/nam-tinh-hinh/vi-tri/", size)
    _fits(page)
    page.get_by_role("link", name="Xem và quyết định").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#map .leaflet-tooltip")).to_have_count(2)
    _fits(page)
    page.get_by_role("button", name="Nhận vị trí này").click()
    expect(page.locator(".notice-success")).to_contain_text("Đã nhận vị trí mới")
    expect(page.get_by_text("Không có vị trí nào chờ duyệt.")).to_be_visible()
