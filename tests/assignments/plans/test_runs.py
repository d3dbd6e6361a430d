"""The worker proposes to one cell or to all: whole, again after a death, called off in between."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.gis.geos import Point
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments import jobs, seeding
from apps.assignments.models import Assignment, AssignmentPlan, PlanProposal, PlanRun
from apps.assignments.plans import accepting, editing, resolving, runs, services
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.proximity import Proposal
from apps.people.models import CellVillage, Membership, PartyCell
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.people import CellFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def housed(committee: Committee) -> Committee:
    """Everybody lives beside the first group."""
    west, south = committee.homes[0].position.coords
    for person in committee.members:
        person.home = Point(west, south, srid=4326)
        person.save()
    return committee


@pytest.fixture
def second_cell(housed: Committee) -> PartyCell:
    cell = CellFactory.create(commune=housed.world.commune)
    CellVillage.objects.create(cell=cell, village=housed.world.villages[1])
    return cell


def _ask(committee: Committee, user: User | None = None) -> PlanRun:
    answer = runs.request_for_cell(cell=committee.world.cell.pk, order=committee.order(user))
    return PlanRun.objects.get(key=answer["run"])


def _ask_for_all(committee: Committee) -> PlanRun:
    office = committee.world.users[Role.COMMUNE_OFFICE]
    answer = runs.request_for_commune(
        commune=committee.world.commune.pk, order=committee.order(office)
    )
    return PlanRun.objects.get(key=answer["run"])


def _accept(committee: Committee, run: PlanRun, user: User | None = None) -> dict[str, Any]:
    return accepting.accept(
        run=UUID(str(run.key)), cell=committee.world.cell.pk, order=committee.order(user)
    )


def _states(run: PlanRun) -> list[str]:
    return list(run.proposals.order_by("pk").values_list("state", flat=True))


def test_a_cell_is_proposed_to_and_takes_it(housed: Committee) -> None:
    run = _ask(housed)
    assert ProcrastinateJob.objects.get(pk=run.job_id).status == "todo"
    jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, _states(run)) == (RunState.DONE, [ProposalState.READY])
    answer = _accept(housed, run)
    plan = AssignmentPlan.objects.get(pk=answer["plan"])
    # The other group is 2.2 km away, and nobody goes further than 1.5 km.
    assert set(housed.held(plan)) == {0, 1, 2}
    assert plan.edits.get().kind == "propose"
    assert _states(run) == [ProposalState.ACCEPTED]
    with refused("wrong_state"):
        _accept(housed, run)


def test_reasons_are_kept_with_the_proposal(housed: Committee) -> None:
    run = _ask(housed)
    jobs.run_plan(run_id=run.pk)
    left = run.proposals.get().left
    assert {reason for _home, reason, _mends in left} == {"nobody_in_reach"}
    assert [home for home, _reason, _mends in left] == [home.pk for home in housed.homes[3:]]


def test_every_cell_of_a_commune(housed: Committee, second_cell: PartyCell) -> None:
    run = _ask_for_all(housed)
    jobs.run_plan(run_id=run.pk)
    assert _states(run) == [ProposalState.READY] * 2
    assert not AssignmentPlan.objects.exists()
    with refused("role_too_low", 403):
        _accept(housed, run, housed.world.users[Role.COMMUNE_OFFICE])
    assert _accept(housed, run, housed.colleague)["changed"] == 3


def test_the_worker_is_killed_in_the_middle(
    housed: Committee, second_cell: PartyCell, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _ask_for_all(housed)
    real = runs.propose_to
    asked: list[int] = []

    class KilledError(BaseException):
        """As a worker that is killed: nothing catches it."""

    def dies(proposal: PlanProposal, **kwargs: Any) -> None:
        if asked:
            raise KilledError
        asked.append(proposal.pk)
        real(proposal, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(runs, "propose_to", dies)
        with pytest.raises(KilledError):
            jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, _states(run)) == (RunState.RUNNING, ["ready", "waiting"])
    first = run.proposals.order_by("pk")[0].pairs
    # The queue gives the job to the next worker.
    jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, _states(run)) == (RunState.DONE, ["ready", "ready"])
    assert run.proposals.order_by("pk")[0].pairs == first


def test_called_off_between_two_cells(
    housed: Committee, second_cell: PartyCell, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _ask_for_all(housed)
    office = housed.world.users[Role.COMMUNE_OFFICE]
    real = runs.propose_to

    def called_off_meanwhile(proposal: PlanProposal, **kwargs: Any) -> None:
        real(proposal, **kwargs)
        runs.cancel(run=run.key, order=housed.order(office))

    monkeypatch.setattr(runs, "propose_to", called_off_meanwhile)
    jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, _states(run)) == (RunState.CANCELLED, ["ready", "dropped"])
    assert run.finished_at is not None


def test_called_off_while_a_cell_is_worked_out(
    housed: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _ask(housed)
    real = seeding.proposal_for

    def called_off_meanwhile(*args: Any, **kwargs: Any) -> Proposal:
        PlanRun.objects.filter(pk=run.pk).update(state=RunState.CANCELLED, finished_at=NOW)
        return real(*args, **kwargs)

    monkeypatch.setattr(seeding, "proposal_for", called_off_meanwhile)
    jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    # Nothing came of it, though it had begun.
    assert (run.state, _states(run)) == (RunState.CANCELLED, ["waiting"])


def test_before_it_began(housed: Committee) -> None:
    run = _ask(housed)
    runs.cancel(run=run.key, order=housed.order())
    jobs.run_plan(run_id=run.pk)
    assert _states(run) == ["dropped"]


def test_an_error_nobody_foresaw_is_told(
    housed: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _ask(housed)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(runs, "propose_to", fails)
    with pytest.raises(RuntimeError):
        jobs.run_plan(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_what_people_decided_meanwhile_stays(housed: Committee) -> None:
    plan = housed.start()
    run = _ask(housed)
    jobs.run_plan(run_id=run.pk)
    proposed = {home: person for home, person, *_more in run.proposals.get().pairs}
    first = housed.homes[0].pk
    other = next(n for n, person in enumerate(housed.members) if person.pk != proposed[first])
    housed.give(plan, {0: other}, user=housed.colleague)
    answer = _accept(housed, run)
    assert answer["kept"] == [first]
    assert housed.held(plan)[0] == other
    assert len(housed.held(plan)) == 3


def test_what_is_no_longer_possible_is_left_out(housed: Committee) -> None:
    run = _ask(housed)
    jobs.run_plan(run_id=run.pk)
    gone = run.proposals.get().pairs[0][1]
    lost = sorted(home for home, person, *_more in run.proposals.get().pairs if person == gone)
    Membership.objects.filter(person=gone).update(kind="excused")
    assert _accept(housed, run)["left_out"] == lost


def test_nothing_is_taken_into_a_plan_before_the_meeting(housed: Committee) -> None:
    run, plan = _ask(housed), housed.start()
    housed.give(plan, {0: 0})
    services.submit(plan=plan.pk, seen=1, order=housed.order())
    jobs.run_plan(run_id=run.pk)
    with refused("wrong_state") as caught:
        _accept(housed, run)
    assert caught.detail == {"state": "submitted"}


def test_what_was_proposed_before_the_resolution_grows_old(housed: Committee) -> None:
    run, plan = _ask(housed), housed.start()
    jobs.run_plan(run_id=run.pk)
    housed.give(plan, {0: 0})
    services.submit(plan=plan.pk, seen=1, order=housed.order())
    plan.refresh_from_db()
    day = NOW.date()
    resolving.resolve(
        plan=plan.pk,
        resolution=resolving.Resolution("12-NQ/CB", day, day),
        seen=plan.revision,
        agreed=0,
        order=housed.order(),
    )
    assert _states(run) == ["dropped"]


def test_what_was_dropped_is_gone(housed: Committee) -> None:
    run = _ask(housed)
    jobs.run_plan(run_id=run.pk)
    assert runs.drop(run=run.key, cell=None, order=housed.order())["dropped"] == 1
    proposal = run.proposals.get()
    assert (proposal.state, proposal.pairs, proposal.left) == ("dropped", [], [])
    with refused("not_found", 404):
        runs.drop(run=run.key, cell=housed.world.cell.pk, order=housed.order())


def test_a_locked_pair_of_the_draft_is_proposed_as_it_is(housed: Committee) -> None:
    plan = housed.start()
    housed.give(plan, {4: 2})
    editing.lock_pairs(
        plan=plan.pk, households=[housed.homes[4].pk], locked=True, seen=1, order=housed.order()
    )
    run = _ask(housed)
    jobs.run_plan(run_id=run.pk)
    _accept(housed, run)
    assert housed.held(plan)[4] == 2
    assert plan.pairs.get(household=housed.homes[4]).is_locked


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COMMUNE_OFFICE, "role_too_low", 403),
        (Role.GROUP_OFFICER, "not_found", 404),
    ],
)
def test_who_may_not_ask_for_a_cell(housed: Committee, role: Role, code: str, status: int) -> None:
    with refused(code, status):
        _ask(housed, housed.world.users[role])


def test_a_committee_does_not_ask_for_the_whole_commune(housed: Committee) -> None:
    with refused("not_found", 404):
        runs.request_for_commune(commune=housed.world.commune.pk, order=housed.order())


def test_strangers_find_no_run(housed: Committee) -> None:
    run = _ask(housed)
    stranger = housed.order(housed.world.outsider)
    for verb in (runs.cancel, lambda **kwargs: runs.drop(cell=None, **kwargs)):
        with refused("not_found", 404):
            verb(run=run.key, order=stranger)


def test_a_committee_does_not_stop_the_communes_run(housed: Committee) -> None:
    run = _ask_for_all(housed)
    with refused("role_too_low", 403):
        runs.cancel(run=run.key, order=housed.order())
    assert Assignment.objects.for_households().count() == 1
