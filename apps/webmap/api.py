"""What the map page loads: every answer is the actor's own."""

from dataclasses import asdict

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.models import AccessLog
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES
from apps.accounts.services import record_access
from apps.common import clock
from apps.webmap.card import find_household, household_card
from apps.webmap.payloads import areas_payload, households_payload
from apps.webmap.selectors import TooManyRowsError, commune_around

# Digits of the largest bigint, less one.
_LONGEST_KEY = 18


class _MapAPIView(ActorAPIView):
    # The page's own data, not an interface for others: no schema of it is published.
    schema = None


def _key(text: str | None) -> int | None:
    """A primary key out of the query; what cannot be one does not exist."""
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_KEY:
        raise Http404
    return int(text)


class AreasView(_MapAPIView):
    """Outlines of the actor's area with their figures, or of one commune.

    ``?commune=`` names it; ``?village=`` and ``?group=`` name a unit in it, as links do.
    """

    access = only(MAP_ROLES)

    def get(self, request: Request) -> Response:
        asked = {
            level: key
            for level in ("commune", "village", "group")
            if (key := _key(request.query_params.get(level))) is not None
        }
        day = clock.local_day(clock.now())
        commune = asked.get("commune")
        if commune is None and asked:
            commune = commune_around(self.actor, at=day, **asked)
            if commune is None:
                raise Http404
        return Response(areas_payload(self.actor, at=day, commune=commune))


class HouseholdsView(_MapAPIView):
    """Households in reach, as compact rows; ``?commune=`` and ``?village=`` narrow them."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: Request) -> Response:
        commune, village = (_key(request.query_params.get(name)) for name in ("commune", "village"))
        day = clock.local_day(clock.now())
        try:
            payload = households_payload(self.actor, at=day, commune=commune, village=village)
        except TooManyRowsError:
            message = _("Có quá nhiều hộ để mở cùng lúc. Hãy chọn một thôn rồi mở lại.")
            return Response({"code": "too_many", "message": message}, status=422)
        return Response(payload)


class HouseholdView(_MapAPIView):
    """One household's card; the reading is logged."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: Request, pk: int) -> Response:
        now = clock.now()
        day = clock.local_day(now)
        household = find_household(self.actor, pk, at=day)
        if household is None:
            raise Http404
        card = household_card(self.actor, household, at=day)
        record_access(
            actor=self.actor, action=AccessLog.Action.READ_HOUSEHOLD, object_id=pk, at=now
        )
        return Response(asdict(card))
