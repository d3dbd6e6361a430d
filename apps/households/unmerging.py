"""Taking a merge back, out of the histories, as long as nothing was written on top of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.orders import REASON_LENGTH
from apps.common import takeback
from apps.common.errors import DomainError, not_found
from apps.households.merging import DOUBLES_ROLES
from apps.households.models import Household, HouseholdMerge
from apps.households.signals import households_to_hold

# Name of a model → given keys of its rows, what to call each. Apps above add theirs.
Teller = Callable[[list[Any]], list[str]]
_tellers: dict[str, Teller] = {}


def register_teller(model: str, teller: Teller) -> None:
    """How rows of ``model`` that changed since are told to the user; never a name or a note."""
    _tellers[model] = teller


def unmerge(*, actor: Actor, key: UUID, merge: int, reason: str, now: datetime) -> Answer:
    """Make two of one again, each with what it had; keys of the two.

    What was written for the kept one since then stays with it. Raises DomainError 404 outside the
    actor's communes, 409 ``undone_already``, or ``changed_since`` with what changed in words.
    """
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise DomainError("no_reason", _("Hãy ghi lý do tách lại (tối đa 300 ký tự)."))

    def work() -> Answer:
        row, history = _locked(actor, merge)
        with pghistory.context(user=actor.user_id, reason=reason, unmerge=str(key)):
            _take_back(history)
            row.undone_at = now
            row.undone_by_id = actor.user_id
            row.undone_reason = reason
            row.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        return {"merge": row.pk, "kept": row.kept_id, "double": row.double_id}

    body = {"verb": "unmerge", "merge": merge, "reason": reason}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _locked(actor: Actor, merge: int) -> tuple[HouseholdMerge, Any]:
    """The merge and the context of its history, with nobody else at them."""
    row = HouseholdMerge.objects.visible_to(actor).filter(pk=merge).first()
    if row is None:
        raise not_found()
    both = Household.objects.reached_by(actor, DOUBLES_ROLES).filter(
        pk__in=(row.kept_id, row.double_id)
    )
    households_to_hold.send(None, households=list(both.order_by("pk").values_list("pk", flat=True)))
    # The households first, in the order of their keys, as a merge locks them.
    if len(both.select_for_update().order_by("pk")) < 2:
        raise not_found()
    row = HouseholdMerge.objects.select_for_update().get(pk=merge)
    if row.undone_at is not None or row.context is None:
        raise DomainError("undone_already", _("Lần gộp này đã được tách lại rồi."), status=409)
    return row, row.context


def _take_back(history: Any) -> None:
    try:
        takeback.take_back(takeback.traces(history, but=(HouseholdMerge,)))
    except DomainError as error:
        changes = told(error.detail.get("changes", []))
        raise DomainError(
            error.code,
            _("Không tách lại được, vì sau khi gộp đã thay đổi: %(what)s.")
            % {"what": "; ".join(changes) or _("dữ liệu gắn với hộ này")},
            status=error.status,
            detail={"changes": changes},
        ) from error


def told(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Rows changed since, in words: "lần nắm tình hình ngày 03/11/2026"."""
    by_model: dict[str, list[Any]] = defaultdict(list)
    for change in changes:
        by_model[change["what"]].append(change["id"])
    words: list[str] = []
    for model, keys in by_model.items():
        words += _tellers.get(model, _count)(keys)
    return words


def _count(keys: list[Any]) -> list[str]:
    text = ngettext("%(n)d dòng dữ liệu khác", "%(n)d dòng dữ liệu khác", len(keys))
    return [text % {"n": len(keys)}]


def tell_households(keys: list[Any]) -> list[str]:
    codes = Household.objects.filter(pk__in=keys).order_by("pk").values_list("code", flat=True)
    return [_("hộ %(code)s") % {"code": code} for code in codes]


def tell_members(keys: list[Any]) -> list[str]:
    text = ngettext("%(n)d nhân khẩu", "%(n)d nhân khẩu", len(keys))
    return [text % {"n": len(keys)}]
