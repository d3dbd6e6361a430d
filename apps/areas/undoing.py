"""Taking back the last edit of a commune's boundaries, out of the history that it left.

Every row that an edit wrote, in whatever app, stands in that app's history under the edit's
context. So nothing needs to know how each app followed: what was inserted is taken away, what was
changed gets its former values, what was deleted comes back. The history keeps both ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pghistory.models
from django.apps import apps
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _

from apps.areas import editing
from apps.areas.editing import Order, brief, drawn_rows
from apps.areas.levels import Level
from apps.areas.models import BoundaryEdit, SelfManagedGroup, Village
from apps.common.errors import DomainError

#: rows changed since that one answer names
MOST_CHANGES = 50


@dataclass(frozen=True, slots=True)
class _Trace:
    """What an edit did to one row: its columns before (None: inserted) and after (None: gone)."""

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


def last_edit(commune: int) -> BoundaryEdit | None:
    """The edit that ``undo`` would take back now."""
    return BoundaryEdit.objects.standing().filter(commune=commune).order_by("-pk").first()


def undo(*, commune: int, edit: int, order: Order) -> dict[str, Any]:
    """Take back ``edit``, the commune's last one that stands, with all that followed from it.

    Raises DomainError ``nothing_to_undo``, ``not_last``, or ``changed_since`` when somebody has
    changed meanwhile what the edit wrote.
    """

    def work() -> dict[str, Any]:
        last = last_edit(commune)
        if last is None:
            raise DomainError("nothing_to_undo", _("Không có thay đổi nào để hoàn tác."))
        if last.pk != edit:
            raise DomainError(
                "not_last",
                _("Đã có thay đổi khác sau đó. Chỉ hoàn tác được thay đổi gần nhất."),
                status=409,
                detail={"last": {"id": last.pk, "kind": last.kind}},
            )
        traces = [trace for model in _event_models() for trace in _traces(model, last.history)]
        _require_untouched(traces)
        _take_back(traces)
        return _told(traces, order)

    return editing.carry_out(
        order, commune=commune, kind=BoundaryEdit.Kind.UNDONE, work=work, undoes=edit
    )


def _event_models() -> Iterator[Any]:
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) and hasattr(model, "pgh_context"):
            yield model


def _columns(tracked: type[models.Model]) -> list[str]:
    return [field.attname for field in tracked._meta.concrete_fields if not field.generated]


def _traces(event_model: Any, history: UUID) -> list[_Trace]:
    tracked = event_model.pgh_tracked_model
    columns = [
        name
        for name in _columns(tracked)
        if any(field.attname == name for field in event_model._meta.concrete_fields)
    ]
    rows = event_model._default_manager.order_by("pgh_id").values("pgh_id", "pgh_label", *columns)
    written: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(pgh_context_id=history):
        written[row["id"]].append(row)
    if not written:
        return []
    earlier = _states_before(event_model, history, written, columns)
    return [
        _Trace(
            tracked,
            pk,
            None if steps[0]["pgh_label"] == "insert" else earlier.get(pk, {}),
            None if steps[-1]["pgh_label"] == "delete" else _only(steps[-1], columns),
        )
        for pk, steps in written.items()
    ]


def _only(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


def _states_before(
    event_model: Any, history: UUID, written: dict[Any, list[dict[str, Any]]], columns: list[str]
) -> dict[Any, dict[str, Any]]:
    """The rows as they stood before the edit.

    The edit held a lock on each row from its first change to its end, so nobody else's change of
    that row lies between its own.
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


def _require_untouched(traces: list[_Trace]) -> None:
    """Every column that the edit wrote still holds what it wrote; and lock the rows."""
    touched: list[tuple[str, Any]] = []
    by_model: dict[type[models.Model], list[_Trace]] = defaultdict(list)
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


def _moved(trace: _Trace, now: dict[Any, dict[str, Any]]) -> bool:
    if trace.after is None:
        return False
    row = now.get(trace.pk)
    if row is None or trace.before == {}:
        return True
    columns = trace.after if trace.before is None else trace.changed
    return any(not _same(row[name], trace.after[name]) for name in columns)


def _take_back(traces: list[_Trace]) -> None:
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


def _restore(traces: list[_Trace]) -> None:
    """Rows that get the same values together: a thousand households move in a few statements."""
    alike: dict[tuple[Any, ...], tuple[dict[str, Any], list[_Trace]]] = {}
    for trace in traces:
        values = _only(trace.before or {}, trace.changed)
        key = (trace.model, *((name, str(value)) for name, value in values.items()))
        alike.setdefault(key, (values, []))[1].append(trace)
    for values, rows in alike.values():
        if values:
            keys = [trace.pk for trace in rows]
            rows[0].model._default_manager.filter(pk__in=keys).update(**values)


def _told(traces: list[_Trace], order: Order) -> dict[str, Any]:
    units = []
    for level, model in ((Level.VILLAGE, Village), (Level.GROUP, SelfManagedGroup)):
        keys = [trace.pk for trace in traces if trace.model is model]
        units += [brief(unit) for unit in drawn_rows(level, order.actor).filter(pk__in=keys)]
    homes = sum(trace.model._meta.model_name == "household" for trace in traces)
    return {"units": units, "households_moved": homes}
