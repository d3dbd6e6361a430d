"""Who keeps the rule: people for committees, groups for officers, villages for the commune."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.visits.desk import reading
from apps.visits.desk.reading import Keeper
from apps.visits.models import Channel, ContactCompanion, ContactRule
from tests.budgets import A_PAGE, Budget
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def _keepers(world: World, role: Role, at: date) -> list[Keeper]:
    return reading.keepers(actor_for(world.users[role], at=NOW), at=at)


def _only(world: World, at: date) -> Keeper:
    (found,) = _keepers(world, Role.CELL_COMMITTEE, at)
    return found


def test_one_of_two_is_not_kept(world: World, at: date) -> None:
    found = _only(world, at)
    assert (found.name, found.standing.homes) == (world.member.full_name, 1)
    assert (found.standing.kept, found.standing.owed, found.standing.longest) == (0, 1, 3)
    assert found.month.days_left == 15
    assert not found.needs_help


def test_whoever_contacts_the_household_it_counts(world: World, at: date) -> None:
    contact(world.in_charge_of, world.users[Role.GROUP_OFFICER].person, at, Channel.PHONE)
    assert _only(world, at).standing.kept == 1


def test_several_of_one_day_count_once(world: World, at: date) -> None:
    contact(world.in_charge_of, world.member, at - timedelta(days=3), Channel.PHONE)
    assert _only(world, at).standing.owed == 1


def test_the_minimum_in_person(world: World, at: date) -> None:
    ContactRule.objects.create(commune=world.commune, per_month=1, in_person_minimum=1)
    world.in_charge_of.contacts.update(channel=Channel.ZALO)
    found = _only(world, at).standing
    assert (found.kept, found.owed, found.unmet) == (0, 1, 1)


def test_the_communes_month(world: World, at: date) -> None:
    ContactRule.objects.create(commune=world.commune, per_month=1, month_start=15)
    found = _only(world, at)
    # The contact three days ago was of the month before.
    assert (found.standing.kept, found.month.start) == (0, at.replace(day=15))
    assert found.month.days_left == 29


def test_households_that_left_are_not_counted(world: World, at: date) -> None:
    world.in_charge_of.left_on = at
    world.in_charge_of.save(update_fields=["left_on"])
    assert _keepers(world, Role.CELL_COMMITTEE, at) == []


def test_who_goes_along_did_it_too(world: World, at: date) -> None:
    mate = PersonFactory.create(commune=world.commune)
    put_in_charge(mate, world.households[1], since=at - timedelta(days=9))
    made = contact(world.in_charge_of, world.member, at)
    ContactCompanion.objects.create(contact=made, person=mate)
    actor = actor_for(world.users[Role.CELL_COMMITTEE], at=NOW)
    rows = reading.with_doings(actor, reading.keepers(actor, at=at), at=at)
    did = {row.pk: row.doing for row in rows}
    # Three days ago and today; the one of last month counts for no month, but is a last one.
    assert (did[world.member.pk].contacts, did[world.member.pk].last) == (2, at)
    assert (did[mate.pk].contacts, did[mate.pk].last) == (1, at)


def test_the_weakest_stands_first(world: World, at: date, login: Login) -> None:
    weak = PersonFactory.create(commune=world.commune, full_name="Nông Thị Yếu")
    put_in_charge(weak, world.households[1], since=at - timedelta(days=9))
    put_in_charge(weak, world.households[2], since=at - timedelta(days=9))
    contact(world.in_charge_of, world.member, at)
    page = login(world.users[Role.CELL_COMMITTEE]).get(reverse("contacts:keepers"))
    text = page.content.decode()
    assert text.index("Nông Thị Yếu") < text.index(world.member.full_name)
    assert "1 hộ chưa lần nào" in text
    assert "1 trên 2 người còn hộ chưa đủ lần" in text
    assert f"?theme=month&amp;person={weak.pk}" in text


def test_a_village_in_the_address(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    address = reverse("contacts:keepers")
    here = client.get(address, {"thon": world.villages[0].pk}).content.decode()
    assert world.member.full_name in here
    assert world.villages[0].name in here
    for other in (world.villages[1].pk, 999_999, "9" * 30, "x"):
        text = client.get(address, {"thon": other}).content.decode()
        assert (world.member.full_name in text) == (other in {"9" * 30, "x"})


def test_officers_see_their_groups(world: World, at: date, login: Login) -> None:
    contact(world.in_charge_of, world.member, at)
    actor = actor_for(world.users[Role.GROUP_OFFICER], at=NOW)
    (row,) = reading.groups(actor, at=at)
    assert (row.name, row.homes, row.covered, row.kept) == (world.groups[0].name, 3, 1, 1)
    client = login(world.users[Role.GROUP_OFFICER])
    text = client.get(reverse("contacts:groups")).content.decode()
    assert "1 trên 1 hộ có người phụ trách đã đủ lần" in text
    assert world.member.full_name not in text
    assert client.get(reverse("contacts:keepers")).status_code == 403


def test_households_of_no_group_stand_last(world: World, at: date) -> None:
    HouseholdFactory.create(group=None, village=world.villages[0], position=None)
    rows = reading.groups(actor_for(world.users[Role.COMMUNE_LEADER], at=NOW), at=at)
    assert [row.pk for row in rows] == [*(group.pk for group in world.groups), None]
    assert reading.totals(rows).homes == 13


def test_leaders_see_villages_with_their_cells(world: World, login: Login) -> None:
    text = login(world.users[Role.COMMUNE_LEADER]).get(reverse("contacts:villages"))
    page = text.content.decode()
    for wanted in (*(village.name for village in world.villages), world.cell.name):
        assert wanted in page
    assert "11 hộ chưa có người phụ trách" in page


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.COMMUNE_LEADER, "villages"),
        (Role.CELL_COMMITTEE, "keepers"),
        (Role.GROUP_OFFICER, "groups"),
    ],
)
def test_where_the_desk_begins(world: World, login: Login, role: Role, page: str) -> None:
    answer = login(world.users[role]).get(reverse("contacts:home"))
    here = [tab.address for tab in answer.context["tabs"] if tab.is_here]
    assert here == [reverse(f"contacts:{page}")]


def test_the_sheet_of_one_person(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    text = client.get(reverse("contacts:sheet", args=[world.member.pk])).content.decode()
    assert world.in_charge_of.head_name in text
    assert "1/2" in text
    read = AccessLog.objects.get(action=AccessLog.Action.READ_PERSON)
    assert (read.object_id, read.user) == (world.member.pk, world.users[Role.CELL_COMMITTEE])
    nobody = client.get(
        reverse("contacts:sheet", args=[world.users[Role.COMMUNE_OFFICE].person.pk])
    )
    assert nobody.status_code == 404


def test_the_sheet_holds_only_what_is_within_reach(world: World, at: date, login: Login) -> None:
    far = world.households[6]
    put_in_charge(world.member, far, since=at - timedelta(days=9))
    text = login(world.users[Role.CELL_COMMITTEE]).get(
        reverse("contacts:sheet", args=[world.member.pk])
    )
    assert far.code not in text.content.decode()
    assert far.head_name not in text.content.decode()


@pytest.mark.parametrize(
    ("name", "most"), [("keepers", A_PAGE + 9), ("groups", A_PAGE + 5), ("villages", A_PAGE + 6)]
)
def test_budgets(world: World, at: date, budget: Budget, name: str, most: int) -> None:
    def grow() -> None:
        for group in world.groups:
            for home in HouseholdFactory.create_batch(4, group=group):
                contact(home, world.member, at)
                put_in_charge(
                    PersonFactory.create(commune=world.commune), home, since=at - timedelta(days=9)
                )

    budget.holds(world.users[Role.COMMUNE_LEADER], reverse(f"contacts:{name}"), most, grow=grow)
