"""A talk that was written down on the day of a trip ticks its stop off, and hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pghistory
from django.db.models import QuerySet

from apps.planning.models import FieldTrip, TripStop
from apps.planning.states import OPEN, Outcome
from apps.visits.models import Channel, Contact


def join_talks(*, contacts: Iterable[Contact], **_kwargs: Any) -> None:
    """Receiver of ``visits.checkins.signals``: talks of those who are on the trip.

    A phone brings hundreds at once: where no trip goes to any of the households, that is one query.
    """
    met = [contact for contact in contacts if contact.channel == Channel.IN_PERSON]
    stops = list(_waiting(contact.household_id for contact in met))
    if not stops:
        return
    talks = _talks(contact.pk for contact in met)
    joined = []
    for stop in stops:
        keys = (talks.get((stop.household_id, stop.trip.day, by)) for by in _party(stop.trip))
        stop.contact_id = next((key for key in keys if key is not None), None)
        if stop.contact_id is not None:
            stop.outcome = Outcome.MET
            joined.append(stop)
    with pghistory.context(reason="talk"):
        TripStop.objects.bulk_update(joined, ["contact", "outcome"])


def _waiting(households: Iterable[int]) -> QuerySet[TripStop]:
    """Stops of open trips at these households that no talk hangs on."""
    rows = TripStop.objects.filter(
        household__in=set(households), contact__isnull=True, trip__state__in=sorted(OPEN)
    )
    found: QuerySet[TripStop] = rows.select_related("trip").prefetch_related("trip__companions")
    return found


def _talks(keys: Iterable[int]) -> dict[tuple[int, date, int], int]:
    """Household, day and person → talk. The day is reckoned by the database."""
    rows = Contact.objects.filter(pk__in=list(keys))
    told = rows.values_list("household", "day", "person", "pk")
    return {(home, day, person): pk for home, day, person, pk in told}


def _party(trip: FieldTrip) -> list[int]:
    return [trip.leader_id, *(row.person_id for row in trip.companions.all())]


def talk_at(stop: TripStop) -> Contact | None:
    """The latest talk of those on the trip with the stop's household, on its day."""
    trip = stop.trip
    rows = Contact.objects.filter(
        household=stop.household_id,
        day=trip.day,
        person__in=_party(trip),
        channel=Channel.IN_PERSON,
    )
    return rows.order_by("-happened_at", "-pk").first()
