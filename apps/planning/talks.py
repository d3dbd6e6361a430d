"""A talk that was written down on the day of a trip ticks its stop off, and hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pghistory
from django.db.models import Q

from apps.planning.models import TripStop
from apps.planning.states import OPEN, Outcome
from apps.visits.models import Channel, Contact


def join_talks(*, contacts: Iterable[Contact], **_kwargs: Any) -> None:
    """Receiver of ``visits.checkins.signals``: talks of those who are on the trip."""
    for contact in contacts:
        if contact.channel != Channel.IN_PERSON:
            continue
        by = contact.person_id
        stops = TripStop.objects.filter(
            Q(trip__leader=by) | Q(trip__companions__person=by),
            household=contact.household_id,
            contact__isnull=True,
            # The day is reckoned by the database.
            trip__day__in=Contact.objects.filter(pk=contact.pk).values("day"),
            trip__state__in=sorted(OPEN),
        )
        with pghistory.context(reason="talk"):
            keys = list(stops.values_list("pk", flat=True))
            TripStop.objects.filter(pk__in=keys).update(contact=contact, outcome=Outcome.MET)


def talk_at(stop: TripStop) -> Contact | None:
    """The latest talk of those on the trip with the stop's household, on its day."""
    trip = stop.trip
    people = {trip.leader_id, *trip.companions.values_list("person", flat=True)}
    rows = Contact.objects.filter(
        household=stop.household_id, day=trip.day, person__in=people, channel=Channel.IN_PERSON
    )
    return rows.order_by("-happened_at", "-pk").first()
