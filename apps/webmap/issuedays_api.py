"""Two days side by side, for the map: what areas are coloured by."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.common import clock
from apps.webmap.issuedays import MEASURES, STEP, DaysRow
from apps.webmap.issuedays_page import days_form, rows_of
from apps.webmap.scope import hides_small


class DaysView(ActorAPIView):
    """Households of each area at the end of ``?since=`` and of ``?until=``; ``?commune=`` where
    there are many. 422 for what are no such days.

    Of the tier above, every number is the first of its step of ``step`` households; null: hidden.
    """

    # The page's own data, not an interface for others: no schema of it is published.
    schema = None
    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})

    def get(self, request: Request) -> Response:
        today = clock.local_day(clock.now())
        form = days_form(self.actor, request.query_params.dict(), today=today)
        if not form.is_valid():
            wrong = next(iter(form.errors.values()))[0]
            return Response({"code": "invalid", "message": str(wrong)}, status=422)
        rows = rows_of(self.actor, form, today=today)
        step = STEP if hides_small(self.actor) else None
        return Response({"step": step, "rows": [_told(row) for row in rows]})


def _told(row: DaysRow) -> dict[str, Any]:
    pairs = zip(MEASURES, row.pairs, strict=True)
    return {
        "level": row.level,
        "id": row.pk,
        **{name: [pair.before.n, pair.after.n] for name, pair in pairs},
    }
