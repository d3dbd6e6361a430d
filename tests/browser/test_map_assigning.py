"""Chosen households put to a person in a draft, from the map's selection bar."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanPair
from apps.assignments.plans import editing
from apps.assignments.plans.kinds import BanReason, PairSource
from apps.assignments.plans.models import PlanBan
from apps.people.kinds import PostKind
from apps.people.models import Person
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_map_selection import choose, counted
from tests.conftest import NOW
from tests.factories.households import HouseholdMemberFactory
from tests.factories.people import (
    CellFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.plans import draft, submit
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def person(world: World) -> Person:
    made = PersonFactory.create(commune=world.commune, full_name="Hoàng Văn Ba")
    MembershipFactory.create(person=made, cell=world.cell)
    return made


def opened(site: Site, world: World, size: dict[str, int]) -> Page:
    """All six households of the committee's village are chosen, and the dialog asks for whom."""
    page = site.open(world.users[Role.CELL_COMMITTEE], "/?tab=all", size)
    choose(page, "matching")
    counted(page, 6)
    page.locator("[data-action=assign]").click()
    return page


def held(plan: AssignmentPlan) -> dict[int, int]:
    return dict(PlanPair.objects.filter(plan=plan).values_list("household_id", "person_id"))


@SIZES
def test_chosen_households_are_put_to_a_person_and_the_rest_is_told(
    site: Site, world: World, person: Person, size: dict[str, int]
) -> None:
    first, locked, banned, own, *free = world.households[:6]
    locked.head_name = HOSTILE
    locked.save()
    plan = draft(world.cell, {first: person})
    PlanPair.objects.create(
        plan=plan,
        household=locked,
        person=world.member,
        is_locked=True,
        source=PairSource.HAND,
    )
    PlanBan.objects.create(plan=plan, household=banned, person=person, reason=BanReason.values[0])
    # Known to the server alone.
    HouseholdMemberFactory.create(household=own, person=person)
    page = opened(site, world, size)
    dialog = page.locator("#assign-dialog")
    expect(dialog).to_contain_text("6 hộ đã chọn.")
    expect(dialog.get_by_label("Chi bộ thôn Nà A, năm 2026")).to_be_checked()
    dialog.locator("#assign-person").select_option(str(person.pk))
    expect(dialog.locator("#assign-note")).to_contain_text("Sẽ giao 3 hộ cho Hoàng Văn Ba.")
    dialog.locator("#assign-send").click()
    expect(dialog.locator("#assign-note")).to_have_text(
        "Đã giao 2 hộ cho Hoàng Văn Ba trong dự thảo."
    )
    told = dialog.locator("#assign-refused li")
    reasons = ["already", "locked", "banned", "own_household"]
    assert told.evaluate_all("rows => rows.map(row => row.dataset.reason)") == reasons
    expect(told.nth(1)).to_contain_text(HOSTILE)
    refusal_noted(site)
    assert held(plan) == {
        first.pk: person.pk,
        locked.pk: world.member.pk,
        **{home.pk: person.pk for home in free},
    }
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    expect(dialog.locator("#assign-map")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('plan-map:map', kwargs={'pk': plan.pk})}")
    expect(page.locator("#plan-gaps")).to_have_attribute("data-uncovered", "2")


def test_what_somebody_else_changed_meanwhile_stays(
    site: Site, world: World, person: Person
) -> None:
    plan = draft(world.cell)
    page = opened(site, world, WIDE)
    page.locator("#assign-person").select_option(str(person.pk))
    expect(page.locator("#assign-note")).to_contain_text("Sẽ giao 6 hộ")
    theirs = world.households[2]
    someone_gives(world, plan, theirs.pk)
    page.locator("#assign-send").click()
    expect(page.locator("#assign-note")).to_have_text(
        "Đã giao 5 hộ cho Hoàng Văn Ba trong dự thảo."
    )
    expect(page.locator("[data-reason=changed_since]")).to_contain_text(theirs.head_name)
    assert held(plan)[theirs.pk] == world.member.pk
    refusal_noted(site)


def refusal_noted(site: Site) -> None:
    """The browser writes of an answer that says no."""
    assert [text for text in site.complaints if "409" not in text] == []
    site.complaints.clear()


def someone_gives(world: World, plan: AssignmentPlan, household: int) -> None:
    """A colleague on the committee, at another desk."""
    colleague = UserFactory.create(username="chiuyvien")
    second = PersonFactory.create(commune=world.commune, user=colleague, full_name="Vi Thị Hai")
    PostFactory.create(person=second, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=world.cell)
    order = Order(actor_for(colleague, at=NOW), "Soạn", NOW, uuid4())
    editing.change_pairs(
        plan=plan.pk, pairs={household: world.member.pk}, seen=plan.revision, order=order
    )


def test_without_a_draft_the_way_leads_to_where_one_is_begun(site: Site, world: World) -> None:
    page = opened(site, world, WIDE)
    start = page.locator("#assign-start a")
    expect(start).to_contain_text("Chi bộ thôn Nà A chưa có dự thảo")
    expect(page.locator("#assign-send")).to_be_disabled()
    start.click()
    page.wait_for_url(f"**{reverse('plan-pages:cell', kwargs={'pk': world.cell.pk})}")


def test_a_plan_put_to_the_meeting_is_not_offered(site: Site, world: World, person: Person) -> None:
    submit(draft(world.cell))
    page = opened(site, world, WIDE)
    expect(page.locator("#assign-start a")).to_contain_text("đã trình chi bộ")
    expect(page.locator("#assign-plans input")).to_have_count(0)
    expect(page.locator("#assign-send")).to_be_disabled()


@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.COMMITTEE_MEMBER, Role.GROUP_OFFICER])
def test_who_does_not_draft_has_no_such_action(site: Site, world: World, role: Role) -> None:
    draft(world.cell)
    page = site.open(world.users[role], "/?tab=all")
    choose(page, "matching")
    expect(page.locator("[data-action=export]")).to_be_visible()
    expect(page.locator("[data-action=assign]")).to_have_count(0)
    expect(page.locator("#assign-dialog")).to_have_count(0)


def test_a_draft_of_another_cell_is_not_offered(site: Site, world: World, person: Person) -> None:
    draft(CellFactory.create(commune=world.commune, name="Chi bộ khác"))
    mine = draft(world.cell)
    page = opened(site, world, WIDE)
    expect(page.locator("#assign-plans input")).to_have_count(1)
    expect(page.locator("#assign-plans input")).to_have_value(str(mine.pk))
