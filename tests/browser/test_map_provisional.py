"""Points that are the middle of a group say so, and each of those on one point can be opened."""

import re
from datetime import date

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.households.models import Household, PositionSource
from apps.visits.models import Channel, ContactRule
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import contact
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def centred(world: World) -> list[Household]:
    """The three households of the first group, all on its middle."""
    homes = world.households[:3]
    Household.objects.filter(pk__in=[home.pk for home in homes]).update(
        position=Point(106.01, 21.51, srid=4326), position_source=PositionSource.GROUP_CENTRE
    )
    return homes


def row(page: Page, household: Household) -> str:
    return f'.list-row[data-household="{household.pk}"]'


@SIZES
def test_the_legend_explains_the_dashes_with_their_count(
    site: Site, world: World, centred: list[Household], size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all", size=size)
    if size is PHONE:
        page.get_by_role("button", name="Chú giải, lọc").click()
    mark = page.locator(".legend-class[data-key=provisional]")
    expect(mark).to_contain_text("Vị trí tạm (tâm tổ)")
    expect(mark.locator(".legend-count")).to_have_text("3")
    expect(mark.locator(".dot-provisional")).to_be_visible()
    canvas = page.locator(".points-canvas")
    expect(canvas).to_have_attribute("data-provisional", "3")
    expect(canvas).to_have_attribute("data-stacks", "1")
    mark.click()
    expect(canvas).to_have_attribute("data-count", "9")
    expect(page).to_have_url(re.compile("position="))
    mark.click()
    page.locator("#theme").select_option("gaps")
    expect(mark).to_have_count(0)


def test_without_such_points_there_is_nothing_to_explain(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    expect(page.locator(".legend-class[data-key=provisional]")).to_have_count(0)
    expect(page.locator(".points-canvas")).to_have_attribute("data-provisional", "0")


@SIZES
def test_each_at_the_point_is_opened_from_the_card(
    site: Site, world: World, centred: list[Household], size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all", size=size)
    if size is PHONE:
        page.locator("#sheet-handle").click()
    first = page.locator(row(page, centred[0]))
    expect(first).to_contain_text("vị trí tạm")
    first.click()
    card = page.locator("#card")
    expect(card).to_contain_text("3 hộ cùng một điểm tạm")
    expect(card.locator(".facts")).to_contain_text("vị trí tạm")
    choice = card.locator("#card-stack-choice")
    for home in centred[::-1]:
        choice.focus()
        choice.select_option(str(home.pk))
        expect(card.locator("h2")).to_have_text(home.head_name)
        expect(card.locator(".facts")).to_be_visible()
        expect(choice).to_be_focused()
    expect(choice.locator("option")).to_have_count(3)


def test_a_press_on_the_point_leads_to_all_of_them(
    site: Site, world: World, centred: list[Household]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    page.locator(row(page, centred[0])).click()
    ring = page.locator(".map-ring-selected").bounding_box()
    assert ring is not None
    page.locator("#card-close").click()
    page.mouse.click(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    expect(page.locator("#card-stack-choice option")).to_have_count(3)
    page.locator(row(page, world.households[4])).click()
    expect(page.locator("#card .facts")).to_be_visible()


def test_calls_alone_leave_the_month_half_kept(site: Site, world: World, at: date) -> None:
    ContactRule.objects.create(commune=world.commune, per_month=1, in_person_minimum=1)
    for day in (2, 9):
        contact(world.households[5], world.member, at.replace(day=day), Channel.PHONE)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=month&tab=all")
    some = page.locator(".legend-class[data-key=some]")
    expect(some.locator(".legend-count")).to_have_text("1")
    expect(some).to_have_attribute("title", re.compile("gặp trực tiếp"))
    home = page.locator(row(page, world.households[5]))
    expect(home).to_contain_text("2/1, thiếu gặp trực tiếp")
    home.click()
    expect(page.locator("#card .meter")).to_contain_text("2 trên 1 lần, chưa gặp trực tiếp")
