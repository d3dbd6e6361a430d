"""Proposals of the worker at their page: on their way, taken, dropped, called off."""

import pytest
from django.test import Client

from apps.assignments.models import AssignmentPlan, PlanProposal, PlanRun
from apps.assignments.plans import runs
from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import Login, page, send, text
from tests.factories.plans import ready_run

pytestmark = pytest.mark.django_db


def test_ask_leave_come_back_and_take(housed: Committee, secretary: Client) -> None:
    send(secretary, page("ask-for-cell", pk=housed.world.cell.pk), {})
    run = PlanRun.objects.get()
    waiting = text(secretary.get(page("run", key=run.key)))
    assert "Đã tính 0 trên 1 chi bộ" in waiting
    assert "data-reload-seconds" in waiting
    runs.work_off(run.pk)
    told = text(secretary.get(page("run", key=run.key)))
    assert "data-reload-seconds" not in told
    assert "<strong>6</strong> hộ có người" in told
    assert page("run", key=run.key) in text(secretary.get(page("home")))
    send(secretary, page("run-accept", key=run.key, cell=housed.world.cell.pk), {})
    plan = AssignmentPlan.objects.get()
    assert plan.pairs.count() == 6
    assert "Đã lấy đề xuất vào dự thảo: 6 thay đổi" in text(secretary.get(page("plan", pk=plan.pk)))
    # Taken is taken.
    again = page("run-accept", key=run.key, cell=housed.world.cell.pk)
    send(secretary, again, {})
    assert "đã được lấy hay bỏ rồi" in text(secretary.get(page("run", key=run.key)))


def test_call_off_and_drop(housed: Committee, secretary: Client) -> None:
    send(secretary, page("ask-for-cell", pk=housed.world.cell.pk), {})
    run = PlanRun.objects.get()
    send(secretary, page("run-cancel", key=run.key), {})
    assert "Đã dừng" in text(secretary.get(page("run", key=run.key)))
    ready = ready_run(housed.world.cell, housed.secretary)
    send(secretary, page("run-drop", key=ready.key, cell=housed.world.cell.pk), {})
    assert PlanProposal.objects.get(run=ready).state == "dropped"


def test_another_commune_finds_no_run(housed: Committee, login: Login) -> None:
    run = ready_run(housed.world.cell, housed.secretary)
    assert housed.world.outsider is not None
    stranger = login(housed.world.outsider)
    assert stranger.get(page("run", key=run.key)).status_code in {403, 404}
