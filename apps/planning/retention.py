"""Trips age out by the bound of the notes of contacts, and then say no more who went where from.

Name, note, start and what was to be asked are blanked, and companions are forgotten, in rows and in
their histories. Day, leader, stops and what became of them stay: so many households were visited.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pghistory
import pgtrigger
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.areas.models import Commune, RetentionRule
from apps.areas.rules import retentions_of
from apps.people.versions import events_of
from apps.planning.models import FieldTrip, TripCompanion, TripStop
from apps.visits.retention import months_before

TRIP: Final[dict[str, Any]] = {
    "name": "",
    "note": "",
    "start": None,
    "start_label": "",
    "returns": False,
}
STOP: Final[dict[str, Any]] = {"ask": ""}
_TOLD: Final = ~Q(name="") | ~Q(note="") | ~Q(start_label="") | Q(start__isnull=False)


def age_out_trips(*, at: date) -> int:
    """Blank what is older than each commune's rule; how many trips lost their words."""
    rules = retentions_of(Commune.objects.values_list("pk", flat=True))
    return sum(_age_out_of(rule, at) for rule in rules.values())


@transaction.atomic
def _age_out_of(rule: RetentionRule, at: date) -> int:
    before = months_before(at, rule.contact_note_months)
    trips = FieldTrip.objects.filter(commune=rule.commune_id, day__lt=before)
    gone = list(trips.order_by("pk").values_list("pk", flat=True))
    with pghistory.context(reason=_("Hết thời hạn lưu theo quy định của xã")):
        blanked = FieldTrip.objects.filter(_TOLD, pk__in=gone).update(**TRIP)
        TripStop.objects.filter(trip__in=gone).exclude(ask="").update(**STOP)
        TripCompanion.objects.filter(trip__in=gone).delete()
    _blank_events(FieldTrip, Q(pgh_obj_id__in=gone) & _TOLD, TRIP)
    _blank_events(TripStop, Q(trip__in=gone) & ~Q(ask=""), STOP)
    events = events_of(TripCompanion)
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.filter(trip__in=gone).delete()
    return blanked


def _blank_events(model: Any, which: Q, values: dict[str, Any]) -> None:
    """The same in the history, past its append-only lock."""
    events = events_of(model)
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        events.filter(which).update(**values)
