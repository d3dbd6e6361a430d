"""What trips hold on a household, for whoever answers the household for its data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.issues.rights.registry import Holding, Subject, register_holding
from apps.issues.rights.words import day
from apps.planning.models import TripStop


def register() -> None:
    register_holding("trips", _trips, models=("FieldTrip", "TripStop"))


def _trips(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """Days, leaders, what was to be asked and what became of it; never an hour: none is kept."""
    rows = TripStop.objects.visible_to(actor).filter(household__in=subject.entries)
    yield Holding(
        _("Chuyến đi có đến hộ"),
        (_("Ngày"), _("Trưởng đoàn"), _("Việc cần hỏi"), _("Kết quả")),
        tuple(
            (
                day(row.trip.day),
                row.trip.leader.full_name,
                row.ask,
                str(row.get_outcome_display()),
            )
            for row in rows.select_related("trip__leader").order_by("trip__day", "pk")
        ),
    )
