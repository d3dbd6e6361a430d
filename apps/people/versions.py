"""Versions of rows about people, and what changed between them, out of the histories.

The version of several rows together is a text: the keys of their latest events, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.apps import apps
from django.db.models import Max, Model, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Columns that say nothing to a reader of the page.
_SILENT: Final = frozenset({"id", "given_name", "user_id", "person_id", "commune_id"})


# What references are called on the page; fields have their own names.
_REFERENCES: Final[Mapping[str, Promise]] = {
    "cell_id": gettext_lazy("chi bộ"),
    "group_id": gettext_lazy("tổ đảng"),
    "village_id": gettext_lazy("thôn"),
    "province_id": gettext_lazy("tỉnh"),
    "term_id": gettext_lazy("nhiệm kỳ"),
}
# The reason of what the importer writes.
_IMPORTED: Final = "import"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field (a column) before and after, as texts for the page."""

    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of history: when, by which user (a key, or None), why, of what, and what changed."""

    at: datetime
    key: int
    user_id: int | None
    reason: str
    what: str
    label: str
    differences: tuple[Difference, ...]


def events_of(model: type[Model]) -> QuerySet[Any]:
    """The history of a model (pghistory makes its model, which has no type)."""
    name = f"{model.__name__}Event"
    rows: QuerySet[Any] = apps.get_model(model._meta.app_label, name)._default_manager.all()
    return rows


def version_of(*rows: Model | None) -> str:
    """The version of these rows together; ``0`` stands for a row that is not there."""
    return "-".join(str(_latest(row)) for row in rows)


def _latest(row: Model | None) -> int:
    if row is None:
        return 0
    newest = events_of(type(row)).filter(pgh_obj_id=row.pk).aggregate(key=Max("pgh_id"))
    return newest["key"] or 0


def changes_since(seen: str, *rows: Model | None) -> list[Difference]:
    """What differs in the rows between the version ``seen`` and now, field by field."""
    keys = seen.split("-")
    found: list[Difference] = []
    for key, row in zip(keys, rows, strict=False):
        if row is None or not key.isdecimal() or len(key) > 18:
            continue
        history = events_of(type(row)).filter(pgh_obj_id=row.pk)
        before = history.filter(pgh_id=int(key)).first()
        after = history.order_by("-pgh_id").first()
        names = names_of(type(row), [each for each in (before, after) if each])
        found += differences(type(row), before, after, names)
    return found


Names = Mapping[str, Mapping[Any, str]]


def names_of(model: type[Model], events: Sequence[Any]) -> Names:
    """For each reference of the model, the names of the rows it ever pointed at."""
    found: dict[str, dict[Any, str]] = {}
    for field in model._meta.concrete_fields:
        target = field.related_model
        if field.is_relation and field.attname not in _SILENT and isinstance(target, type):
            keys = {getattr(event, field.attname) for event in events} - {None}
            if keys:
                bulk = target._default_manager.in_bulk(keys)
                found[field.attname] = {key: str(row) for key, row in bulk.items()}
    return found


def differences(
    model: type[Model], before: Any, after: Any, names: Names
) -> tuple[Difference, ...]:
    """Fields in which two events of one row differ; before None: what it began with."""
    found = []
    for field in model._meta.concrete_fields:
        if field.attname in _SILENT:
            continue
        old = None if before is None else getattr(before, field.attname)
        new = None if after is None else getattr(after, field.attname)
        if old != new and (old or new):
            texts = (_shown(field, old, names), _shown(field, new, names))
            label = _REFERENCES.get(field.attname, field.verbose_name)
            found.append(Difference(field.attname, str(label), *texts))
    return tuple(found)


def _shown(field: Any, value: Any, names: Names) -> str:
    if value is None or value == "":
        return "–"
    if field.attname in names:
        return names[field.attname].get(value, "?")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    # A position: that it moved is told, not from where to where.
    return _("đã đặt") if hasattr(value, "srid") else str(value)


def _reason(said: Mapping[str, Any]) -> str:
    reason = str(said.get("reason", ""))
    return _("Theo tệp của xã") if reason == _IMPORTED else reason


def timeline(parts: Iterable[tuple[type[Model], str | Promise, QuerySet[Any]]]) -> list[Event]:
    """Events of several models as one story, newest first.

    Each part: the tracked model, what to call it, and its events.
    """
    found: list[Event] = []
    for model, what, rows in parts:
        events = list(rows.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id"))
        names = names_of(model, events)
        for before, after in zip([None, *events], events, strict=False):
            same = before is not None and before.pgh_obj_id == after.pgh_obj_id
            changed = differences(model, before if same else None, after, names)
            if changed or after.pgh_label == "delete":
                said = dict(after.pgh_context.metadata) if after.pgh_context else {}
                found.append(
                    Event(
                        at=after.pgh_created_at,
                        key=after.pgh_id,
                        user_id=said.get("user"),
                        reason=_reason(said),
                        what=str(what),
                        label=after.pgh_label,
                        differences=() if after.pgh_label == "delete" else changed,
                    )
                )
    return sorted(found, key=lambda event: (event.at, event.key), reverse=True)
