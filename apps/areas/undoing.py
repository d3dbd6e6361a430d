"""Taking back the last edit of a commune's boundaries, out of the history that it left."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from apps.areas import editing
from apps.areas.editing import Order, brief, drawn_rows
from apps.areas.levels import Level
from apps.areas.models import BoundaryEdit, SelfManagedGroup, Village
from apps.common import takeback
from apps.common.errors import DomainError
from apps.common.takeback import Trace


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
        found = takeback.traces(last.history)
        takeback.take_back(found)
        return _told(found, order)

    return editing.carry_out(
        order, commune=commune, kind=BoundaryEdit.Kind.UNDONE, work=work, undoes=edit
    )


def _told(traces: list[Trace], order: Order) -> dict[str, Any]:
    units = []
    for level, model in ((Level.VILLAGE, Village), (Level.GROUP, SelfManagedGroup)):
        keys = [trace.pk for trace in traces if trace.model is model]
        units += [brief(unit) for unit in drawn_rows(level, order.actor).filter(pk__in=keys)]
    homes = sum(trace.model._meta.model_name == "household" for trace in traces)
    return {"units": units, "households_moved": homes}
