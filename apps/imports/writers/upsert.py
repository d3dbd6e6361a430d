"""Put rows where they belong: new ones in bulk, changed ones only in what changed."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import models

from apps.imports.ledger import Change, RowOutcome
from apps.imports.wording import words_for

Row = TypeVar("Row", bound=models.Model)

# Degrees: points nearer than about a centimetre, outlines nearer than about a decimetre are the
# same; the same place written in VN-2000 metres and in degrees differs by less.
_SAME_POINT = 1e-7
_SAME_OUTLINE = 1e-6
_BATCH = 1000


def same_value(old: Any, new: Any) -> bool:
    """Whether a stored value already says what a file says."""
    if isinstance(old, GEOSGeometry) and isinstance(new, GEOSGeometry):
        return _same_geometry(old, new)
    if isinstance(old, models.Model) or isinstance(new, models.Model):
        return getattr(old, "pk", None) == getattr(new, "pk", None)
    return bool(old == new)


def _same_geometry(old: GEOSGeometry, new: GEOSGeometry) -> bool:
    if isinstance(old, Point) and isinstance(new, Point):
        return bool(abs(old.x - new.x) < _SAME_POINT and abs(old.y - new.y) < _SAME_POINT)
    if old.equals_exact(new, _SAME_POINT):
        return True
    old_box, new_box = old.extent, new.extent
    if any(abs(a - b) > _SAME_OUTLINE for a, b in zip(old_box, new_box, strict=True)):
        return False
    rim = old.boundary.buffer(_SAME_OUTLINE)
    return bool(
        rim.covers(new.boundary) and new.boundary.buffer(_SAME_OUTLINE).covers(old.boundary)
    )


@dataclass(frozen=True, slots=True)
class Put(Generic[Row]):
    """What became of one row: it, and what in it is new."""

    row: Row
    outcome: RowOutcome
    changes: tuple[Change, ...]


class Upsert(Generic[Row]):
    """Collects the rows of one table; ``flush`` writes them.

    ``existing`` maps a key to the stored row. The same key may come twice: the last one counts.
    """

    def __init__(self, model: type[Row], existing: Mapping[Hashable, Row]) -> None:
        self.model = model
        self.rows: dict[Hashable, Row] = dict(existing)
        self._new: list[Row] = []
        stored = model._meta.concrete_fields
        self._fields = {field.name: field for field in stored}
        self._fields |= {field.attname: field for field in stored}
        self._changed: dict[Hashable, tuple[Row, set[str]]] = {}

    def get(self, key: Hashable) -> Row | None:
        return self.rows.get(key)

    def put(self, key: Hashable, **values: Any) -> Put[Row]:
        """Make the row under ``key`` say ``values``."""
        row = self.rows.get(key)
        if row is None:
            row = self.model(**values)
            self.rows[key] = row
            self._new.append(row)
            changes = self._changes({}, values)
            return Put(row, "new", changes)
        differing = {
            name for name, value in values.items() if not same_value(getattr(row, name), value)
        }
        changes = self._changes(
            {name: getattr(row, name) for name in differing},
            {name: value for name, value in values.items() if name in differing},
        )
        for name in differing:
            setattr(row, name, values[name])
        if differing and row.pk is not None:
            _row, names = self._changed.setdefault(key, (row, set()))
            names.update(differing)
        return Put(row, "changed" if differing else "unchanged", changes)

    def _changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
        fields = self._fields
        return tuple(
            Change(name, words_for(old.get(name), fields[name]), words_for(value, fields[name]))
            for name, value in new.items()
            if value is not None and value != ""
        )

    def flush(self) -> None:
        """Write what is new and what changed."""
        manager = self.model._default_manager
        manager.bulk_create(self._new, batch_size=_BATCH)
        by_fields: dict[frozenset[str], list[Row]] = {}
        for row, names in self._changed.values():
            by_fields.setdefault(frozenset(names), []).append(row)
        for fields, rows in by_fields.items():
            manager.bulk_update(rows, sorted(fields), batch_size=_BATCH)
        self._new.clear()
        self._changed.clear()
