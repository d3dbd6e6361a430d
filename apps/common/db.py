"""Database functions that several apps use."""

from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, Func
from django.db.models.functions import Collate

NAME_ORDER = "vi_name"
UNIT_ORDER = "vi_unit"


class LastWord(Func):
    """The last word of a text: the given name, by which Vietnamese people are sorted."""

    template = "substring(%(expressions)s from '[^ ]+$')"
    output_field = CharField()


class LocalDay(Func):
    """The calendar day in Vietnam of a moment; immutable, so that it can be stored."""

    template = "((%(expressions)s) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
    output_field = DateField()


class OnEarth(Func):
    """Whether a point's longitude and latitude exist; NaN and infinity do not."""

    template = (
        "(ST_X(%(expressions)s) BETWEEN -180 AND 180 AND ST_Y(%(expressions)s) BETWEEN -90 AND 90)"
    )
    output_field = BooleanField()


def by_person_name(prefix: str = "") -> list[Any]:
    """``order_by`` terms: given name first, then the whole name, in Vietnamese order."""
    return [
        Collate(F(f"{prefix}given_name"), NAME_ORDER),
        Collate(F(f"{prefix}full_name"), NAME_ORDER),
    ]


def by_head_name() -> list[Any]:
    """The same for households, whose given names are not stored: a file brings a hundred thousand
    in one, and a page needs no more than a commune's."""
    return [
        Collate(LastWord(F("head_name")), NAME_ORDER),
        Collate(F("head_name"), NAME_ORDER),
    ]


def by_unit_name(field: str = "name") -> Any:
    """An ``order_by`` term for places: numbers inside the name count as numbers."""
    return Collate(F(field), UNIT_ORDER)
