"""Two cells in one village: what one of them resolved, the other one leaves alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments import jobs
from apps.assignments.models import Assignment, AssignmentPlan, PlanRun
from apps.assignments.pages.wording import refused_words
from apps.assignments.plans import resolving, runs, services
from apps.assignments.plans.kinds import Seed
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.resolving import Resolution
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, Membership, PartyCell, Person, VillageWorker
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.households import put_in_charge
from tests.factories.people import (
    CellFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.plans import draft, resolve, submit

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = TODAY - timedelta(days=3)
LONG_AGO = TODAY - timedelta(days=100)


@dataclass
class Shared:
    """The cell and another one work in village 1; so does a worker who is member of neither."""

    committee: Committee
    other: PartyCell
    secretary: User
    worker: Person

    def draft(self, *homes: int) -> AssignmentPlan:
        """A draft of the other cell that gives these households to the worker."""
        return draft(self.other, {self.committee.homes[n]: self.worker for n in homes})

    def resolve(self, plan: AssignmentPlan, agreed: int = 0, day: date = DAY) -> dict[str, Any]:
        user = self.secretary if plan.cell == self.other else None
        return resolving.resolve(
            plan=plan.pk,
            resolution=Resolution("3-NQ/CB", day, day),
            seen=plan.revision,
            agreed=agreed,
            order=self.committee.order(user),
        )

    def register(self) -> Register:
        return register_of(self.committee.world.cell, at=TODAY)

    def carried(self) -> set[int]:
        """Households by their numbers that are in the worker's charge today."""
        homes = {home.pk: number for number, home in enumerate(self.committee.homes)}
        rows = Assignment.objects.for_households().in_force(at=TODAY).filter(person=self.worker)
        return {homes[pk] for pk in rows.values_list("household", flat=True)}


@pytest.fixture
def shared(committee: Committee) -> Shared:
    world = committee.world
    other = CellFactory.create(commune=world.commune, name="Chi bộ thứ hai")
    CellVillage.objects.create(cell=other, village=world.villages[0])
    secretary = UserFactory.create(username="bithu2")
    head = PersonFactory.create(commune=world.commune, user=secretary)
    PostFactory.create(person=head, kind=PostKind.CELL_SECRETARY, cell=other)
    worker = PersonFactory.create(commune=world.commune, full_name="Chu Văn Việc")
    VillageWorker.objects.create(person=worker, village=world.villages[0], work="Công an viên")
    for person in (worker, *committee.members):
        person.home = committee.homes[0].position
        person.save()
    return Shared(committee, other, secretary, worker)


def test_a_workers_households_are_the_cells_whose_plan_says_so(shared: Shared) -> None:
    shared.resolve(submit(shared.draft(1, 2)))
    committee, register = shared.committee, shared.register()
    assert register.theirs == {committee.homes[1].pk, committee.homes[2].pk}
    assert register.carriers[shared.worker.pk].elsewhere == 2
    plan = committee.start(Seed.PRESENT)
    assert committee.held(plan) == {0: 0}
    with refused("not_found", 404):
        committee.give(plan, {1: 0})
    # Its resolution neither closes nor moves them.
    plan.refresh_from_db()
    services.submit(plan=plan.pk, seen=plan.revision, order=committee.order())
    assert shared.resolve(plan)["closed"] == 0
    assert shared.carried() == {1, 2}


def test_they_stay_theirs_after_their_term_until_they_resolve_anew(shared: Shared) -> None:
    plan = shared.draft(1)
    shared.resolve(submit(plan))
    AssignmentPlan.objects.filter(pk=plan.pk).update(state="ended", ended_on=TODAY)
    assert shared.register().theirs == {shared.committee.homes[1].pk}


def test_of_a_cell_that_is_no_more_nothing_is_theirs(shared: Shared) -> None:
    shared.resolve(submit(shared.draft(1)))
    PartyCell.objects.filter(pk=shared.other.pk).update(valid_to=TODAY)
    assert shared.register().theirs == frozenset()


def test_a_draft_says_nothing_yet(shared: Shared) -> None:
    put_in_charge(shared.worker, shared.committee.homes[1], since=LONG_AGO)
    shared.draft(1)
    assert shared.register().theirs == frozenset()


def test_what_the_other_cell_took_meanwhile_is_told_as_that(shared: Shared) -> None:
    committee = shared.committee
    homes = committee.homes
    pairs = {homes[0]: committee.members[0], homes[1]: shared.worker}
    ours = submit(draft(committee.world.cell, pairs))
    shared.resolve(submit(shared.draft(1)))
    with refused("will_lose") as told:
        shared.resolve(ours)
    assert told.detail["lost"] == 1
    answer = shared.resolve(ours, agreed=1)
    assert answer["left_out"] == [(committee.homes[1].pk, "taken_by_other_cell")]
    assert "chi bộ khác" in refused_words("taken_by_other_cell")
    assert shared.carried() == {1}
    # On our paper, and theirs all the same: of either cell, now and after its next resolution.
    assert shared.register().theirs == {committee.homes[1].pk}
    assert committee.homes[1].pk in register_of(shared.other, at=TODAY).homes
    again = shared.draft(1)
    shared.resolve(submit(again), day=TODAY)
    assert shared.register().theirs == {committee.homes[1].pk}


def test_what_our_plan_gave_a_worker_who_joined_the_other_cell_is_ours(shared: Shared) -> None:
    committee = shared.committee
    resolve(draft(committee.world.cell, {committee.homes[1]: shared.worker}))
    put_in_charge(shared.worker, committee.homes[1], since=LONG_AGO)
    MembershipFactory.create(person=shared.worker, cell=shared.other)
    assert shared.register().theirs == frozenset()
    assert committee.homes[1].pk in register_of(shared.other, at=TODAY).theirs


@pytest.mark.usefixtures("now")
def test_a_run_gives_no_household_and_nobodys_room_twice(shared: Shared) -> None:
    committee, worker = shared.committee, shared.worker
    Assignment.objects.filter(tier=3).delete()
    Membership.objects.filter(cell=committee.world.cell).update(capacity=0)
    west, south = committee.homes[0].position.coords
    for home in committee.homes:
        home.position = Point(west, south, srid=4326)
        home.save()
    office = committee.order(committee.world.users[Role.COMMUNE_OFFICE])
    asked = runs.request_for_commune(commune=committee.world.commune.pk, order=office)
    run = PlanRun.objects.get(key=asked["run"])
    jobs.run_plan(run_id=run.pk)
    first, second = run.proposals.order_by("pk")
    # Six households, a worker who can carry six: the first cell gets them, the second nothing.
    assert {home for home, *_how in first.pairs} == {home.pk for home in committee.homes}
    assert second.pairs == second.left == []
    assert {load for person, load, _most in second.loads if person == worker.pk} == {6}


@pytest.mark.usefixtures("now")
def test_what_a_cells_own_draft_holds_is_not_taken_from_it_by_a_run(shared: Shared) -> None:
    committee = shared.committee
    Assignment.objects.filter(tier=3).delete()
    plan = shared.draft(5)
    plan.pairs.update(is_locked=True)
    office = committee.order(committee.world.users[Role.COMMUNE_OFFICE])
    asked = runs.request_for_commune(commune=committee.world.commune.pk, order=office)
    run = PlanRun.objects.get(key=asked["run"])
    jobs.run_plan(run_id=run.pk)
    second = run.proposals.get(cell=shared.other)
    assert [committee.homes[5].pk, shared.worker.pk] in [pair[:2] for pair in second.pairs]
