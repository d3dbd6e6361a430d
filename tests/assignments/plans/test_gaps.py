"""Gaps by village and reason, who has room, who carries too much, and the assignment rate."""

from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from pytest_django import DjangoAssertNumQueries

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plans import words
from apps.assignments.plans.gaps import gaps_of_cell, gaps_of_commune, gaps_of_plan
from apps.assignments.plans.rates import Rate, assignment_rate
from apps.assignments.proximity import MendKind, Obstacle, Reason
from apps.households.models import Household
from apps.people.kinds import MemberKind, PostKind
from apps.people.models import CapacityRule, CellVillage, Membership, Post
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
TODAY, SINCE = NOW.date(), date(2026, 1, 1)


@pytest.fixture
def housed(committee: Committee) -> Committee:
    """Everybody lives beside the first group and carries two; the last household has no place.

    The village has no head, who would carry households as well.
    """
    Post.objects.filter(kind=PostKind.VILLAGE_HEAD).delete()
    west, south = committee.homes[0].position.coords
    for person in committee.members:
        person.home = Point(west, south, srid=4326)
        person.save()
    Membership.objects.filter(cell=committee.world.cell).update(capacity=2)
    last = committee.homes[5]
    Household.objects.filter(pk=last.pk).update(
        position=None, position_source="", position_missing="not_given", group=None
    )
    return committee


def _reasons(told: dict[str, Any]) -> dict[int, str]:
    return {gap["household"]: gap["reason"] for gap in told["gaps"]}


def _cell(committee: Committee, role: Role = Role.CELL_COMMITTEE) -> dict[str, Any]:
    actor = committee.actor(committee.world.users[role])
    return gaps_of_cell(actor, committee.world.cell.pk, at=TODAY)


def test_as_things_are(housed: Committee) -> None:
    for number in (1, 2):
        put_in_charge(housed.members[0], housed.homes[number], since=SINCE)
    told = _cell(housed)
    homes = [home.pk for home in housed.homes]
    assert _reasons(told) == {
        homes[3]: "nobody_in_reach",
        homes[4]: "nobody_in_reach",
        homes[5]: "no_position",
    }
    [village] = told["villages"]
    assert (village["name"], village["households"], village["uncovered"]) == ("Thôn Nà A", 6, 3)
    assert village["reasons"] == {"nobody_in_reach": 2, "no_position": 1}
    assert [(p["person"], p["over"]) for p in told["over"]] == [(housed.members[0].pk, 1)]
    assert {p["person"] for p in told["with_room"]} == {m.pk for m in housed.members[1:]}


def test_what_a_plan_leaves(housed: Committee) -> None:
    plan = housed.start()
    housed.give(plan, {0: 0, 1: 0, 3: 1})
    told = gaps_of_plan(housed.actor(), plan.pk, at=TODAY)
    homes = [home.pk for home in housed.homes]
    assert set(_reasons(told)) == {homes[2], homes[4], homes[5]}
    assert {p["person"]: p["room"] for p in told["with_room"]} == {
        housed.members[1].pk: 1,
        housed.members[2].pk: 2,
    }


def test_everyone_full_is_told_with_what_would_mend_it(housed: Committee) -> None:
    Membership.objects.filter(cell=housed.world.cell).update(capacity=0)
    Membership.objects.filter(person=housed.members[0]).update(capacity=1)
    told = _cell(housed)
    mine = next(gap for gap in told["gaps"] if gap["household"] == housed.homes[1].pk)
    assert mine["reason"] == "everyone_full"
    assert mine["reason_label"] == "Những người ở gần đã đủ số hộ"
    [raised] = [mend for mend in mine["mends"] if mend["kind"] == "raise_load"]
    person = next(p for p in housed.members if p.pk == raised["subject"])
    assert raised["text"] == f"Nâng số hộ của {person.full_name} lên {raised['number']}"


def test_whoever_is_in_charge_of_a_household_on_no_map_is_kept_not_called_near(
    housed: Committee,
) -> None:
    plan, last = housed.start(), housed.homes[5]
    put_in_charge(housed.members[1], last, since=SINCE)
    told = gaps_of_plan(housed.actor(), plan.pk, at=TODAY)
    mine = next(gap for gap in told["gaps"] if gap["household"] == last.pk)
    assert mine["reason_label"] == "Hộ chưa có toạ độ"
    assert [mend["text"] for mend in mine["mends"]] == [
        f"Giữ {housed.members[1].full_name}, chưa rõ xa gần",
        "Đặt vị trí của hộ lên bản đồ",
    ]


def test_one_more_person_is_said_to_take_what_one_person_can(housed: Committee) -> None:
    Membership.objects.filter(cell=housed.world.cell).update(capacity=0)
    CapacityRule.objects.create(
        commune=housed.world.commune, kind=MemberKind.RESIDENT.value, households=1
    )
    first = _cell(housed)["gaps"][0]
    assert [mend["text"] for mend in first["mends"]] == [
        "Thêm một người ở Tổ 1, nhận được 1 trong 2 hộ"
    ]


def test_groups_of_several_villages_are_told_apart(housed: Committee) -> None:
    Membership.objects.filter(cell=housed.world.cell).update(capacity=1)

    def wanted() -> set[str]:
        mends = [mend for gap in _cell(housed)["gaps"] for mend in gap["mends"]]
        return {mend["text"] for mend in mends if mend["kind"] == "person_in_group"}

    assert wanted()
    assert not any("Thôn" in text for text in wanted())
    CellVillage.objects.create(cell=housed.world.cell, village=housed.world.villages[1])
    assert all("Thôn Nà" in text for text in wanted())


def test_every_word_of_the_solver_is_said() -> None:
    assert set(words.REASONS) == set(Reason)
    assert set(words.OBSTACLES) == set(Obstacle)
    assert set(words._MENDS) == set(MendKind)


def test_a_committee_member_of_one_village_is_told_of_that_village(housed: Committee) -> None:
    told = _cell(housed, Role.COMMITTEE_MEMBER)
    assert len(told["gaps"]) == 5


@pytest.mark.parametrize("role", [Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE])
def test_whoever_reads_no_whole_plan_is_told_nothing(housed: Committee, role: Role) -> None:
    plan = housed.start()
    actor = housed.actor(housed.world.users[role])
    with refused("not_found", 404):
        gaps_of_plan(actor, plan.pk, at=TODAY)
    with refused("not_found", 404):
        gaps_of_cell(actor, housed.world.cell.pk, at=TODAY)


def test_a_commune_by_its_villages(housed: Committee) -> None:
    leader = housed.actor(housed.world.users[Role.COMMUNE_LEADER])
    told = gaps_of_commune(leader, housed.world.commune.pk, at=TODAY)
    counted = [(v["name"], v["households"], v["uncovered"]) for v in told["villages"]]
    assert counted == [("Thôn Nà A", 6, 5), ("Thôn Nà B", 6, 6)]
    # Nobody in charge, though there is somebody near with room; and in a village without a cell.
    near, far = (village["reasons"] for village in told["villages"])
    assert near == {"room_in_reach": 2, "nobody_in_reach": 2, "no_position": 1}
    assert far == {"nobody_here": 6}
    assert {p["person"]: p["room"] for p in told["with_room"]} == {
        person.pk: 1 if number == 0 else 2 for number, person in enumerate(housed.members)
    }
    assert (told["over"], told["unable"]) == ([], 0)
    assert told["rate"]["percent"] == 33


def test_a_village_of_two_cells_is_counted_once(housed: Committee) -> None:
    world = housed.world
    other = CellFactory.create(commune=world.commune)
    CellVillage.objects.create(cell=other, village=world.villages[0])
    west, south = housed.homes[0].position.coords
    person = PersonFactory.create(commune=world.commune, home=Point(west, south, srid=4326))
    MembershipFactory.create(person=person, cell=other, capacity=1)
    for number in (1, 2):
        put_in_charge(person, housed.homes[number], since=SINCE)
    leader = housed.actor(world.users[Role.COMMUNE_LEADER])
    told = gaps_of_commune(leader, world.commune.pk, at=TODAY)
    first = told["villages"][0]
    assert (first["households"], first["uncovered"]) == (6, 3)
    assert [(p["person"], p["over"]) for p in told["over"]] == [(person.pk, 1)]


def test_somebody_excused_still_covers_until_the_committee_decides(housed: Committee) -> None:
    Membership.objects.filter(person=housed.members[0]).update(kind=MemberKind.EXCUSED)
    cell = _cell(housed)
    leader = housed.actor(housed.world.users[Role.COMMUNE_LEADER])
    commune = gaps_of_commune(leader, housed.world.commune.pk, at=TODAY)
    for told in (cell, commune):
        assert (told["villages"][0]["uncovered"], told["unable"]) == (5, 1)
    assert housed.homes[0].pk not in _reasons(cell)


def test_a_commune_of_thirty_cells_asks_as_much_as_one_of_one(
    housed: Committee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world = housed.world
    leader = housed.actor(world.users[Role.COMMUNE_LEADER])
    for _number in range(30):
        cell = CellFactory.create(commune=world.commune)
        CellVillage.objects.create(cell=cell, village=world.villages[1])
        MembershipFactory.create(person=PersonFactory.create(commune=world.commune), cell=cell)
    with django_assert_max_num_queries(20):
        gaps_of_commune(leader, world.commune.pk, at=TODAY)


@pytest.mark.parametrize("role", [Role.CELL_COMMITTEE, Role.PROVINCE_VIEWER])
def test_only_commune_roles_count_the_commune(housed: Committee, role: Role) -> None:
    with refused("not_found", 404):
        gaps_of_commune(housed.actor(housed.world.users[role]), housed.world.commune.pk, at=TODAY)


def test_another_communes_leader_counts_nothing_here(housed: Committee) -> None:
    stranger = housed.actor(housed.world.outsider)
    with refused("not_found", 404):
        gaps_of_commune(stranger, housed.world.commune.pk, at=TODAY)
    with refused("not_found", 404):
        gaps_of_cell(stranger, housed.world.cell.pk, at=TODAY)


def test_seventy_of_277_is_a_quarter(committee: Committee) -> None:
    """A real ward (domain, "Assignment"): 336 members, 59 excused, 70 assigned."""
    world = committee.world
    Membership.objects.all().delete()
    Assignment.objects.filter(tier=3).delete()
    people = PersonFactory.create_batch(336, commune=world.commune)
    away = (MemberKind.EXCUSED, MemberKind.WORKING_AWAY)
    for number, person in enumerate(people):
        kind = away[number % 2] if number < 59 else MemberKind.RESIDENT
        MembershipFactory.create(person=person, cell=world.cell, kind=kind)
    for person in people[59:129]:
        home = HouseholdFactory.create(group=world.groups[0])
        put_in_charge(person, home, since=SINCE)
    # Somebody with two households is one person; somebody excused does not count as assigned.
    put_in_charge(people[59], HouseholdFactory.create(group=world.groups[0]), since=SINCE)
    put_in_charge(people[0], HouseholdFactory.create(group=world.groups[0]), since=SINCE)
    leader = committee.actor(world.users[Role.COMMUNE_LEADER])
    rate = assignment_rate(leader, at=TODAY, commune=world.commune.pk)
    assert rate == Rate(members=336, excused=59, assigned=70)
    assert (rate.assignable, rate.percent) == (277, 25)
    assert assignment_rate(committee.actor(), at=TODAY, cell=world.cell.pk) == rate


def test_nobody_to_assign_is_no_rate(committee: Committee) -> None:
    Membership.objects.update(kind=MemberKind.EXCUSED)
    assert (
        assignment_rate(committee.actor(), at=TODAY, cell=committee.world.cell.pk).percent is None
    )
    assert not AssignmentPlan.objects.exists()
