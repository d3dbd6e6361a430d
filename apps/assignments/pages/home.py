"""Where plans begin: one's own cell with its next step, or the table of all cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, AreaKind
from apps.assignments.pages.base import PlansView
from apps.assignments.pages.forms import StartForm
from apps.assignments.pages.head import Action
from apps.assignments.pages.overview import CellRow, cells_with_plans, totals
from apps.assignments.pages.units.links import team_of, tier_links, upper_plans
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import services
from apps.assignments.plans.drift import NONE, drift_of
from apps.assignments.plans.kinds import Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.querysets import DRAFTER_ROLES, WHOLE_ROLES
from apps.assignments.plans.reading import plans
from apps.assignments.plans.roles import require_drafter
from apps.common.errors import DomainError
from apps.people.querysets import edited_communes


def next_step(row: CellRow, *, drifted: bool = False) -> Action | None:
    """The one thing that a cell's committee does now; for others the plan to be read.

    ``drifted``: the day has left the plan in force behind (``plans.drift``).
    """
    plan = row.open_plan or row.in_force
    before_meeting = row.open_plan is not None and row.open_plan.state == PlanState.SUBMITTED
    # A proposal cannot be taken into what lies before the meeting.
    if row.may_draft and row.is_ready and not before_meeting and row.proposal and row.proposal.run:
        return Action(_("Xem đề xuất của máy"), _url("run", key=row.proposal.run.key))
    if row.open_plan is not None:
        return _of_open(row, row.open_plan)
    if row.may_draft and row.in_force is None:
        return Action(_("Lập kế hoạch phân công"), _url("start", pk=row.cell.pk))
    if row.may_draft and row.in_force is not None and (drifted or row.coverage.uncovered):
        return Action(_("Sửa đổi, bổ sung"), _url("amend", pk=row.in_force.pk))
    return Action(_("Xem kế hoạch"), _url("plan", pk=plan.pk)) if plan else None


def _of_open(row: CellRow, plan: AssignmentPlan) -> Action:
    if plan.state == PlanState.SUBMITTED and row.may_resolve:
        return Action(_("Ghi nghị quyết"), _url("resolve", pk=plan.pk))
    if plan.state == PlanState.DRAFT and row.may_draft:
        return Action(_("Soạn tiếp dự thảo"), _url("plan", pk=plan.pk))
    return Action(_("Xem dự thảo"), _url("plan", pk=plan.pk))


def _url(name: str, **kwargs: Any) -> str:
    return reverse(f"plan-pages:{name}", kwargs=kwargs)


class HomeView(PlansView):
    """A committee's own cell; several cells as a table; others the plans that are about them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.actor.has_any(WHOLE_ROLES):
            mine = plans(self.actor, at=self.today)
            return render(request, "plans/mine.html", {"plans": mine})
        rows = cells_with_plans(self.actor, at=self.today)
        own = [row for row in rows if row.may_draft]
        if len(own) == 1 and len(rows) == 1:
            return _cell_page(self, own[0])
        return self._table(request, rows)

    def _table(self, request: HttpRequest, rows: Sequence[CellRow]) -> HttpResponse:
        communes = edited_communes(self.actor)
        context = {
            "rows": [(row, next_step(row)) for row in rows],
            **totals(self.actor, rows, at=self.today),
            "gaps": gap_links(self.actor),
            "asked_for": next(iter(communes)) if len(communes) == 1 else None,
            "tiers": tier_links(self.actor),
            "about": upper_plans(self.actor, at=self.today),
        }
        return render(request, "plans/cells.html", context)


class CellView(PlansView):
    """One cell: the state of its plan, what to do next, and the plans that it had."""

    access = only(WHOLE_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = cells_with_plans(self.actor, at=self.today, cell=pk)
        if not rows:
            raise Http404
        return _cell_page(self, rows[0])


def gap_links(actor: Actor) -> list[str]:
    """Pages of what is open today, of the communes that the actor counts as a whole."""
    communes = sorted(actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
    return [_url("commune-gaps", pk=commune) for commune in communes]


def _cell_page(view: PlansView, row: CellRow) -> HttpResponse:
    drift = NONE
    if row.in_force is not None and row.open_plan is None:
        drift = drift_of(view.actor, row.in_force, at=view.today)
    drifted = drift.calls_for_change
    context = {
        "row": row,
        "plan": row.open_plan or row.in_force,
        "drift": drift,
        "may_amend": row.may_draft and not (drifted or row.coverage.uncovered),
        "next": next_step(row, drifted=drifted),
        "plans": plans(view.actor, at=view.today, cell=row.cell.pk),
        "team": team_of(view.actor, row.cell, at=view.today),
        "has_other_cells": not row.may_draft or view.actor.has_any(WHOLE_ROLES - DRAFTER_ROLES),
    }
    return render(view.request, "plans/cell.html", context)


class StartView(PlansView):
    """Begin a draft: from what, told in one line each."""

    access = only(DRAFTER_ROLES)

    def load(self, pk: int) -> CellRow:
        rows = cells_with_plans(self.actor, at=self.today, cell=pk)
        if not rows:
            raise Http404
        require_drafter(self.actor, pk, at=self.today)
        return rows[0]

    def _form(self, row: CellRow, data: Any = None) -> StartForm:
        had = AssignmentPlan.objects.read_whole_by(self.actor).resolved().filter(cell=row.cell)
        offered = [seed for seed in Seed if seed != Seed.LAST_PLAN or had.exists()]
        best = Seed.SOLVER if row.coverage.uncovered else Seed.PRESENT
        return StartForm(data, offered=offered, initial={"seed": best, "year": self.today.year})

    def _show(self, row: CellRow, form: StartForm, status: int = 200) -> HttpResponse:
        explained = _explained(row)
        context = {
            "form": form,
            "lead": _("Dự thảo chưa đổi gì ngoài thực tế cho tới khi có nghị quyết của chi bộ."),
            "back": _url("cell", pk=row.cell.pk),
            "back_label": row.cell.name,
            "seeds": [(option, explained[option.data["value"]]) for option in form["seed"]],
        }
        return render(self.request, "plans/start.html", context, status=status)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.load(pk)
        if row.open_plan is not None:
            return redirect("plan-pages:plan", pk=row.open_plan.pk)
        return self._show(row, self._form(row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.load(pk)
        form = self._form(row, request.POST)
        if not form.is_valid():
            return self._show(row, form, 422)
        data = form.cleaned_data
        try:
            answer = services.start_plan(
                cell=pk,
                seed=Seed(data["seed"]),
                year=data["year"],
                order=self.order(data["key"], _("Lập dự thảo kế hoạch phân công")),
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error(None, error.message)
            return self._show(row, form, 409)
        self._tell(answer)
        return redirect("plan-pages:plan", pk=answer["plan"])

    def _tell(self, answer: dict[str, Any]) -> None:
        left_out = len(answer.get("left_out", ()))
        messages.success(self.request, _("Đã lập dự thảo."))
        if left_out:
            said = _(
                "%(n)s cặp cũ không lấy sang được: hộ đã đi, người không còn phân công, "
                "hoặc đã ghi không giao."
            )
            messages.warning(self.request, said % {"n": left_out})


def _explained(row: CellRow) -> dict[str, str]:
    """One line on each way to begin."""
    return {
        Seed.EMPTY: _("Chưa giao hộ nào; chi ủy xếp từng hộ."),
        Seed.PRESENT: _("Giữ đúng ai đang phụ trách hộ nào: %(covered)s trên %(all)s hộ.")
        % {"covered": row.coverage.covered, "all": row.coverage.households},
        Seed.LAST_PLAN: _("Các cặp của kế hoạch gần nhất đã có nghị quyết."),
        Seed.SOLVER: _(
            "Mỗi hộ một người gần nhất còn nhận được; ai đang phụ trách thì ưu tiên giữ."
        ),
    }
