"""What requests about trips say: checked before a service sees any of it, and told to OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from apps.issues.bodies import read as read
from apps.planning.models import DEFAULT_MINUTES, MOST_MINUTES, MOST_STOPS
from apps.planning.reading import COMING, LISTS
from apps.planning.services import MOST_COMPANIONS, USUAL_START, Plan
from apps.planning.states import Outcome, Turn
from apps.planning.stops import LONGEST_ASK, Wanted

BIGGEST_KEY: Final = 2**63 - 1
MOST_REVISIONS: Final = 2**31 - 1


def _key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY)


def _maybe_key() -> Any:
    return serializers.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, allow_null=True, default=None
    )


def _text(longest: int) -> Any:
    return serializers.CharField(max_length=longest, allow_blank=True, default="")


class TripListQuery(serializers.Serializer[Any]):
    """``which``: coming, past or mine; ``changeable``: those to which households may be added."""

    which = serializers.ChoiceField(choices=[(each, each) for each in LISTS], default=COMING)
    changeable = serializers.BooleanField(default=False)
    page = serializers.IntegerField(min_value=1, max_value=1_000_000, default=1)


class TripPlace(serializers.Serializer[Any]):
    """Degrees, WGS84."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)


class TripDetails(serializers.Serializer[Any]):
    """``leader`` null: whoever plans it; ``start`` null: the way begins at the first stop."""

    day = serializers.DateField()
    starts_at = serializers.TimeField(default=USUAL_START)
    name = _text(100)
    start = TripPlace(allow_null=True, default=None)
    start_label = _text(100)
    returns = serializers.BooleanField(default=False)
    leader = _maybe_key()
    companions = serializers.ListField(child=_key(), max_length=MOST_COMPANIONS, default=list)
    note = _text(500)


class TripStopWanted(serializers.Serializer[Any]):
    """``issue``: an open matter of that household, in reach, not of public order."""

    household = _key()
    ask = _text(LONGEST_ASK)
    issue = _maybe_key()
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, default=DEFAULT_MINUTES)


def _stops() -> Any:
    return serializers.ListField(child=TripStopWanted(), max_length=MOST_STOPS, default=list)


class TripPlanBody(TripDetails):
    """``key``: a UUID made by the sender for this trip; the same again gets the same answer."""

    key = serializers.UUIDField()
    stops = _stops()


class TripChangeBody(serializers.Serializer[Any]):
    """``seen``: the revision that the sender knew of (``revision`` of a trip)."""

    key = serializers.UUIDField()
    seen = serializers.IntegerField(min_value=1, max_value=MOST_REVISIONS)


class TripDetailsBody(TripDetails, TripChangeBody):
    pass


class TripAddBody(TripChangeBody):
    stops = _stops()


class TripRemoveBody(TripChangeBody):
    stop = _key()


class TripMoveBody(TripChangeBody):
    """``number``: from 1; beyond the last is the last."""

    stop = _key()
    number = serializers.IntegerField(min_value=1, max_value=MOST_STOPS)


class TripStopBody(TripChangeBody):
    stop = _key()
    ask = _text(LONGEST_ASK)
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES)
    is_pinned = serializers.BooleanField()


class TripTurnBody(TripChangeBody):
    turn = serializers.ChoiceField(choices=Turn.choices)


class TripOutcomeBody(serializers.Serializer[Any]):
    """``was``: what stood there before, as the sender knew it."""

    key = serializers.UUIDField()
    stop = _key()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    was = serializers.ChoiceField(choices=Outcome.choices, default=Outcome.NONE)


def plan_of(body: dict[str, Any]) -> Plan:
    start = body["start"]
    return Plan(
        day=body["day"],
        starts_at=body["starts_at"],
        name=body["name"],
        start=None if start is None else (start["lon"], start["lat"]),
        start_label=body["start_label"],
        returns=body["returns"],
        leader=body["leader"],
        companions=tuple(dict.fromkeys(body["companions"])),
        note=body["note"],
    )


def wanted_of(body: dict[str, Any]) -> list[Wanted]:
    return [Wanted(**each) for each in body["stops"]]
