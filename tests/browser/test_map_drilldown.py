"""Down from the whole to a group and up again, by list and by map; measures and comparison."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.areas import CommuneFactory, square
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def figure(page: Page, name: str) -> str:
    return page.locator(f"#figure-{name}").text_content() or ""


@SIZES
def test_down_by_the_list_and_up_by_the_breadcrumbs(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units", size=size)
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    first = page.locator(".unit-row .row-title").first
    expect(first).to_have_text("Thôn Nà B")
    page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]').click()
    expect(page.locator("#crumbs [aria-current]")).to_have_text("Thôn Nà A")
    assert figure(page, "total") == "6"
    assert figure(page, "uncovered") == "5"
    assert f"v={world.villages[0].pk}" in page.url
    page.locator(f'.unit-row[data-unit="{world.groups[0].pk}"]').click()
    expect(page.locator("#crumbs li")).to_have_count(3)
    expect(page.locator("#tab-all")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".row-household")).to_have_count(3)
    page.locator("#crumbs button").first.click()
    assert figure(page, "total") == "12"
    page.go_back()
    expect(page.locator("#crumbs li")).to_have_count(3)


def test_an_area_pointed_at_on_the_map_marks_its_row(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units")
    for village in world.villages:
        box = page.locator(".map-label", has_text=village.name).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
        expect(page.locator(".area-tip")).to_contain_text(village.name)
        pointed = page.locator(".unit-row.is-pointed")
        expect(pointed).to_have_attribute("data-unit", str(village.pk))
    page.locator("#search-input").hover()
    expect(page.locator(".unit-row.is-pointed")).to_have_count(0)


def test_a_measure_says_what_it_means_and_counts_every_household(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units")
    row = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]')
    expect(row.locator(".unit-share")).to_have_text("16,7%")
    page.locator("#measure").select_option("uncovered")
    expect(row.locator(".unit-share")).to_have_text("5")
    expect(page.locator("#measure-means")).to_contain_text("chưa có người phụ trách")
    page.reload()
    expect(page.locator("#measure")).to_have_value("uncovered")


def test_comparison_shows_points_and_which_way_is_better(site: Site, world: World) -> None:
    before = {"households": 6, "covered": 0, "uncovered": 6, "kept": 0, "never": 6}

    def answer(route: Route) -> None:
        body: dict[str, Any] = route.fetch().json()
        for village in body["villages"]:
            village["before"] = {**before, "near_poor": 0, "poor": 0}
        route.fulfill(body=json.dumps(body), content_type="application/json")

    site.context.route("**/api/map/areas/**", answer)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units")
    page.get_by_label("So với tháng trước").check()
    better = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"] .unit-change')
    expect(better).to_have_class("unit-change is-better")
    expect(better).to_contain_text("+16,7 điểm %")
    same = page.locator(f'.unit-row[data-unit="{world.villages[1].pk}"] .unit-change')
    expect(same).to_have_class("unit-change is-same")
    assert "compare=1" in page.url


@SIZES
def test_the_tier_above_goes_down_with_small_numbers_hidden(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.PROVINCE_VIEWER], size=size)
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    expect(page.locator("#filter-open")).to_have_count(0)
    row = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]')
    expect(row.locator(".row-under")).to_contain_text("•")
    row.click()
    expect(page.locator("#crumbs [aria-current]")).to_have_text("Thôn Nà A")
    expect(page.locator("#figure-uncovered")).to_have_text("•")


def test_a_link_to_a_village_of_a_province_opens_it(site: Site, world: World) -> None:
    """The villages of many communes come only when they are asked for."""
    for number in range(4):
        CommuneFactory.create(
            province=world.commune.province, code=f"9910{number}", geom=square(106.2, 21.7 + number)
        )
    user = world.users[Role.PROVINCE_VIEWER]
    page = site.open(user, f"/?v={world.villages[1].pk}")
    expect(page.locator("#crumbs [aria-current]")).to_have_text(world.villages[1].name)
    assert f"v={world.villages[1].pk}" in page.url


def test_a_link_to_somebody_elses_village_shows_the_whole(site: Site, world: World) -> None:
    for number in range(4):
        CommuneFactory.create(
            province=world.commune.province, code=f"9910{number}", geom=square(106.2, 21.7 + number)
        )
    stranger = world.other_households[0].village_id
    page = site.open(world.users[Role.PROVINCE_VIEWER], f"/?v={stranger}")
    expect(page.locator("#crumbs li")).to_have_count(1)
    # The browser itself notes the 404 in its console.
    site.complaints.clear()
