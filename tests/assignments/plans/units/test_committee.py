"""A plan of tier 1: committee members and villages, with the secretary of each village's team."""

from datetime import date, timedelta

import pytest

from apps.areas.levels import Level
from apps.areas.succession import Succession
from apps.assignments.models import AssignmentPlan, TeamSecretary, Tier
from apps.assignments.plans import proposing, undoing
from apps.assignments.plans.kinds import AmendReason, Seed
from apps.assignments.plans.units import services as units
from apps.assignments.succession import follow_succession
from apps.people.departures import Charge, Departure, tell
from tests.assignments.plans.conftest import refused
from tests.assignments.plans.units.conftest import LONG_AGO, TODAY, Office
from tests.factories.areas import VillageFactory, square
from tests.factories.households import put_in_charge

pytestmark = pytest.mark.django_db
DAY = TODAY - timedelta(days=3)


@pytest.fixture
def staffed(office: Office) -> Office:
    """Two officers work in the first village, one in the second."""
    put_in_charge(office.officers[1], office.world.groups[1], since=LONG_AGO)
    put_in_charge(office.officers[2], office.world.groups[2], since=LONG_AGO)
    return office


def _name(
    office: Office, plan: AssignmentPlan, village: int, officer: int | None, seen: int
) -> object:
    return units.name_secretary(
        plan=plan.pk,
        village=office.world.villages[village].pk,
        person=None if officer is None else office.officers[officer].pk,
        seen=seen,
        order=office.order(),
    )


def _secretaries(office: Office, at: date = TODAY) -> dict[int, int]:
    """Villages and officers by their numbers."""
    villages = {village.pk: n for n, village in enumerate(office.world.villages)}
    people = {person.pk: n for n, person in enumerate(office.officers)}
    rows = TeamSecretary.objects.filter(period__contains=at)
    return {villages[row.village_id]: people[row.person_id] for row in rows}


def test_the_nearest_member_for_each_village(staffed: Office) -> None:
    plan = staffed.start(Tier.COMMITTEE, Seed.SOLVER)
    assert staffed.held(plan) == {(0, 0), (1, 1)}


def test_the_secretary_is_an_officer_of_the_village(staffed: Office) -> None:
    plan = staffed.start(Tier.COMMITTEE, Seed.SOLVER)
    _name(staffed, plan, 0, 1, 1)
    with refused("not_of_village"):
        _name(staffed, plan, 1, 1, 2)
    _name(staffed, plan, 0, 0, 2)
    undoing.undo(plan=plan.pk, edit=None, order=staffed.order())
    assert plan.secretaries.get().person == staffed.officers[1]
    of_groups = staffed.start(Tier.OFFICER)
    with refused("not_found", 404):
        _name(staffed, of_groups, 0, 1, 0)


def test_in_force_with_days_kept_when_amended_and_replaced(staffed: Office) -> None:
    plan = staffed.start(Tier.COMMITTEE, Seed.PRESENT)
    staffed.seat(plan, [(1, 1)])
    _name(staffed, plan, 0, 1, 2)
    staffed.submit(plan)
    answer = staffed.resolve(plan, since=DAY)
    assert (answer["kept"], answer["opened"], answer["secretaries"]) == (1, 1, 1)
    assert _secretaries(staffed) == {0: 1}
    amended = proposing.amend_plan(plan=plan.pk, reason=AmendReason.OTHER, order=staffed.order())
    amendment = type(plan).objects.get(pk=amended["plan"])
    assert amendment.secretaries.get().person == staffed.officers[1]
    _name(staffed, amendment, 0, 0, amendment.revision)
    _name(staffed, amendment, 1, 2, amendment.revision + 1)
    staffed.submit(amendment)
    staffed.resolve(amendment)
    assert _secretaries(staffed, DAY) == {0: 1}
    assert _secretaries(staffed) == {0: 0, 1: 2}
    assert TeamSecretary.objects.count() == 3


def test_who_leaves_the_village_is_its_secretary_no_more(staffed: Office) -> None:
    villages = staffed.world.villages
    for village, officer in ((villages[0], 1), (villages[1], 2)):
        TeamSecretary.objects.create(
            village=village, person=staffed.officers[officer], period=(LONG_AGO, None)
        )
    plan = staffed.start()
    # Officer 1 goes over to the second village; officer 2 stays in it.
    staffed.seat(plan, [(0, 0), (1, 0), (2, 2), (3, 1)])
    staffed.submit(plan)
    staffed.resolve(plan)
    assert _secretaries(staffed) == {1: 2}
    gone = Departure(staffed.officers[2].pk, TODAY, "Nghỉ việc", frozenset({Charge.GROUPS}))
    tell(gone)
    assert _secretaries(staffed) == {}
    assert _secretaries(staffed, TODAY - timedelta(days=1)) == {0: 1, 1: 2}


def test_no_day_of_a_secretary_is_taken_back(staffed: Office) -> None:
    """A decision with effect before somebody was named would say they never were."""
    TeamSecretary.objects.create(
        village=staffed.world.villages[0], person=staffed.officers[1], period=(TODAY, None)
    )
    plan = staffed.start(Tier.COMMITTEE, Seed.PRESENT)
    staffed.seat(plan, [(1, 1)])
    staffed.submit(plan)
    with refused("too_early"):
        staffed.resolve(plan, since=DAY)
    assert _secretaries(staffed) == {0: 1}


def test_a_planned_secretary_who_left_meanwhile_is_agreed_to(staffed: Office) -> None:
    plan = staffed.start(Tier.COMMITTEE, Seed.PRESENT)
    _name(staffed, plan, 0, 1, 1)
    staffed.submit(plan)
    staffed.officers[1].assignments.all().delete()
    with refused("will_lose") as told:
        staffed.resolve(plan)
    assert told.detail["lost"] == 1
    staffed.resolve(plan, agreed=1)
    assert _secretaries(staffed) == {}


def test_merged_villages_have_one_secretary(staffed: Office) -> None:
    first, second = staffed.world.villages
    for village, officer in ((first, 0), (second, 2)):
        TeamSecretary.objects.create(
            village=village, person=staffed.officers[officer], period=(LONG_AGO, None)
        )
    merged = VillageFactory.create(commune=staffed.world.commune, geom=square(106.0, 21.5, 0.1))
    follow_succession(
        succession=Succession(
            level=Level.VILLAGE,
            ended=(first.pk, second.pk),
            successors=(merged.pk,),
            at=TODAY,
            rest=merged.pk,
        )
    )
    rows = TeamSecretary.objects.filter(period__contains=TODAY)
    assert [(row.village, row.person) for row in rows] == [(merged, staffed.officers[0])]
