"""Proposals asked of the worker, the commune's rule, and the interface's own description."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import DescriptionView
from apps.accounts.roles import AreaKind
from apps.areas.models import Commune
from apps.assignments.plans import accepting, answers, bodies, run_answers, run_reading, runs
from apps.assignments.plans.api_base import PlanView, told
from apps.assignments.plans.querysets import DRAFTER_ROLES, PLAN_ROLES, RUN_ROLES, WHOLE_ROLES
from apps.assignments.plans.rules import rule_of, save_rule, values_of
from apps.common import clock
from apps.people.querysets import EDITOR_ROLES


class RunsView(PlanView):
    """The newest runs of the commune or the cell."""

    access = only(RUN_ROLES)

    @told(run_answers.RunsAnswer, name="runs_list")
    def get(self, request: Request) -> Response:
        return Response({"runs": run_reading.runs(self.actor, at=clock.now())})


class RunDetailView(PlanView):
    """How a run is getting on, and what it proposes."""

    access = only(RUN_ROLES)

    @told(run_answers.RunAnswer, name="runs_read")
    def get(self, request: Request, key: UUID) -> Response:
        return Response(run_reading.run_in_full(self.actor, key, at=clock.now()))


class StartRunView(PlanView):
    """Have the worker propose: to a cell (its committee), to a commune (its office, leaders)."""

    access = only(RUN_ROLES)

    @told(run_answers.RunWishAnswer, bodies.RunBody, name="runs_start")
    def post(self, request: Request) -> Response:
        body = bodies.read(bodies.RunBody, request.data)
        order = self.order(body["key"], _("Yêu cầu máy đề xuất phân công"))
        if body["cell"] is not None:
            return Response(runs.request_for_cell(cell=body["cell"], order=order))
        return Response(runs.request_for_commune(commune=body["commune"] or 0, order=order))


class CancelRunView(PlanView):
    """Stop after the cell in hand."""

    access = only(RUN_ROLES)

    @told(run_answers.RunAnswer, bodies.WishBody, name="runs_cancel")
    def post(self, request: Request, key: UUID) -> Response:
        run_reading.run_in_full(self.actor, key, at=clock.now())
        body = bodies.read(bodies.WishBody, request.data)
        runs.cancel(run=key, order=self.order(body["key"], _("Dừng đề xuất")))
        return Response(run_reading.run_in_full(self.actor, key, at=clock.now()))


class AcceptRunView(PlanView):
    """Take what is proposed to a cell into its draft; the cell's committee only."""

    access = only(DRAFTER_ROLES)

    @told(answers.EditAnswer, bodies.ProposalBody, name="runs_accept")
    def post(self, request: Request, key: UUID) -> Response:
        run_reading.run_in_full(self.actor, key, at=clock.now())
        body = bodies.read(bodies.ProposalBody, request.data)
        order = self.order(body["key"], _("Lấy theo đề xuất của máy"))
        return Response(accepting.accept(run=key, cell=body["cell"], order=order))


class DropRunView(PlanView):
    """Throw away what is proposed to a cell, or to all that the actor decides for."""

    access = only(RUN_ROLES)

    @told(run_answers.RunAnswer, bodies.DropBody, name="runs_drop")
    def post(self, request: Request, key: UUID) -> Response:
        run_reading.run_in_full(self.actor, key, at=clock.now())
        body = bodies.read(bodies.DropBody, request.data)
        order = self.order(body["key"], _("Bỏ đề xuất của máy"))
        runs.drop(run=key, cell=body["cell"], order=order)
        return Response(run_reading.run_in_full(self.actor, key, at=clock.now()))


class RuleView(PlanView):
    """How the commune wants people to be found: distances in metres, weights, abilities."""

    access = only(WHOLE_ROLES)

    @told(bodies.RuleValues, name="rule_read")
    def get(self, request: Request, pk: int) -> Response:
        if not Commune.objects.visible_to(self.actor).filter(pk=pk).exists():
            raise Http404
        return Response(values_of(rule_of(pk)))


class SaveRuleView(PlanView):
    """Put another rule in force; the office and the leaders of the commune."""

    access = only(EDITOR_ROLES)

    @told(bodies.RuleValues, bodies.RuleBody, name="rule_save")
    def post(self, request: Request, pk: int) -> Response:
        if pk not in self.actor.areas(AreaKind.COMMUNE, EDITOR_ROLES):
            raise Http404
        body = bodies.read(bodies.RuleBody, request.data)
        save_rule(
            commune=pk,
            seen=body["seen"],
            values=body["values"],
            order=self.order(body["key"], body["reason"]),
        )
        return Response(values_of(rule_of(pk)))


class SchemaView(DescriptionView):
    """This interface described in OpenAPI 3."""

    access = only(PLAN_ROLES)
    urlconf = "apps.assignments.urls"
