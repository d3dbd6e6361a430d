"""A plan of tier 2 from the draft to its end: officers and self-managed groups."""

from datetime import timedelta

import pytest

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan, AssignmentRule, Tier
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import editing, proposing, resolving, services, undoing
from apps.assignments.plans.kinds import AmendReason, BanReason, Seed
from apps.assignments.plans.terms import end_past_terms
from apps.assignments.plans.units import services as units
from apps.people.models import CommuneOfficer, Person, Term
from tests.assignments.plans.conftest import refused
from tests.assignments.plans.units.conftest import LONG_AGO, TODAY, Office
from tests.factories.households import put_in_charge
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
DAY = TODAY - timedelta(days=3)


def test_the_solver_gives_each_group_the_nearest_officer(office: Office) -> None:
    plan = office.start(seed=Seed.SOLVER)
    assert office.held(plan) == {(0, 0), (1, 1), (2, 2), (3, 2)}
    assert (plan.tier, plan.cell, plan.commune) == (2, None, office.world.commune)


def test_capacity_is_the_communes_rule_and_what_is_left_has_a_reason(office: Office) -> None:
    AssignmentRule.objects.create(commune=office.world.commune, officer_groups=1)
    plan = office.start(seed=Seed.SOLVER)
    assert len(office.held(plan)) == 3
    assert {person for _unit, person in office.held(plan)} == {0, 1, 2}


def test_who_has_no_known_home_gets_what_is_left_the_least_loaded_first(office: Office) -> None:
    Person.objects.filter(pk__in=[person.pk for person in office.officers]).update(home=None)
    plan = office.start(seed=Seed.SOLVER)
    loads = [person for _unit, person in office.held(plan)]
    assert sorted(loads.count(person) for person in range(3)) == [1, 1, 2]
    # Who is in charge goes on, and is not "provisional".
    assert (0, 0) in office.held(plan)
    assert plan.seats.filter(is_provisional=True).count() == 3
    before = office.held(plan)
    assert proposing.propose_pairs(plan=plan.pk, seen=1, order=office.order())["changed"] == 0
    assert office.held(plan) == before


def test_several_officers_of_a_group_are_left_as_people_want_them(office: Office) -> None:
    plan = office.start()
    office.seat(plan, [(3, 0), (3, 1)])
    proposing.propose_pairs(plan=plan.pk, seen=1, order=office.order())
    assert office.held(plan) >= {(3, 0), (3, 1)}
    assert {unit for unit, _person in office.held(plan)} == {0, 1, 2, 3}
    office.submit(plan)
    office.resolve(plan)
    assert office.in_force(Tier.OFFICER) == office.held(plan)
    again = office.start(seed=Seed.SOLVER)
    assert office.held(again) >= {(3, 0), (3, 1)}


def test_locks_bans_and_duties_and_taking_them_back(office: Office) -> None:
    plan = office.start()
    office.seat(plan, [(0, 2)])
    group, far = office.world.groups[0].pk, office.officers[2].pk
    units.lock_seats(plan=plan.pk, seats=[(group, far)], locked=True, seen=1, order=office.order())
    with refused("locked"):
        office.seat(plan, {(0, 2): False})
    units.ban_seat(
        plan=plan.pk,
        unit=office.world.groups[1].pk,
        person=office.officers[1].pk,
        reason=BanReason.OTHER_DUTY,
        seen=2,
        order=office.order(),
    )
    with refused("banned"):
        office.seat(plan, [(1, 1)])
    editing.write_duty(
        plan=plan.pk, person=far, text="Theo dõi đê điều", seen=3, order=office.order()
    )
    proposing.propose_pairs(plan=plan.pk, seen=4, order=office.order())
    held = office.held(plan)
    assert (0, 2) in held
    assert (1, 1) not in held
    assert len(held) == 4
    undoing.undo(plan=plan.pk, edit=None, order=office.order())
    assert office.held(plan) == {(0, 2)}
    for _step in range(3):
        undoing.undo(plan=plan.pk, edit=None, order=office.order())
    assert not plan.duties.exists()
    assert not plan.seat_bans.exists()
    assert not plan.seats.get().is_locked


def test_the_second_editor_is_told_and_nothing_is_overwritten(office: Office) -> None:
    plan = office.start()
    office.seat(plan, [(0, 0)], user=office.leader)
    with refused("changed_since") as told:
        office.seat(plan, [(0, 1)], seen=0)
    change = told.detail["changes"][0]
    group = office.world.groups[0].pk
    assert (change["what"], change["unit"], change["after"]) == ("seat", group, True)
    assert change["who"] == office.leader.person.full_name
    # Another group is nobody's conflict.
    office.seat(plan, [(1, 1)], seen=0)
    assert office.held(plan) == {(0, 0), (1, 1)}


def test_in_force_in_one_transaction_and_only_this_tier_of_this_commune(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = office.world
    stranger = PersonFactory.create(commune=world.other_commune)
    far = put_in_charge(
        stranger, world.other_households[0].group or world.groups[0], since=LONG_AGO
    )
    others = set(Assignment.objects.exclude(tier=Tier.OFFICER).values_list("pk", "period"))
    first = Assignment.objects.get(tier=Tier.OFFICER, group=world.groups[0])
    plan = office.start()
    office.seat(plan, [(0, 1), (1, 0)])
    office.submit(plan)

    def fails(*_: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(resolving, "_put_in_force", fails)
        with pytest.raises(RuntimeError):
            office.resolve(plan)
    assert Assignment.objects.filter(tier=Tier.OFFICER).count() == 2
    answer = office.resolve(plan, since=DAY)
    assert (answer["kept"], answer["opened"], answer["ended"]) == (0, 2, 1)
    first.refresh_from_db()
    assert (first.period.lower, first.period.upper) == (LONG_AGO, DAY)
    far.refresh_from_db()
    assert far.period.upper is None
    assert set(Assignment.objects.exclude(tier=Tier.OFFICER).values_list("pk", "period")) == others
    plan.refresh_from_db()
    assert (plan.state, plan.resolution_number) == (PlanState.IN_FORCE, "7-QĐ/ĐU")


def test_groups_that_lose_everybody_are_agreed_to_by_number(office: Office) -> None:
    plan = office.start()
    office.seat(plan, [(1, 1), (2, 2)])
    office.submit(plan)
    CommuneOfficer.objects.filter(person=office.officers[2]).update(valid_to=TODAY)
    with refused("will_lose") as told:
        office.resolve(plan)
    assert told.detail["lost"] == 2
    answer = office.resolve(plan, agreed=2)
    gone = [office.world.groups[2].pk, office.officers[2].pk, "cannot_carry"]
    assert (answer["closed"], answer["left_out"]) == (1, [gone])
    assert office.in_force(Tier.OFFICER) == {(1, 1)}


def test_amended_with_least_change_then_over(office: Office) -> None:
    plan = office.start()
    # Not the nearest ones, but agreed upon.
    office.seat(plan, [(0, 1), (1, 0), (2, 2), (3, 2)])
    office.submit(plan)
    office.resolve(plan, since=DAY)
    CommuneOfficer.objects.filter(person=office.officers[2]).update(valid_to=TODAY)
    Assignment.objects.filter(person=office.officers[2], tier=Tier.OFFICER).delete()
    with refused("invalid", 422):
        proposing.amend_plan(plan=plan.pk, reason=AmendReason.MEMBER_LEFT, order=office.order())
    answer = proposing.amend_plan(
        plan=plan.pk, reason=AmendReason.OFFICER_CHANGED, order=office.order()
    )
    amendment = AssignmentPlan.objects.get(pk=answer["plan"])
    held = office.held(amendment)
    assert held >= {(0, 1), (1, 0)}
    assert {unit for unit, _person in held} == {0, 1, 2, 3}
    office.submit(amendment)
    office.resolve(amendment)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == (PlanState.AMENDED, TODAY)
    assert office.in_force(Tier.OFFICER) == held


def test_one_draft_at_a_time_dropped_and_from_the_last_plan(office: Office) -> None:
    plan = office.start()
    with refused("plan_one_open_per_tier"):
        office.start()
    # Tier 1 is another plan.
    other = office.start(Tier.COMMITTEE)
    services.drop(plan=other.pk, seen=other.revision, order=office.order())
    with refused("empty"):
        office.submit(plan)
    office.seat(plan, [(0, 2)])
    services.return_to_draft(plan=office.submit(plan).pk, order=office.order())
    office.submit(plan)
    office.resolve(plan, since=DAY)
    assert office.held(office.start(seed=Seed.LAST_PLAN)) == {(0, 2)}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.INSPECTION, 403),
        (Role.GROUP_OFFICER, 404),
        (Role.CELL_COMMITTEE, 404),
        (None, 404),
    ],
)
def test_others_do_not_draft(office: Office, role: Role | None, status: int) -> None:
    user = office.world.outsider if role is None else office.world.users[role]
    with refused("role_too_low" if status == 403 else "not_found", status):
        office.start(user=user)


def test_the_office_drafts_and_the_leader_decides(office: Office) -> None:
    plan = office.start()
    office.seat(plan, [(0, 0)])
    office.submit(plan)
    with refused("role_too_low", 403):
        office.resolve(plan, user=office.office)
    assert office.resolve(plan)["kept"] == 1


def test_the_paper_ends_with_the_term_and_the_officers_go_on(office: Office) -> None:
    Term.objects.create(
        commune=office.world.commune,
        name="2020–2026",
        starts_on=LONG_AGO,
        ends_on=TODAY + timedelta(days=9),
    )
    plan = office.start()
    office.seat(plan, [(0, 0), (1, 1)])
    office.resolve(office.submit(plan))
    assert end_past_terms(at=TODAY + timedelta(days=9)) == 0
    assert end_past_terms(at=TODAY + timedelta(days=10)) == 1
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED
    later = TODAY + timedelta(days=30)
    assert office.in_force(Tier.OFFICER, later) == {(0, 0), (1, 1)}
