"""How the paper writes days, moments, yes and no."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.common.clock import ZONE


def day(value: date | None) -> str:
    return "" if value is None else date_format(value, "SHORT_DATE_FORMAT")


def moment(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(ZONE).strftime("%H:%M %d/%m/%Y")


def yes(value: bool) -> str:
    return _("Có") if value else _("Không")


def joined(*parts: object) -> str:
    """What is there, with commas between."""
    return ", ".join(str(part) for part in parts if part not in (None, ""))
