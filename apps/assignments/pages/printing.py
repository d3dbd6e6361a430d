"""The draft on paper for the cell's meeting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.content import content_of
from apps.assignments.pages.units.content import unit_content
from apps.assignments.plans.rates import assignment_rate


class PrintView(OnePlanView):
    """Everybody with their households and duties, then who is left; taking it away is logged."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        if self.head.is_upper:
            return self._units(pk)
        content = content_of(self.actor, pk, at=self.today)
        self._record(pk, len(content.homes))
        context = {
            "content": content,
            "people": [person for person in content.people if person.standing or person.duty],
            "left": [home for home in content.homes if home.is_open],
            "rate": assignment_rate(self.actor, at=self.today, cell=self.plan.cell_id),
            "commune": self.plan.commune.full_name,
            "today": self.today,
        }
        return self.page("plans/print.html", context)

    def _units(self, pk: int) -> HttpResponse:
        content = unit_content(self.actor, pk, at=self.today)
        self._record(pk, len(content.units))
        context = {
            "content": content,
            "commune": self.plan.commune.full_name,
            "today": self.today,
        }
        return self.page("plans/units/print.html", context)

    def _record(self, pk: int, count: int) -> None:
        record_access(
            actor=self.actor,
            action=AccessLog.Action.EXPORT,
            object_id=pk,
            count=count,
            detail="plan print",
            at=self.now,
        )
