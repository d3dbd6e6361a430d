"""What a committee said once of bans, duties and locks is in its next plan, however that begins."""

from datetime import timedelta
from uuid import UUID

import pytest

from apps.assignments import jobs
from apps.assignments.models import Assignment, AssignmentPlan, PlanRun
from apps.assignments.plans import accepting, editing, proposing, runs, undoing
from apps.assignments.plans.kinds import AmendReason, BanReason, Seed
from apps.people.kinds import MemberKind
from apps.people.models import Membership
from tests.assignments.plans.conftest import Committee
from tests.conftest import NOW
from tests.factories.households import put_in_charge
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
LONG_AGO = NOW.date() - timedelta(days=100)
EVERY_SEED = pytest.mark.parametrize("seed", list(Seed))


@pytest.fixture
def decided(committee: Committee) -> Committee:
    """The last resolution keeps member 1 off household 0, where they are the nearest.

    It locks household 2 to member 2 who is in charge of it; member 2 has a duty besides.
    """
    homes, members = committee.homes, committee.members
    for number, person in enumerate(members):
        person.home = homes[0].position if number == 1 else homes[3].position
        person.save()
    Assignment.objects.filter(tier=3).delete()
    put_in_charge(members[2], homes[2], since=LONG_AGO)
    plan = draft(committee.world.cell, {homes[2]: members[2]})
    plan.pairs.update(is_locked=True)
    plan.bans.create(household=homes[0], person=members[1], reason=BanReason.RELATIVE)
    plan.duties.create(person=members[2], text="Phụ trách tổ hoà giải")
    resolve(plan)
    return committee


def _said(plan: AssignmentPlan) -> tuple[list[str], list[str]]:
    bans = plan.bans.values_list("reason", flat=True)
    return list(bans), list(plan.duties.values_list("text", flat=True))


@EVERY_SEED
def test_bans_and_duties_are_in_next_years_plan(decided: Committee, seed: Seed) -> None:
    plan = decided.start(seed)
    ban = plan.bans.get()
    assert (ban.household, ban.person) == (decided.homes[0], decided.members[1])
    assert _said(plan) == (["relative"], ["Phụ trách tổ hoà giải"])


@EVERY_SEED
def test_no_household_is_given_back_to_somebody_forbidden(decided: Committee, seed: Seed) -> None:
    # An import or the desk may have put them in charge all the same.
    put_in_charge(decided.members[1], decided.homes[0], since=LONG_AGO)
    plan = decided.start(seed)
    assert decided.held(plan).get(0) != 1
    proposing.propose_pairs(plan=plan.pk, seen=1, order=decided.order())
    assert decided.held(plan).get(0) != 1


@pytest.mark.parametrize("seed", [Seed.PRESENT, Seed.LAST_PLAN, Seed.SOLVER])
def test_a_lock_stays_on_the_pair_that_is_still_so(decided: Committee, seed: Seed) -> None:
    plan = decided.start(seed)
    assert decided.held(plan)[2] == 2
    assert list(plan.pairs.filter(is_locked=True).values_list("household", flat=True)) == [
        decided.homes[2].pk
    ]


@pytest.mark.parametrize("seed", [Seed.PRESENT, Seed.SOLVER])
def test_a_lock_goes_with_its_pair(decided: Committee, seed: Seed) -> None:
    Assignment.objects.filter(household=decided.homes[2]).delete()
    put_in_charge(decided.members[0], decided.homes[2], since=LONG_AGO)
    plan = decided.start(seed)
    assert decided.held(plan)[2] != 2
    assert not plan.pairs.filter(is_locked=True).exists()


def test_the_committee_may_say_otherwise_and_that_holds_then(decided: Committee) -> None:
    plan = decided.start(Seed.PRESENT)
    editing.ban_pair(
        plan=plan.pk,
        household=decided.homes[0].pk,
        person=decided.members[1].pk,
        reason=None,
        seen=1,
        order=decided.order(),
    )
    AssignmentPlan.objects.in_force().update(state="ended", ended_on=NOW.date())
    resolve(plan, since=NOW.date())
    assert _said(decided.start())[0] == []


def test_a_ban_outlives_a_year_in_which_its_person_could_carry_nothing(decided: Committee) -> None:
    row = Membership.objects.filter(person=decided.members[1])
    row.update(kind=MemberKind.EXCUSED)
    plan = decided.start(Seed.SOLVER)
    AssignmentPlan.objects.in_force().update(state="ended", ended_on=NOW.date())
    resolve(plan, since=NOW.date())
    row.update(kind=MemberKind.RESIDENT)
    assert decided.held(decided.start(Seed.SOLVER)).get(0) != 1


def test_an_amendment_keeps_locks_too(decided: Committee) -> None:
    former = AssignmentPlan.objects.in_force().get()
    Membership.objects.filter(cell=decided.world.cell).update(capacity=1)
    answer = proposing.amend_plan(
        plan=former.pk, reason=AmendReason.HOUSEHOLDS_CHANGED, order=decided.order()
    )
    plan = AssignmentPlan.objects.get(pk=answer["plan"])
    assert plan.pairs.get(household=decided.homes[2]).is_locked
    assert _said(plan) == (["relative"], ["Phụ trách tổ hoà giải"])


@pytest.mark.usefixtures("now")
def test_the_worker_proposes_by_what_was_said_and_so_does_the_draft(decided: Committee) -> None:
    cell = decided.world.cell.pk
    asked = runs.request_for_cell(cell=cell, order=decided.order())
    run = PlanRun.objects.get(key=asked["run"])
    jobs.run_plan(run_id=run.pk)
    pairs = {home: person for home, person, *_more in run.proposals.get().pairs}
    assert pairs.get(decided.homes[0].pk) != decided.members[1].pk
    assert pairs[decided.homes[2].pk] == decided.members[2].pk
    answer = accepting.accept(run=UUID(str(run.key)), cell=cell, order=decided.order())
    plan = AssignmentPlan.objects.get(pk=answer["plan"])
    assert _said(plan) == (["relative"], ["Phụ trách tổ hoà giải"])
    assert plan.pairs.get(household=decided.homes[2]).is_locked
    assert answer["left_out"] == []
    # The proposal is taken back by itself; what was said before stays.
    undoing.undo(plan=plan.pk, edit=None, order=decided.order())
    assert decided.held(plan) == {2: 2}
    assert plan.bans.exists()
