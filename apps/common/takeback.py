"""Taking back what was written under one context of history, in whatever app it was.

Every row that a verb wrote stands in its table's history under the verb's context. So nothing needs
to know how each app followed: what was inserted is taken away, what was changed gets its former
values, what was deleted comes back. The history keeps both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pghistory.models
from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from apps.common.errors import DomainError

#: rows changed since that one answer names
MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class Trace:
    """What was done to one row: its columns before (None: inserted) and after (None: gone)."""

    model: type[models.Model]
    pk: Any
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def changed(self) -> list[str]:
        before, after = self.before or {}, self.after or {}
        return [name for name in before if not _same(before[name], after.get(name))]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, GEOSGeometry) and isinstance(other, GEOSGeometry):
        return bool(one.equals_exact(other))
    return bool(one == other)


Keys = Mapping[type[models.Model], Collection[Any]]


def traces(
    history: UUID, *, but: Collection[type[models.Model]] = (), only: Keys | None = None
) -> list[Trace]:
    """All that was written under the context ``history``; of each table, the last written first.

    Rows of the models in ``but`` are left out: the written record of the verb itself. ``only``
    narrows to these models, and of each to the rows with these keys.
    """
    return [
        trace
        for model in _event_models()
        if model.pgh_tracked_model not in but and (only is None or model.pgh_tracked_model in only)
        for trace in _traces(model, history, only and only[model.pgh_tracked_model])
    ]


def take_back(found: list[Trace]) -> None:
    """Give the rows of ``found`` back what they were; for use inside a transaction.

    Raises DomainError 409 ``changed_since`` when somebody has changed meanwhile what was written,
    or when others hang on what would go; its detail names the rows changed.
    """
    _require_untouched(found)
    _write(found)


def _event_models() -> Iterator[Any]:
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and hasattr(model, "pgh_context"):
            yield model


def _columns(tracked: type[models.Model]) -> list[str]:
    return [field.attname for field in tracked._meta.concrete_fields if not field.generated]


def _traces(event_model: Any, history: UUID, keys: Collection[Any] | None = None) -> list[Trace]:
    tracked = event_model.pgh_tracked_model
    columns = [
        name
        for name in _columns(tracked)
        if any(field.attname == name for field in event_model._meta.concrete_fields)
    ]
    rows = event_model._default_manager.order_by("pgh_id").values("pgh_id", "pgh_label", *columns)
    if keys is not None:
        rows = rows.filter(pgh_obj_id__in=keys)
    written: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(pgh_context_id=history):
        written[row["id"]].append(row)
    if not written:
        return []
    earlier = _states_before(event_model, history, written, columns)
    last_first = sorted(written.items(), key=lambda item: -item[1][-1]["pgh_id"])
    return [
        Trace(
            tracked,
            pk,
            None if steps[0]["pgh_label"] == "insert" else earlier.get(pk, {}),
            None if steps[-1]["pgh_label"] == "delete" else _only(steps[-1], columns),
        )
        for pk, steps in last_first
    ]


def _only(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _states_before(
    event_model: Any, history: UUID, written: dict[Any, list[dict[str, Any]]], columns: list[str]
) -> dict[Any, dict[str, Any]]:
    """The rows as they stood before.

    Whoever wrote held a lock on each row from its first change to its end, so nobody else's change
    of that row lies between.
    """
    newest = max(steps[-1]["pgh_id"] for steps in written.values())
    rows = (
        event_model._default_manager.filter(pgh_obj_id__in=list(written), pgh_id__lt=newest)
        .exclude(pgh_context_id=history)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
        .values(*columns)
    )
    return {row["id"]: _only(row, columns) for row in rows}


def _changed_since(found: Iterable[tuple[str, Any]]) -> DomainError:
    changes = [{"what": what, "id": pk} for what, pk in list(found)[:MOST_CHANGES]]
    return DomainError(
        "changed_since",
        _("Không hoàn tác được: dữ liệu liên quan đã thay đổi sau đó."),
        status=409,
        detail={"changes": changes},
    )


def _require_untouched(traces: list[Trace]) -> None:
    """Every column that was written still holds what was written; and lock the rows."""
    touched: list[tuple[str, Any]] = []
    by_model: dict[type[models.Model], list[Trace]] = defaultdict(list)
    for trace in traces:
        by_model[trace.model].append(trace)
    for model, mine in by_model.items():
        keys = [trace.pk for trace in mine if trace.after is not None]
        rows = model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
        now = {row["id"]: row for row in rows.values(*_columns(model))}
        touched += [
            (model._meta.model_name or "", trace.pk) for trace in mine if _moved(trace, now)
        ]
    if touched:
        raise _changed_since(touched)


def _moved(trace: Trace, now: dict[Any, dict[str, Any]]) -> bool:
    if trace.after is None:
        return False
    row = now.get(trace.pk)
    if row is None or trace.before == {}:
        return True
    columns = trace.after if trace.before is None else trace.changed
    return any(not _same(row[name], trace.after[name]) for name in columns)


def _write(traces: list[Trace]) -> None:
    """Raises DomainError ``changed_since`` when others hang on what would go."""
    try:
        with transaction.atomic():
            # What was added first: it may stand where the former wants to be again.
            for model in {trace.model for trace in traces}:
                _remove(model, [t.pk for t in traces if t.model is model and t.before is None])
            _restore([t for t in traces if t.before and t.after is not None])
            for trace in traces:
                if trace.before and trace.after is None:
                    trace.model(**trace.before).save(force_insert=True)
            with connection.cursor() as cursor:
                # Foreign keys are checked at the end of a transaction; here is the end.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise _changed_since([]) from error


def _remove(model: type[models.Model], keys: list[Any]) -> None:
    if keys:
        # Without looking for dependents: whoever still refers to them is refused by the database.
        rows: Any = model._default_manager.filter(pk__in=keys)
        rows._raw_delete(rows.db)


def _restore(traces: list[Trace]) -> None:
    """Rows that get the same values together: a thousand households move in a few statements.

    What was written last goes back first, so that each step undone finds what it had found.
    """
    alike: dict[tuple[Any, ...], tuple[dict[str, Any], list[Trace]]] = {}
    for trace in traces:
        values = _only(trace.before or {}, trace.changed)
        key = (trace.model, *((name, str(value)) for name, value in values.items()))
        alike.setdefault(key, (values, []))[1].append(trace)
    for values, rows in alike.values():
        if values:
            keys = [trace.pk for trace in rows]
            rows[0].model._default_manager.filter(pk__in=keys).update(**values)
