"""What the commune said once of bans, duties and locks is in the next plan of the tier too."""

from datetime import timedelta

import pytest

from apps.assignments.models import AssignmentPlan, Tier
from apps.assignments.plans import proposing
from apps.assignments.plans.kinds import AmendReason, BanReason, Seed
from apps.assignments.plans.units import services as units
from apps.people.models import CommuneOfficer
from tests.assignments.plans.units.conftest import TODAY, Office
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
EVERY_SEED = pytest.mark.parametrize("seed", list(Seed))


@pytest.fixture
def decided(office: Office) -> Office:
    """Officer 1 is kept off the second group, next door; officer 0 is locked in the first one."""
    world, officers = office.world, office.officers
    plan = draft(None, commune=world.commune, tier=Tier.OFFICER)
    plan.seats.create(group=world.groups[0], person=officers[0], is_locked=True, source="hand")
    plan.seat_bans.create(group=world.groups[1], person=officers[1], reason=BanReason.OTHER_DUTY)
    plan.duties.create(person=officers[2], text="Theo dõi đê điều")
    resolve(plan, since=TODAY - timedelta(days=9))
    return office


@EVERY_SEED
def test_bans_and_duties_are_in_the_next_plan(decided: Office, seed: Seed) -> None:
    plan = decided.start(seed=seed)
    assert (1, 1) not in decided.held(plan)
    assert plan.seat_bans.get().person == decided.officers[1]
    assert plan.duties.get().text == "Theo dõi đê điều"
    seats = plan.seats.filter(is_locked=True).values_list("group", "person")
    kept = [] if seed == Seed.EMPTY else [(decided.world.groups[0].pk, decided.officers[0].pk)]
    assert list(seats) == kept


def test_an_amendment_keeps_the_lock(decided: Office) -> None:
    answer = proposing.amend_plan(
        plan=AssignmentPlan.objects.in_force().get().pk,
        reason=AmendReason.OFFICER_CHANGED,
        order=decided.order(),
    )
    plan = AssignmentPlan.objects.get(pk=answer["plan"])
    assert plan.seats.get(group=decided.world.groups[0]).is_locked
    assert (1, 1) not in decided.held(plan)


def test_a_ban_of_who_holds_no_office_today_stays_and_can_be_lifted(decided: Office) -> None:
    CommuneOfficer.objects.filter(person=decided.officers[1]).update(valid_to=TODAY)
    plan = decided.start(seed=Seed.SOLVER)
    units.ban_seat(
        plan=plan.pk,
        unit=decided.world.groups[1].pk,
        person=decided.officers[1].pk,
        reason=None,
        seen=1,
        order=decided.order(),
    )
    assert not plan.seat_bans.exists()
