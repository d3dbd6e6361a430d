"""What every change of boundaries shares: the order, locks, versions, the written record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.areas.levels import DrawnUnit, Level, unit_model
from apps.areas.models import BoundaryEdit, Commune, SelfManagedGroup, Village
from apps.areas.versions import changes_since, version_of
from apps.common import clock
from apps.common.errors import DomainError
from apps.common.errors import not_found as not_found

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Order:
    """Who orders a change, from which day ``at`` it holds, why, and when it was said (``now``).

    ``key`` and ``digest`` are the sender's: the same key with the same digest is the same order.
    """

    actor: Actor
    at: date
    reason: str
    now: datetime
    key: UUID
    digest: str = ""

    @property
    def today(self) -> date:
        return clock.local_day(self.now)


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _user(order: Order) -> int:
    if order.actor.user_id is None:
        raise DomainError("unknown_actor", _("Hãy đăng nhập."), status=403)
    return order.actor.user_id


def _check_order(order: Order) -> None:
    _user(order)
    if not order.reason.strip():
        raise DomainError("no_reason", _("Hãy ghi lý do hoặc số văn bản."))
    if len(order.reason) > REASON_LENGTH:
        raise DomainError("reason_too_long", _("Lý do dài quá 500 ký tự."))
    if order.at > order.today:
        # A household lives in one unit at a time: nothing can be moved ahead of its day.
        raise DomainError(
            "not_yet", _("Ngày hiệu lực chưa tới. Hãy lưu khi quyết định đã có hiệu lực.")
        )


def carry_out(
    order: Order,
    *,
    commune: int,
    kind: BoundaryEdit.Kind,
    work: Callable[[], dict[str, Any]],
    undoes: int | None = None,
) -> dict[str, Any]:
    """Do ``work`` once, alone in its commune, in one transaction and under the order's name.

    The same order again does nothing and gets the first answer. Raises DomainError 404 outside
    the actor's communes, 409 when the key was used for something else.
    """
    _check_order(order)
    try:
        with transaction.atomic():
            if not Commune.objects.drawn_by(order.actor).filter(pk=commune).hold():
                raise not_found()
            earlier = _earlier_answer(order)
            if earlier is not None:
                return earlier
            with pghistory.context(
                user=order.actor.user_id, reason=order.reason, edit=str(order.key)
            ) as history:
                answer = work()
            edit = BoundaryEdit.objects.create(
                client_uuid=order.key,
                body_sha256=order.digest,
                user_id=_user(order),
                commune_id=commune,
                kind=kind,
                reason=order.reason,
                happened_on=order.at,
                written_at=order.now,
                answer=answer,
                history=history.id,
                undoes_id=undoes,
            )
            return answer_of(edit)
    except IntegrityError:
        # Two requests with one key in two communes: the second waited for nobody.
        earlier = _earlier_answer(order)
        if earlier is None:
            raise
        return earlier


def _earlier_answer(order: Order) -> dict[str, Any] | None:
    edit = BoundaryEdit.objects.filter(client_uuid=order.key).first()
    if edit is None:
        return None
    if edit.user_id != order.actor.user_id or edit.body_sha256 != order.digest:
        raise DomainError(
            "key_used",
            _("Yêu cầu này trùng mã với một yêu cầu khác. Hãy tải lại trang."),
            status=409,
        )
    return answer_of(edit)


def answer_of(edit: BoundaryEdit) -> dict[str, Any]:
    """What whoever ordered an edit is told, the first time and every time."""
    head = {"id": edit.pk, "kind": edit.kind, "at": edit.happened_on.isoformat()}
    return {"edit": head, **edit.answer}


def drawn_rows(level: Level, actor: Actor) -> Any:
    """The units of a level inside the actor's communes, in force or not."""
    if level is Level.GROUP:
        return SelfManagedGroup.objects.drawn_by(actor).select_related("village")
    return Village.objects.drawn_by(actor)


def find_unit(level: Level, pk: int, *, actor: Actor, today: date) -> DrawnUnit:
    """The unit in force today inside the actor's communes; DomainError 404 or 409."""
    unit: DrawnUnit | None = drawn_rows(level, actor).filter(pk=pk).first()
    if unit is None:
        raise not_found()
    _check_in_force(unit, today)
    return unit


def locked_unit(level: Level, pk: int, version: int, order: Order) -> DrawnUnit:
    """The unit for changing, if it still is what the user saw; DomainError 404 or 409.

    ``version`` is that of ``versions.version_of`` when the user read it.
    """
    rows = drawn_rows(level, order.actor).select_for_update(of=("self",))
    unit: DrawnUnit | None = rows.filter(pk=pk).first()
    if unit is None:
        raise not_found()
    _check_in_force(unit, order.today)
    current = version_of(level, pk)
    if current != version:
        raise DomainError(
            "stale",
            _("%(name)s đã được người khác sửa sau khi bạn mở. Chưa có gì bị ghi đè.")
            % {"name": unit.name},
            status=409,
            detail={
                "unit": {**brief(unit), "outline": json.loads(unit.geom.geojson)},
                "changes": changes_since(level, pk, version),
            },
        )
    return unit


def locked_units(level: Level, versions: Mapping[int, int], order: Order) -> dict[int, DrawnUnit]:
    """Several units, locked in the order of their keys so that nobody waits in a circle."""
    return {pk: locked_unit(level, pk, versions[pk], order) for pk in sorted(versions)}


def _check_in_force(unit: DrawnUnit, today: date) -> None:
    if unit.valid_to is not None and unit.valid_to <= today:
        raise DomainError(
            "ended",
            _("%(name)s đã hết hiệu lực từ %(day)s.")
            % {"name": unit.name, "day": _shown(unit.valid_to)},
            status=409,
        )
    if unit.valid_from is not None and unit.valid_from > today:
        raise DomainError(
            "not_begun",
            _("%(name)s chưa có hiệu lực, tới %(day)s mới có.")
            % {"name": unit.name, "day": _shown(unit.valid_from)},
            status=409,
        )


def end_units(units: Iterable[DrawnUnit], order: Order) -> None:
    """The units end with the day before ``order.at``; nothing of them is deleted."""
    for unit in units:
        if unit.valid_from is not None and unit.valid_from >= order.at:
            raise DomainError(
                "too_early",
                _("%(name)s mới có từ %(day)s; ngày hiệu lực phải sau ngày đó.")
                % {"name": unit.name, "day": _shown(unit.valid_from)},
            )
        unit.valid_to = order.at
        unit.save(update_fields=["valid_to"])


def check_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise DomainError("bad_name", _("Tên phải có từ 1 đến 120 ký tự."))
    return name


def free_code(level: Level, parent: int, wanted: str, length: int) -> str:
    """``wanted``, or the next free code like it; codes of ended units are never given again."""
    field = "commune" if level is Level.VILLAGE else "village"
    rows = unit_model(level)._default_manager.filter(**{field: parent})
    taken = set(rows.values_list("code", flat=True))
    code, n = wanted[:length], 1
    while code in taken:
        n += 1
        code = f"{wanted[: length - 4]}-{n}"
    return code


def check_code(level: Level, parent: int, code: str, length: int) -> str:
    """A code somebody chose: short enough and not taken."""
    code = code.strip()
    if not code or len(code) > length:
        raise DomainError("bad_code", _("Mã phải có từ 1 đến %(n)s ký tự.") % {"n": length})
    if free_code(level, parent, code, length) != code:
        raise DomainError("code_taken", _("Mã %(code)s đã dùng cho đơn vị khác.") % {"code": code})
    return code


def brief(unit: DrawnUnit) -> dict[str, Any]:
    """A unit in an answer: key, level, code, name and version as it is now."""
    level = Level.VILLAGE if isinstance(unit, Village) else Level.GROUP
    return {
        "level": level.value,
        "id": unit.pk,
        "code": unit.code,
        "name": unit.name,
        "version": version_of(level, unit.pk),
    }
