"""Taking the map away: who does it, when, and the entry in the log before anything is given."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.models import AccessLog
from apps.accounts.roles import HOUSEHOLD_ROLES, MAP_ROLES
from apps.accounts.services import record_access
from apps.common import clock
from apps.people.makers import maker_of, moment_text

# More than a province has; a larger number is a mistake, not a map.
MOST_HOUSEHOLDS = 1_000_000
ACTIONS = {"print": AccessLog.Action.PRINT, "png": AccessLog.Action.PNG}


class _TakeawaySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=sorted(ACTIONS))
    households = serializers.IntegerField(min_value=0, max_value=MOST_HOUSEHOLDS)
    paper = serializers.ChoiceField(choices=["a4", "a3"])
    orientation = serializers.ChoiceField(choices=["portrait", "landscape"])
    names = serializers.BooleanField(default=False)


class TakeawayView(ActorAPIView):
    """Logs a print or a picture, then says whose name and which moment stand on it.

    The page has no other source for the watermark, so nothing is drawn that was not logged.
    """

    access = only(MAP_ROLES)
    # The page's own business, not an interface for others.
    schema = None

    def post(self, request: Request) -> Response:
        wanted = _TakeawaySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        form = wanted.validated_data
        now = clock.now()
        sees = self.actor.has_any(HOUSEHOLD_ROLES)
        names = " names" if sees and form["names"] else ""
        record_access(
            actor=self.actor,
            action=ACTIONS[form["kind"]],
            count=form["households"] if sees else 0,
            detail=f"{form['paper']} {form['orientation']}{names}",
            at=now,
        )
        maker = maker_of(self.actor, request.user.get_username())
        return Response({"by": maker, "at": moment_text(now)}, status=201)
