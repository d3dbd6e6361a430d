"""What the pages of plans share: the moment, the plan, and how refusals are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.orders import Order
from apps.assignments.pages.head import PlanHead, plan_head
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.querysets import PLAN_ROLES, WHOLE_ROLES
from apps.assignments.plans.reading import find_plan
from apps.common import clock


class PlansView(ActorView):
    """One moment for all that is asked; what is out of reach or forbidden is told as everywhere."""

    access = only(PLAN_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def order(self, key: UUID, reason: str = "") -> Order:
        return Order(self.actor, reason or _("Soạn kế hoạch phân công"), self.now, key)


class OnePlanView(PlansView):
    """A page of one plan, with its head. ``tab``: which one it is (``pages.tabs``)."""

    access = only(WHOLE_ROLES)
    whole = True
    tab = ""
    # True: of plans of tiers 1 and 2 only; False: of cells' plans only; None: of both.
    upper: bool | None = None

    def find(self, pk: int) -> AssignmentPlan:
        """The plan as far as the actor reads it, its head made; 404."""
        self.plan = find_plan(self.actor, pk, whole=self.whole)
        if self.upper is not None and self.upper != (self.plan.cell_id is None):
            raise Http404
        self.head: PlanHead = plan_head(self.actor, self.plan, self.today, current=self.tab)
        return self.plan

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        told = {"head": self.head, "plan": self.plan, **context}
        return render(self.request, template, told, status=status)
