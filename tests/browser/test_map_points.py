"""Choosing a household on the map, in the list and by key; theme, legend, card."""

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.households.models import Household
from tests.browser.conftest import PHONE, Site
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.world import World


@pytest.fixture
def leader(site: Site, world: World) -> Page:
    return site.open(world.users[Role.COMMUNE_LEADER])


def row(page: Page, household: Household) -> str:
    return f'.list-row[data-household="{household.pk}"]'


def picture(page: Page) -> str:
    """The drawing of the households, as data."""
    return str(page.locator(".points-canvas").evaluate("canvas => canvas.toDataURL()"))


def test_theme_changes_legend_drawing_and_address(leader: Page) -> None:
    before = picture(leader)
    leader.locator("#theme").select_option("recency")
    expect(leader.locator("#legend li")).to_have_count(6)
    assert picture(leader) != before
    assert "theme=recency" in leader.url
    leader.reload()
    expect(leader.locator("#theme")).to_have_value("recency")


def test_legend_hides_a_class_and_shows_it_again(leader: Page) -> None:
    before = picture(leader)
    uncovered = leader.locator(".legend-class[data-key=uncovered]")
    uncovered.click()
    expect(uncovered).to_have_attribute("aria-pressed", "false")
    assert picture(leader) != before
    uncovered.click()
    assert picture(leader) == before


def test_row_opens_card_and_marks_the_point(leader: Page, world: World) -> None:
    household = world.households[1]
    leader.locator(row(leader, household)).click()
    card = leader.locator("#card")
    expect(card.locator("h2")).to_have_text(household.head_name)
    expect(card).to_contain_text(household.village.name)
    expect(card).to_contain_text("0 trên 2 lần")
    expect(leader.locator(".map-ring-selected")).to_be_visible()
    expect(leader.locator(row(leader, household))).to_have_attribute("aria-selected", "true")
    leader.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(leader.locator(".map-ring-selected")).to_have_count(0)


def test_point_opens_card_and_brings_its_row_into_sight(leader: Page, world: World) -> None:
    household = world.households[1]
    leader.locator(row(leader, household)).click()
    expect(leader.locator("#card .facts")).to_be_visible()
    ring = leader.locator(".map-ring-selected").bounding_box()
    assert ring is not None
    leader.locator("#card-close").click()
    leader.mouse.click(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    expect(leader.locator("#card .facts")).to_be_visible()
    expect(leader.locator('.list-row[aria-selected="true"]')).to_be_in_viewport()


def test_hover_links_list_and_map_both_ways(leader: Page, world: World) -> None:
    household = world.households[-1]
    leader.locator(row(leader, household)).click()
    expect(leader.locator("#card .facts")).to_be_visible()
    ring = leader.locator(".map-ring-selected").bounding_box()
    assert ring is not None
    leader.locator("#card-close").click()
    leader.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    expect(leader.locator(".list-row.is-pointed")).to_be_visible()
    expect(leader.locator(".map-ring-hovered")).to_be_visible()
    leader.mouse.move(5, 5)
    expect(leader.locator(".map-ring-hovered")).to_have_count(0)
    leader.locator(row(leader, household)).hover()
    expect(leader.locator(".map-ring-hovered")).to_be_visible()


def test_a_row_stays_pointed_at_when_the_list_has_been_scrolled_away(
    site: Site, world: World
) -> None:
    HouseholdFactory.create_batch(40, group=world.groups[-1], position=None)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    household = world.households[0]
    page.locator("#search-input").fill(household.code)
    page.locator("#search-input").press("Enter")
    expect(page.locator("#card .facts")).to_be_visible()
    ring = page.locator(".map-ring-selected").bounding_box()
    assert ring is not None
    page.locator("#card-close").click()
    page.mouse.move(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    pointed = page.locator(f"{row(page, household)}.is-pointed")
    expect(pointed).to_have_count(1)
    top = page.evaluate("document.getElementById('list').scrollTop")
    for away, there in ((1e6 if top == 0 else 0, 0), (top, 1)):
        page.evaluate("(top) => { document.getElementById('list').scrollTop = top; }", away)
        expect(page.locator(row(page, household))).to_have_count(there)
    expect(pointed).to_have_count(1)


def test_keyboard_alone_reaches_list_card_and_map(leader: Page) -> None:
    leader.locator("#tab-all").click()
    leader.keyboard.press("ArrowLeft")
    expect(leader.locator("#tab-unlocated")).to_be_focused()
    leader.keyboard.press("Home")
    expect(leader.locator("#tab-uncovered")).to_have_attribute("aria-selected", "true")
    leader.keyboard.press("Tab")
    expect(leader.locator("#list")).to_be_focused()
    leader.keyboard.press("ArrowDown")
    leader.keyboard.press("ArrowDown")
    name = leader.locator(".list-row.is-active .row-title").text_content() or ""
    leader.keyboard.press("Enter")
    expect(leader.locator("#card-title")).to_be_focused()
    expect(leader.locator("#card-title")).to_have_text(name)
    leader.keyboard.press("Escape")
    expect(leader.locator("#list")).to_be_focused()
    leader.locator("#map").focus()
    leader.keyboard.press("Enter")
    expect(leader.locator("#card-title")).to_be_focused()


def test_unlocated_households_stand_on_their_own_list(site: Site, world: World) -> None:
    lost = HouseholdFactory.create(group=world.groups[0], position=None, head_name="Lương Thị Mơ")
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=unlocated")
    expect(page.locator(".row-household")).to_have_count(1)
    told = page.locator(row(page, lost))
    expect(told.locator(".row-under")).to_contain_text("Chưa có toạ độ")
    expect(told.locator(".row-side")).to_contain_text("Chưa ai phụ trách")
    put_in_charge(world.member, lost, since=NOW.date())
    page.reload()
    page.locator("#tab-unlocated").click()
    expect(told.locator(".row-under")).to_contain_text("Chưa có toạ độ")
    expect(told.locator(".row-side")).to_contain_text(world.member.full_name)
    told.click()
    expect(page.locator("#card")).to_contain_text("Chưa có toạ độ")
    expect(page.locator(".map-ring-selected")).to_have_count(0)


def test_nearest_village_comes_first_again_after_a_drag(leader: Page) -> None:
    first = leader.locator(".row-village .row-title").first
    for name, start, end in (("Thôn Nà B", 1300, 800), ("Thôn Nà A", 500, 1400)):
        leader.mouse.move(start, 700)
        leader.mouse.down()
        leader.mouse.move(end, 700, steps=8)
        leader.mouse.up()
        expect(first).to_have_text(name)


def test_phone_has_no_sideways_scroll_and_opens_its_sheet(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    page.locator("#sheet-handle").click()
    expect(page.locator("#panel")).to_have_attribute("data-sheet", "half")
    page.locator(".row-household").first.click()
    expect(page.locator("#card .facts")).to_be_visible()
    expect(page.locator(".map-ring-selected")).to_be_in_viewport()
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(page.evaluate(wide)) <= PHONE["width"]
