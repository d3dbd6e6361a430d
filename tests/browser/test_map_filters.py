"""Filters combine, are counted, stand in the address without personal data, and come back."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.models import Household
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def open_filters(page: Page, size: dict[str, int]) -> None:
    if size == PHONE:
        page.locator("button[data-view=look]").click()
    page.locator("#filter-open").click()


def entry(page: Page, key: str) -> str:
    return page.locator(f".legend-class[data-key={key}] .legend-count").text_content() or ""


@SIZES
def test_village_and_coverage_combine_and_are_counted(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    expect(page.locator("#filter-count")).to_have_text("13 / 13 hộ khớp")
    open_filters(page, size)
    village = world.villages[0]
    page.locator("select[data-facet=village]").select_option(str(village.pk))
    inside = Household.objects.living(at=at).filter(village=village)
    in_charge = Assignment.objects.filter(household__in=inside).count()
    total = inside.count()
    expect(page.locator("#filter-count")).to_have_text(f"{total} / 13 hộ khớp")
    assert entry(page, "uncovered") == str(total - in_charge)
    assert entry(page, "covered") == str(in_charge)
    page.locator(".facet-toggle[data-facet=coverage][data-value=covered]").click()
    expect(page.locator("#filter-count")).to_have_text(f"{in_charge} / 13 hộ khớp")
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.locator("#filter-clear").click()
    expect(page.locator("#filter-count")).to_have_text("13 / 13 hộ khớp")


def test_legend_entry_is_a_filter_of_list_and_map(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    page.locator(".legend-only[data-key=covered]").click()
    expect(page.locator("#filter-count")).to_have_text("1 / 12 hộ khớp")
    expect(page.locator(".row-household")).to_have_count(1)
    uncovered = page.locator(".legend-class[data-key=uncovered]")
    expect(uncovered).to_have_attribute("aria-pressed", "false")
    assert entry(page, "uncovered") == "11"
    uncovered.click()
    expect(page.locator("#filter-count")).to_have_text("12 / 12 hộ khớp")


def test_the_panel_goes_on_from_the_legend(site: Site, world: World) -> None:
    """Households: one within a week, one within sixty days, ten never."""
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=recency&tab=all")
    page.locator(".legend-class[data-key=never]").click()
    expect(page.locator("#filter-count")).to_have_text("2 / 12 hộ khớp")
    page.locator("#filter-open").click()
    pressed = page.locator(".facet-toggle[data-facet=recency][aria-pressed=true]")
    expect(pressed).to_have_count(5)
    page.locator(".facet-toggle[data-value=d7]").click()
    expect(pressed).to_have_count(4)
    expect(page.locator("#filter-count")).to_have_text("1 / 12 hộ khớp")
    # And the legend goes on from the panel.
    page.locator(".legend-class[data-key=d60]").click()
    expect(pressed).to_have_count(3)
    expect(page.locator("#filter-count")).to_have_text("0 / 12 hộ khớp")


def test_address_restores_the_view_and_back_undoes(site: Site, world: World) -> None:
    village = world.villages[1].pk
    leader = world.users[Role.COMMUNE_LEADER]
    page = site.open(leader)
    page.locator("#theme").select_option("recency")
    page.locator(".legend-only[data-key=never]").click()
    page.goto(f"{page.url}&v={village}")
    expect(page.locator("#theme")).to_have_value("recency")
    expect(page.locator("#filter-count")).to_have_text("6 / 12 hộ khớp")
    expect(page.locator("#crumbs [aria-current]")).to_have_text(world.villages[1].name)
    page.locator("#crumbs button").first.click()
    expect(page.locator("#filter-count")).to_have_text("10 / 12 hộ khớp")
    page.go_back()
    expect(page.locator("#filter-count")).to_have_text("6 / 12 hộ khớp")
    page.go_forward()
    expect(page.locator("#filter-count")).to_have_text("10 / 12 hộ khớp")


def test_foreign_and_unknown_ids_of_a_link_are_ignored(site: Site, world: World) -> None:
    other = world.other_households[0]
    query = f"/?v={other.village_id}&village={other.village_id}&person=999999&month=x"
    page = site.open(world.users[Role.COMMUNE_LEADER], query)
    expect(page.locator("#filter-count")).to_have_text("12 / 12 hộ khớp")
    expect(page.locator(".filter-chip")).to_have_count(0)


def test_text_filters_and_never_enters_the_address(site: Site, world: World) -> None:
    HouseholdFactory.create(group=world.groups[0], head_name="Lương Thị Mơ <b>")
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    page.locator("#filter-open").click()
    page.locator("#filter-text").fill("mơ <b>")
    expect(page.locator("#filter-count")).to_have_text("1 / 13 hộ khớp")
    expect(page.locator(".filter-chip")).to_contain_text("mơ <b>")
    assert "mo" not in page.url.lower().split("?")[1].replace("month", "")
    page.locator(".filter-chip").click()
    expect(page.locator("#filter-count")).to_have_text("13 / 13 hộ khớp")
