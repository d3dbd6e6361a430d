"""What the interface of trips answers, as it is told to OpenAPI."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.planning.bodies import TripPlace
from apps.planning.reading import StopRow, TripPage
from apps.planning.states import Outcome, TripState, Turn
from apps.planning.wording import title_of

Fields = serializers.Serializer[Any]
Told = dict[str, Any]


class TripRefusal(Fields):
    code = serializers.CharField()
    message = serializers.CharField()


class TripChanged(Fields):
    trip = serializers.IntegerField()
    revision = serializers.IntegerField()


class TripTicked(Fields):
    trip = serializers.IntegerField()
    stop = serializers.IntegerField()
    household = serializers.IntegerField()


class TripPerson(Fields):
    id = serializers.IntegerField()
    full_name = serializers.CharField()


class TripBrief(Fields):
    """``homes``: stops in all, those out of reach as well."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    day = serializers.DateField()
    state = serializers.ChoiceField(choices=TripState.choices)
    leader = TripPerson()
    homes = serializers.IntegerField()
    revision = serializers.IntegerField()


class TripsAnswer(Fields):
    trips = TripBrief(many=True)
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()


class TripStopAnswer(Fields):
    """``place`` null: nobody knows; ``metres``: by road from the place before, about."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    household = serializers.IntegerField()
    code = serializers.CharField()
    head_name = serializers.CharField()
    village_name = serializers.CharField()
    group_name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    place = TripPlace(allow_null=True)
    is_provisional = serializers.BooleanField()
    metres = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField()
    is_pinned = serializers.BooleanField()
    ask = serializers.CharField(allow_blank=True)
    issue = serializers.IntegerField(allow_null=True)
    suggestions = serializers.ListField(child=serializers.CharField())
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    contact = serializers.IntegerField(allow_null=True)


class TripAnswer(Fields):
    """``hidden``: how many stops are out of the reader's reach; the figures are without them."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    day = serializers.DateField()
    starts_at = serializers.TimeField()
    start = TripPlace(allow_null=True)
    start_label = serializers.CharField(allow_blank=True)
    returns = serializers.BooleanField()
    leader = TripPerson()
    companions = TripPerson(many=True)
    note = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=TripState.choices)
    revision = serializers.IntegerField()
    stops = TripStopAnswer(many=True)
    hidden = serializers.IntegerField()
    road_metres = serializers.IntegerField()
    travel_minutes = serializers.IntegerField()
    total_minutes = serializers.IntegerField()
    is_too_long = serializers.BooleanField()
    may_change = serializers.BooleanField()
    may_walk = serializers.BooleanField()
    turns = serializers.ListField(child=serializers.ChoiceField(choices=Turn.choices))


def _person(person: Any) -> Told:
    return {"id": person.pk, "full_name": person.full_name}


def brief(trip: Any) -> Told:
    """A trip with ``homes`` counted."""
    return {
        "id": trip.pk,
        "title": title_of(trip),
        "day": trip.day,
        "state": trip.state,
        "leader": _person(trip.leader),
        "homes": trip.homes,
        "revision": trip.revision,
    }


def _place(spot: Any) -> Told | None:
    return None if spot is None else {"lon": spot[0], "lat": spot[1]}


def _stop(row: StopRow) -> Told:
    stop, home = row.stop, row.home
    if stop is None or home is None:
        raise ValueError("a stop out of reach is told as a number only")
    return {
        "id": stop.pk,
        "number": stop.number,
        "household": home.pk,
        "code": home.code,
        "head_name": home.head_name,
        "village_name": home.village.name,
        "group_name": home.group.name if home.group else "",
        "phone": row.phone,
        "place": _place(row.spot),
        "is_provisional": row.is_provisional,
        "metres": row.metres,
        "minutes": stop.minutes,
        "is_pinned": stop.is_pinned,
        "ask": stop.ask,
        "issue": stop.issue_id,
        "suggestions": list(row.lines),
        "outcome": stop.outcome,
        "contact": stop.contact_id,
    }


def trip_answer(page: TripPage) -> Told:
    trip = page.trip
    return {
        "id": trip.pk,
        "title": title_of(trip),
        "day": trip.day,
        "starts_at": trip.starts_at,
        "start": _place(trip.start.coords if trip.start else None),
        "start_label": trip.start_label,
        "returns": trip.returns,
        "leader": _person(trip.leader),
        "companions": [_person(person) for person in page.companions],
        "note": trip.note,
        "state": trip.state,
        "revision": trip.revision,
        "stops": [_stop(row) for row in page.visible],
        "hidden": page.hidden,
        "road_metres": page.total.road_metres,
        "travel_minutes": page.total.travel_minutes,
        "total_minutes": page.total.total_minutes,
        "is_too_long": page.total.is_too_long,
        "may_change": page.may_change,
        "may_walk": page.may_walk,
        "turns": [turn.value for turn in page.turns],
    }
