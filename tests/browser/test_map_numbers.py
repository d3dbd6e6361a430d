"""Figures on the map page are those of SQL on the tables, for every post."""

from datetime import date

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from tests.browser.conftest import Site
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

# Written out against the tables, so that it shares nothing with the code under test.
FIGURES = """
    WITH living AS (
        SELECT h.id, h.position,
               EXISTS (SELECT 1 FROM assignments_assignment a
                       WHERE a.household_id = h.id AND a.period @> %(day)s::date) AS covered,
               (SELECT max((c.said_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
                FROM visits_contact c WHERE c.household_id = h.id) AS last_day
        FROM households_household h WHERE h.id = ANY(%(reach)s) AND h.left_on IS NULL)
    SELECT count(*), count(*) FILTER (WHERE covered), count(*) FILTER (WHERE NOT covered),
           count(*) FILTER (WHERE last_day IS NULL), count(*) FILTER (WHERE position IS NULL),
           count(*) FILTER (WHERE %(day)s::date - last_day <= 7),
           count(*) FILTER (WHERE %(day)s::date - last_day BETWEEN 31 AND 60)
    FROM living
"""


def shown(page: Page, selector: str) -> int:
    return int((page.locator(selector).text_content() or "").strip().replace(".", ""))


@pytest.mark.parametrize(
    "role",
    [
        Role.COMMUNE_LEADER,
        Role.INSPECTION,
        Role.CELL_COMMITTEE,
        Role.GROUP_OFFICER,
        Role.MEMBER_IN_CHARGE,
    ],
)
def test_figures_equal_sql(site: Site, world: World, at: date, role: Role) -> None:
    unlocated = HouseholdFactory.create(group=world.groups[0], position=None)
    reach = world.reach(role)
    if role != Role.MEMBER_IN_CHARGE:
        reach |= {unlocated.pk}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"reach": list(reach), "day": at})
        total, covered, uncovered, never, missing, week, older = cursor.fetchone()
    page = site.open(world.users[role])
    assert shown(page, "#figure-total") == total == shown(page, "#count-all")
    assert shown(page, "#figure-uncovered") == uncovered == shown(page, "#count-uncovered")
    assert shown(page, "#figure-never") == never
    assert shown(page, "#count-unlocated") == missing
    assert shown(page, "[data-key=covered] .legend-count") == covered
    assert shown(page, "[data-key=uncovered] .legend-count") == uncovered
    page.locator("#theme").select_option("recency")
    assert shown(page, "[data-key=d7] .legend-count") == week
    assert shown(page, "[data-key=d60] .legend-count") == older
    assert shown(page, "[data-key=never] .legend-count") == never


def test_coverage_is_a_share_of_all_households(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    expect(page.locator("#figure-coverage")).to_have_text("8,3%")


def test_upper_tier_sees_areas_and_numbers_only(site: Site, world: World) -> None:
    page = site.open(world.users[Role.PROVINCE_VIEWER])
    expect(page.locator(".unit-row").first).to_be_visible()
    expect(page.locator(".points-canvas")).to_have_count(0)
    expect(page.locator("#search-input")).to_have_count(0)
    text = page.locator("#map-page").text_content() or ""
    assert not any(household.head_name in text for household in world.households)


def test_a_post_without_households_has_no_figures(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_POLICE])
    expect(page.locator("#order-words")).to_contain_text("Không có vấn đề an ninh, trật tự")
    expect(page.locator(".unit-row").first).to_be_visible()
    for place in ("#map-status", ".summary", "#measure", "#steps"):
        expect(page.locator(place)).to_be_hidden()
    for place in ("#search-input", "#tool-takeaway"):
        expect(page.locator(place)).to_have_count(0)
