"""Each theme's legend counts what the tables say, over unlocated households too."""

from collections import Counter
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_map_selection import choose
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
HOSTILE = '<img src=x onerror="document.title=1">'


def counts(page: Page) -> dict[str, int]:
    entries = page.locator(".legend-class")
    return {
        str(each.get_attribute("data-key")): int(each.locator(".legend-count").text_content() or "")
        for each in entries.all()
    }


@SIZES
def test_contacts_of_the_month_against_the_rule(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    household = world.households[5]
    for day in (2, 9):
        contact(household, world.member, at.replace(day=day))
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=month", size=size)
    assert counts(page) == {"none": 10, "some": 1, "kept": 1}


@SIZES
def test_people_in_charge_each_with_a_colour_and_a_count(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    person = PersonFactory.create(commune=world.commune, full_name=HOSTILE)
    lost = HouseholdFactory.create(group=world.groups[1], position=None)
    for household in (world.households[4], world.households[7], lost):
        put_in_charge(person, household, since=at)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=person", size=size)
    expected = Counter(
        str(pk) for pk in Assignment.objects.filter(tier=3).values_list("person", flat=True)
    )
    assert counts(page) == {**expected, "none": 9}
    keys = page.locator(".legend-class").evaluate_all("all => all.map(e => e.dataset.key)")
    assert keys[0] == "none"
    assert keys[1] == str(person.pk)
    dots = page.locator(".legend-class .dot").evaluate_all(
        "all => all.map(e => e.style.backgroundColor)"
    )
    assert dots[0] == "rgb(213, 94, 0)"
    assert len(set(dots)) == len(dots)
    label = page.locator(f'.legend-class[data-key="{person.pk}"] .legend-label')
    expect(label).to_have_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "1"


@SIZES
def test_neighbours_are_told_apart_where_their_ids_would_give_one_colour(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    # Households of twelve people, three at a time nine ids apart.
    first = PersonFactory.create(commune=world.commune)
    for number in range(11):
        person = PersonFactory.create(
            pk=first.pk + 9 * (number // 2 + 1) + number % 2, commune=world.commune
        )
        put_in_charge(person, world.households[number + 1], since=at)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=person", size=size)
    looks = page.locator(".legend-class:not([data-key=none]) .dot").evaluate_all(
        "all => all.map(e => `${e.style.backgroundColor} ${e.className}`)"
    )
    assert len(set(looks)) == len(looks) == 12
    assert len({look.split(")")[0] for look in looks}) == 9
    # What is marked in the legend is marked in the list.
    page.locator("#tab-all").click()
    rows = page.locator(".row-household .dot").evaluate_all(
        "all => all.map(e => `${e.style.backgroundColor} ${e.className}`)"
    )
    assert set(rows) <= set(looks)


def test_lines_that_are_too_many_to_draw_are_told(site: Site, world: World, at: date) -> None:
    world.member.home = world.households[0].position
    world.member.save()
    homes = Household.objects.bulk_create(
        HouseholdFactory.build(
            group=world.groups[0], village=world.villages[0], commune=world.commune
        )
        for _ in range(500)
    )
    Assignment.objects.bulk_create(
        Assignment(
            tier=Tier.HOUSEHOLD, person=world.member, household=home, period=DateRange(at, None)
        )
        for home in homes
    )
    page = site.open(world.users[Role.CELL_COMMITTEE], "/?theme=person&tab=all")
    note = page.locator("#lines-note")
    expect(note).to_be_hidden()
    choose(page, "matching")
    expect(note).to_contain_text("Vẽ 500 trên 501 đường nối")
    page.locator("#selection-clear").click()
    expect(note).to_be_hidden()


@SIZES
def test_controls_are_within_reach_and_large_enough(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    if size == PHONE:
        page.locator("button[data-view=look]").click()
        least = 48
        for selector in ("#theme", ".legend-class", ".legend-only", "#filter-open"):
            box = page.locator(selector).first.bounding_box()
            assert box is not None
            assert box["height"] >= least, selector
        assert page.locator("#panel #legend").count() == 1
    else:
        legend = page.locator("#map-legend").bounding_box()
        panel = page.locator("#panel").bounding_box()
        assert legend is not None
        assert panel is not None
        assert legend["x"] >= panel["x"] + panel["width"]
