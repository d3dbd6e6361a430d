"""What a plan leaves open, what has changed since, and why somebody is chosen: read over HTTP."""

from __future__ import annotations

from typing import Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.assignments.plans import answers, reading
from apps.assignments.plans.api_base import PlanView, invalid, told
from apps.assignments.plans.drift import as_json, read_drift
from apps.assignments.plans.gaps import gaps_of_cell, gaps_of_commune, gaps_of_plan
from apps.assignments.plans.querysets import WHOLE_ROLES
from apps.assignments.plans.units.reading import why_unit

_CELL: Final = OpenApiParameter("cell", int)
_COMMUNE: Final = OpenApiParameter("commune", int)


class PlanGapsView(PlanView):
    """Whom the plan leaves without anybody and why, who has room, who carries too much."""

    access = only(WHOLE_ROLES)

    @told(answers.GapsAnswer, name="plans_gaps")
    def get(self, request: Request, pk: int) -> Response:
        return Response(gaps_of_plan(self.actor, pk, at=self.today))


class GapsView(PlanView):
    """The same as things are today: of ``?cell=``, or in figures of ``?commune=``."""

    access = only(WHOLE_ROLES)

    @told(answers.GapsAnswer, name="plans_gaps_today", parameters=[_CELL, _COMMUNE])
    def get(self, request: Request) -> Response:
        cell, commune = self.asked("cell"), self.asked("commune")
        if cell is not None:
            return Response(gaps_of_cell(self.actor, cell, at=self.today))
        if commune is None:
            raise invalid("cell")
        return Response(gaps_of_commune(self.actor, commune, at=self.today))


class DriftView(PlanView):
    """Where a cell's plan in force and today have come apart, and why it might be amended."""

    access = only(WHOLE_ROLES)

    @told(answers.DriftAnswer, name="plans_drift")
    def get(self, request: Request, pk: int) -> Response:
        return Response(as_json(read_drift(self.actor, pk, at=self.today)))


class WhyView(PlanView):
    """Why this person, or nobody: distance, load, and the others with what stands in their way."""

    access = only(WHOLE_ROLES)

    @told(answers.WhyAnswer, name="plans_why")
    def get(self, request: Request, pk: int, household: int) -> Response:
        return Response(reading.why(self.actor, pk, household, at=self.today))


class WhyUnitView(PlanView):
    """The same of a group or a village, in plans of tier 1 and 2."""

    access = only(WHOLE_ROLES)

    @told(answers.WhyUnitAnswer, name="plans_why_unit")
    def get(self, request: Request, pk: int, unit: int) -> Response:
        plan = reading.find_plan(self.actor, pk, whole=True)
        return Response(why_unit(self.actor, plan, unit, at=self.today))
