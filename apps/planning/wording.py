"""Lengths and times as people say them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from apps.planning.models import FieldTrip


def kilometres(metres: int) -> str:
    """ "14,2 km", "850 m"."""
    if metres < 1000:
        return _("%(n)s m") % {"n": number_format(round(metres, -1))}
    return _("%(n)s km") % {"n": number_format(metres / 1000, decimal_pos=1, force_grouping=True)}


def duration(minutes: int) -> str:
    """ "3 giờ 20 phút", "45 phút"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)d phút") % {"n": rest}
    if not rest:
        return _("%(n)d giờ") % {"n": hours}
    return _("%(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": rest}


def end_of(starts_at: time, minutes: int) -> time:
    """When the trip is over, by the clock."""
    begin = datetime.combine(date(2000, 1, 1), starts_at)
    return (begin + timedelta(minutes=minutes)).time()


def title_of(trip: FieldTrip) -> str:
    """Its name, or the day it is on."""
    day = date_format(trip.day, "d/m/Y")
    return trip.name or _("Chuyến đi ngày %(day)s") % {"day": day}
