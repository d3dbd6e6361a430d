"""Where plans begin: the own cell, the table of cells, the plans about oneself."""

import re

import pytest
from django.test import Client

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanProposal, PlanRun
from apps.people.kinds import MemberKind
from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import Login, page, send, text
from tests.factories.people import MembershipFactory
from tests.factories.plans import draft, ready_run, resolve, submit

pytestmark = pytest.mark.django_db


def test_a_committee_sees_its_own_cell_and_what_to_do_next(
    housed: Committee, secretary: Client
) -> None:
    MembershipFactory.create(cell=housed.world.cell, kind=MemberKind.EXCUSED)
    told = text(secretary.get(page("home")))
    assert "1 trên 6 hộ" in told
    assert "1 trên 3</strong> đảng viên phân công được đang phụ trách hộ (33 %)" in told
    assert "1 trên 4 đảng viên được miễn, không tính" in told
    assert page("start", pk=housed.world.cell.pk) in told


def test_the_next_step_follows_the_plan(housed: Committee, secretary: Client) -> None:
    plan = draft(housed.world.cell, {housed.homes[0]: housed.members[0]})
    assert "Soạn tiếp dự thảo" in text(secretary.get(page("home")))
    submit(plan)
    assert page("resolve", pk=plan.pk) in text(secretary.get(page("home")))
    # What the worker proposes meanwhile stands behind the meeting.
    run = ready_run(housed.world.cell, housed.secretary)
    told = text(secretary.get(page("home")))
    assert f'plan-next" href="{page("resolve", pk=plan.pk)}' in told
    PlanProposal.objects.filter(run=run).update(state="dropped")
    resolve(plan)
    told = text(secretary.get(page("home")))
    # Somebody is left without anybody.
    assert page("amend", pk=plan.pk) in told
    assert "Nghị quyết số 05-NQ/CB" in told


def test_a_colleague_does_not_resolve(housed: Committee, colleague: Client) -> None:
    plan = submit(draft(housed.world.cell, {housed.homes[0]: housed.members[0]}))
    told = text(colleague.get(page("home")))
    assert page("resolve", pk=plan.pk) not in told
    assert page("plan", pk=plan.pk) in told


def test_leaders_see_all_cells_and_ask_for_proposals(housed: Committee, login: Login) -> None:
    office = login(housed.world.users[Role.COMMUNE_OFFICE])
    told = text(office.get(page("home")))
    assert housed.world.cell.name in told
    assert "Chưa có" in told
    ask = page("ask-for-commune", pk=housed.world.commune.pk)
    assert ask in told
    send(office, ask, {})
    run = PlanRun.objects.get()
    assert page("run", key=run.key) in text(office.get(page("home")))


def test_inspection_reads_and_asks_for_nothing(housed: Committee, login: Login) -> None:
    reader = login(housed.world.users[Role.INSPECTION])
    told = text(reader.get(page("home")))
    assert housed.world.cell.name in told
    assert "Nhờ máy đề xuất" not in told


def test_a_member_sees_the_resolved_plans_about_oneself(housed: Committee, login: Login) -> None:
    plan = resolve(draft(housed.world.cell, {housed.homes[0]: housed.members[0]}))
    member = login(housed.world.users[Role.MEMBER_IN_CHARGE])
    assert page("plan", pk=plan.pk) in text(member.get(page("home")))
    told = text(member.get(page("plan", pk=plan.pk)))
    assert housed.homes[0].head_name in told
    assert "Diễn biến" not in told


def test_begin_from_each_seed(housed: Committee, secretary: Client) -> None:
    start = page("start", pk=housed.world.cell.pk)
    shown = text(secretary.get(start))
    assert "Máy đề xuất" in shown
    assert "Theo kế hoạch lần trước" not in shown
    for seed, pairs in (("empty", 0), ("present", 1), ("solver", 6)):
        send(secretary, start, {"seed": seed, "year": 2026})
        plan = AssignmentPlan.objects.open().get()
        assert plan.pairs.count() == pairs, seed
        # There is one open plan at a time.
        assert secretary.get(start).status_code == 302
        refused = send(secretary, start, {"seed": "empty", "year": 2026}, 409)
        assert "đang có một dự thảo chưa xong" in text(refused)
        drop = {"seen": plan.revision, "reason": "Làm lại"}
        send(secretary, page("drop", pk=plan.pk), drop)


def test_a_bad_year_is_told_and_the_choice_kept(housed: Committee, secretary: Client) -> None:
    start = page("start", pk=housed.world.cell.pk)
    told = text(send(secretary, start, {"seed": "present", "year": "abc"}, 422))
    assert re.search(r'value="present"[^>]* checked', told)
    assert 'value="abc"' in told
    assert not AssignmentPlan.objects.exists()
