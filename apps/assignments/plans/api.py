"""Plans over HTTP: read, begin, edit, put to the meeting, resolve, amend.

Who may do what is decided by the services; a plan out of reach is not found before its request is
read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.orders import Order
from apps.assignments.plans import (
    answers,
    bodies,
    correcting,
    editing,
    proposing,
    reading,
    resolving,
    services,
)
from apps.assignments.plans import undoing as taking_back
from apps.assignments.plans.api_base import PlanView, invalid, told
from apps.assignments.plans.board import board
from apps.assignments.plans.kinds import AmendReason, Seed
from apps.assignments.plans.querysets import PLAN_ROLES, WHOLE_ROLES, WRITER_ROLES
from apps.assignments.plans.resolving import Resolution
from apps.assignments.plans.roles import require_drafter_of
from apps.assignments.plans.story import story_of
from apps.assignments.plans.units import services as units
from apps.assignments.tiers import Tier

_CELL = OpenApiParameter("cell", int)
_COMMUNE = OpenApiParameter("commune", int)
_TIER = OpenApiParameter("tier", int)


class PlansView(PlanView):
    """Plans in reach, newest first (narrowed by ``?cell=&commune=&tier=``), and the cells."""

    access = only(PLAN_ROLES)

    @told(answers.PlansAnswer, name="plans_list", parameters=[_CELL, _COMMUNE, _TIER])
    def get(self, request: Request) -> Response:
        narrowed: dict[str, Any] = {name: self.asked(name) for name in ("cell", "commune", "tier")}
        rows = reading.plans(self.actor, at=self.today, **narrowed)
        return Response({"plans": rows, "cells": reading.cells(self.actor, at=self.today)})


class PlanDetailView(PlanView):
    """One plan with households, people, loads and distances, as far as the actor sees them."""

    access = only(PLAN_ROLES)

    @told(answers.PlanAnswer, name="plans_read")
    def get(self, request: Request, pk: int) -> Response:
        return Response(reading.plan_in_full(self.actor, pk, at=self.today))


class BoardView(PlanView):
    """The plan with outlines and all else that the map editor opens with."""

    access = only(WHOLE_ROLES)

    @told(answers.BoardAnswer, name="plans_board")
    def get(self, request: Request, pk: int) -> Response:
        return Response(board(self.actor, pk, at=self.today))


class EditsView(PlanView):
    """What was changed after the revision ``?since=``, and by whom."""

    access = only(WHOLE_ROLES)

    @told(answers.EditsAnswer, name="plans_edits", parameters=[OpenApiParameter("since", int)])
    def get(self, request: Request, pk: int) -> Response:
        return Response(reading.edits(self.actor, pk, since=self.asked("since") or 0))


class StoryView(PlanView):
    """The states the plan went through: when, by whom, why."""

    access = only(WHOLE_ROLES)

    @told(answers.StoryAnswer, name="plans_story")
    def get(self, request: Request, pk: int) -> Response:
        return Response({"steps": story_of(self.actor, pk)})


class OutcomeView(PlanView):
    """What a resolution would do with effect from ``?effective_on=`` (today)."""

    access = only(WHOLE_ROLES)

    @told(
        answers.OutcomeAnswer,
        name="plans_outcome",
        parameters=[OpenApiParameter("effective_on", date)],
    )
    def get(self, request: Request, pk: int) -> Response:
        since = self._day() or self.today
        return Response(reading.outcome(self.actor, pk, since=since, at=self.today))

    def _day(self) -> date | None:
        text = self.request.query_params.get("effective_on")
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError as error:
            raise invalid("effective_on") from error


class StartView(PlanView):
    """Begin a draft: for a cell, or with ``commune`` and ``tier`` 1 or 2 for a commune."""

    access = only(WRITER_ROLES)

    @told(answers.EditAnswer, bodies.StartBody, name="plans_start")
    def post(self, request: Request) -> Response:
        body = bodies.read(bodies.StartBody, request.data)
        order = self.order(body["key"], _("Lập dự thảo kế hoạch phân công"))
        about: dict[str, Any] = {"seed": Seed(body["seed"]), "year": body["year"], "order": order}
        if body["cell"] is not None:
            return Response(services.start_plan(cell=body["cell"], **about))
        tier = Tier(body["tier"])
        return Response(units.start_tier_plan(commune=body["commune"], tier=tier, **about))


class _WriteView(PlanView):
    """Finds the plan (404), sees who asks (403), reads the body (422), lets ``carry_out`` do it.

    ``unit_body``: what is sent of a plan of tier 1 or 2, where that is something else.
    """

    access = only(WRITER_ROLES)
    body: type[Any] = bodies.WishBody
    unit_body: type[Any] | None = None

    def written(self, request: Request, pk: int) -> Response:
        plan = reading.find_plan(self.actor, pk)
        require_drafter_of(self.actor, plan, at=self.today)
        if plan.cell_id is None and self.unit_body is not None:
            body = bodies.read(self.unit_body, request.data)
            return Response(self.carry_out_units(pk, body))
        return Response(self.carry_out(pk, bodies.read(self.body, request.data)))

    def edit_order(self, body: dict[str, Any]) -> Order:
        """Whose edit it is, and of which open page."""
        return replace(self.order(body["key"]), session=body["session"])

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def carry_out_units(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


class PairsView(_WriteView):
    """Give households to people, or to nobody; put people in units, or off; all or none."""

    body = bodies.PairsBody
    unit_body = bodies.SeatsBody

    @told(answers.EditAnswer, bodies.PairsBody, name="plans_change_pairs")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        pairs = {each["household"]: each["person"] for each in body["pairs"]}
        if len(pairs) != len(body["pairs"]):
            raise invalid("pairs")
        return editing.change_pairs(
            plan=pk, pairs=pairs, seen=body["seen"], order=self.edit_order(body)
        )

    def carry_out_units(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        seats = {(each["unit"], each["person"]): each["on"] for each in body["seats"]}
        if len(seats) != len(body["seats"]):
            raise invalid("seats")
        return units.change_seats(
            plan=pk, seats=seats, seen=body["seen"], order=self.edit_order(body)
        )


class LocksView(_WriteView):
    """Lock pairs, or let them go."""

    body = bodies.LocksBody
    unit_body = bodies.SeatLocksBody

    @told(answers.EditAnswer, bodies.LocksBody, name="plans_lock_pairs")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return editing.lock_pairs(
            plan=pk,
            households=set(body["households"]),
            locked=body["locked"],
            seen=body["seen"],
            order=self.edit_order(body),
        )

    def carry_out_units(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return units.lock_seats(
            plan=pk,
            seats={(each["unit"], each["person"]) for each in body["seats"]},
            locked=body["locked"],
            seen=body["seen"],
            order=self.edit_order(body),
        )


class BansView(_WriteView):
    """Forbid a pair, or allow it again."""

    body = bodies.BanBody
    unit_body = bodies.SeatBanBody

    @told(answers.EditAnswer, bodies.BanBody, name="plans_ban_pair")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        about = {name: body[name] for name in ("household", "person", "reason", "seen")}
        return editing.ban_pair(plan=pk, **about, order=self.edit_order(body))

    def carry_out_units(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        about = {name: body[name] for name in ("unit", "person", "reason", "seen")}
        return units.ban_seat(plan=pk, **about, order=self.edit_order(body))


class DutiesView(_WriteView):
    """What somebody does beside the households."""

    body = bodies.DutyBody

    @told(answers.EditAnswer, bodies.DutyBody, name="plans_write_duty")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        about = {name: body[name] for name in ("person", "text", "seen")}
        return editing.write_duty(plan=pk, **about, order=self.edit_order(body))


class SecretaryView(_WriteView):
    """Which officer compiles a village's report; plans of tier 1."""

    body = bodies.SecretaryBody

    @told(answers.EditAnswer, bodies.SecretaryBody, name="plans_name_secretary")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        about = {name: body[name] for name in ("village", "person", "seen")}
        return units.name_secretary(plan=pk, **about, order=self.edit_order(body))


class UndoView(_WriteView):
    """Take an edit back; of an undo, do it again."""

    body = bodies.UndoBody

    @told(answers.EditAnswer, bodies.UndoBody, name="plans_undo")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return taking_back.undo(plan=pk, edit=body["edit"], order=self.edit_order(body))


class ProposeView(_WriteView):
    """Fill the draft with what the solver proposes around locked and forbidden pairs."""

    body = bodies.SeenBody

    @told(answers.EditAnswer, bodies.SeenBody, name="plans_propose")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return proposing.propose_pairs(plan=pk, seen=body["seen"], order=self.edit_order(body))


class SubmitView(_WriteView):
    """Put the draft to the cell meeting as it was seen."""

    body = bodies.SeenBody

    @told(answers.StateAnswer, bodies.SeenBody, name="plans_submit")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        order = self.order(body["key"], _("Trình chi bộ"))
        return services.submit(plan=pk, seen=body["seen"], order=order)


class ReturnView(_WriteView):
    """The meeting wants it otherwise: a draft again, with the reason."""

    body = bodies.ReasonBody

    @told(answers.StateAnswer, bodies.ReasonBody, name="plans_return")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return services.return_to_draft(plan=pk, order=self.order(body["key"], body["reason"]))


class DropView(_WriteView):
    """Give up what is not decided as it was seen, with the reason."""

    body = bodies.DropPlanBody

    @told(answers.StateAnswer, bodies.DropPlanBody, name="plans_drop")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        order = self.order(body["key"], body["reason"])
        return services.drop(plan=pk, seen=body["seen"], order=order)


class ResolveView(_WriteView):
    """Put a submitted plan in force by its resolution; secretary and deputy only."""

    body = bodies.ResolveBody

    @told(answers.StateAnswer, bodies.ResolveBody, name="plans_resolve")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return resolving.resolve(
            plan=pk,
            resolution=Resolution(body["number"], body["decided_on"], body["effective_on"]),
            seen=body["seen"],
            agreed=body["agreed"],
            order=self.edit_order(body),
        )


class CorrectionsView(PlanView):
    """What stood on the resolution before each correction, the latest first."""

    access = only(WHOLE_ROLES)

    @told(answers.CorrectionsAnswer, name="plans_corrections")
    def get(self, request: Request, pk: int) -> Response:
        return Response({"corrections": correcting.corrections_of(self.actor, pk)})


class CorrectView(_WriteView):
    """Put number and day of the resolution right; secretary and deputy only."""

    body = bodies.CorrectBody

    @told(answers.PaperAnswer, bodies.CorrectBody, name="plans_correct")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        return correcting.correct_resolution(
            plan=pk,
            seen=correcting.Paper(**body["seen"]),
            paper=correcting.Paper(**body["paper"]),
            order=self.order(body["key"], body["reason"]),
        )


class AmendView(_WriteView):
    """Begin an amendment of the plan in force, with suggestions of least change."""

    body = bodies.AmendBody

    @told(answers.EditAnswer, bodies.AmendBody, name="plans_amend")
    def post(self, request: Request, pk: int) -> Response:
        return self.written(request, pk)

    def carry_out(self, pk: int, body: dict[str, Any]) -> dict[str, Any]:
        reason = AmendReason(body["reason"])
        order = self.order(body["key"], _("Sửa đổi kế hoạch: %(why)s") % {"why": reason.label})
        return proposing.amend_plan(plan=pk, reason=reason, order=order)
