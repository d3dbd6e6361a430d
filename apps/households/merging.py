"""Two entries of one household become one, and the one taken for a double stays readable.

The double leaves on the day of the merge and never counts from then. What hangs on it in apps above
goes to the one that is kept: those apps subscribe to ``households_merged`` and write in the same
transaction and under the same context of history, so that ``unmerging`` can take all of it back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import pghistory
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, Func
from django.dispatch import Signal
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.orders import REASON_LENGTH
from apps.accounts.roles import Role
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.households.joining import join_members
from apps.households.models import Household, HouseholdMerge, LeavingReason
from apps.households.signals import households_to_hold
from apps.households.versions import require_version

#: who looks through the doubles of a commune
DOUBLES_ROLES: Final = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})
KEPT, DOUBLE = "kept", "double"
#: What is chosen together → its columns. Codes and villages are not chosen: who wants the other's
#: keeps the other.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "head_name": ("head_name",),
    "head_birth_year": ("head_birth_year",),
    "size": ("size",),
    "phone": ("phone",),
    "address": ("address",),
    "poverty": ("poverty_status", "poverty_decision_number", "poverty_decision_date"),
    "policy": ("is_policy_family", "policy_decision_number", "policy_decision_date"),
    "position": ("position", "position_source", "position_accuracy", "position_missing"),
    "moved_in_on": ("moved_in_on",),
}


@dataclass(frozen=True, slots=True)
class Merger:
    """Which of two is kept, and of which each value is taken (``CHOICES``; the kept one's if none
    is named). ``versions`` are those of the kept one and the double that the user saw.
    """

    kept: int
    double: int
    versions: tuple[int, int]
    choices: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What apps above hear: all that is tied to ``double`` is ``kept``'s from the day ``at``."""

    kept: int
    double: int
    at: date


#: sent with ``merged=Merged``; a receiver answers with counts for the user, or None
households_merged = Signal()

# Constraint of an app above → what to tell the user when a merge breaks it.
_refusals: dict[str, Callable[[], str]] = {}


def register_refusal(constraint: str, message: Callable[[], str]) -> None:
    """What a merge says when the database refuses it by ``constraint``."""
    _refusals[constraint] = message


def merge(*, actor: Actor, key: UUID, merger: Merger, now: datetime) -> Answer:
    """Make one household of two; keys and counts of what moved.

    Said twice it happens once. Raises DomainError 404 outside the actor's communes, 409 when one
    of the two has changed, has left, or is merged already.
    """
    _check(merger)

    def work() -> Answer:
        kept, double = _locked(actor, merger)
        at = clock.local_day(now)
        with (
            _explained(),
            pghistory.context(user=actor.user_id, reason=merger.reason, merge=str(key)) as history,
        ):
            counts = _carry_out(kept, double, merger.choices, at)
            row = HouseholdMerge.objects.create(
                key=key,
                commune_id=kept.commune_id,
                kept=kept,
                double=double,
                reason=merger.reason,
                merged_by_id=actor.user_id,
                merged_at=now,
                context=history.id,
            )
        return {"merge": row.pk, "kept": kept.pk, "double": double.pk, **counts}

    body = {"verb": "merge", **asdict(merger)}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _check(merger: Merger) -> None:
    if merger.kept == merger.double:
        raise DomainError("same_household", _("Hãy chọn hai hộ khác nhau."))
    if not merger.reason.strip():
        raise DomainError("no_reason", _("Hãy ghi lý do gộp."))
    if len(merger.reason) > REASON_LENGTH:
        raise DomainError("reason_too_long", _("Lý do dài quá 300 ký tự."))
    if set(merger.choices) - set(CHOICES) or set(merger.choices.values()) - {KEPT, DOUBLE}:
        raise DomainError("bad_choice", _("Hãy chọn lại giá trị cần giữ ở từng mục."))


def _locked(actor: Actor, merger: Merger) -> tuple[Household, Household]:
    """The two for changing, locked in the order of their keys so that nobody waits in a circle."""
    rows = Household.objects.reached_by(actor, DOUBLES_ROLES)
    rows = rows.filter(pk__in=(merger.kept, merger.double)).order_by("pk")
    households_to_hold.send(None, households=list(rows.values_list("pk", flat=True)))
    found = rows.select_for_update().in_bulk()
    if len(found) < 2:
        raise not_found()
    kept, double = found[merger.kept], found[merger.double]
    if kept.commune_id != double.commune_id:
        raise DomainError("two_communes", _("Chỉ gộp được hai hộ cùng một xã."))
    for household in (kept, double):
        if household.merged_into_id is not None:
            raise DomainError(
                "merged_already",
                _("Hộ %(code)s đã được gộp vào hộ khác.") % {"code": household.code},
                status=409,
            )
        if household.left_on is not None:
            raise DomainError(
                "has_left",
                _("Hộ %(code)s đã chuyển đi, không gộp được.") % {"code": household.code},
                status=409,
            )
    for household, version in zip((kept, double), merger.versions, strict=True):
        require_version(household, version)
    return kept, double


@contextmanager
def _explained() -> Iterator[None]:
    """What the database refuses, in words, where some app has words for it."""
    try:
        with transaction.atomic():
            yield
            with connection.cursor() as cursor:
                # Rules checked at the end of a transaction speak up here, where they are heard.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        message = _refusals.get(getattr(diagnosis, "constraint_name", None) or "")
        if message is None:
            raise
        raise DomainError("merge_refused", message(), status=409) from error


def _carry_out(
    kept: Household, double: Household, choices: Mapping[str, str], at: date
) -> dict[str, Any]:
    _end(double, into=kept, at=at)
    taken = [
        column for name, whose in choices.items() if whose == DOUBLE for column in CHOICES[name]
    ]
    for column in taken:
        setattr(kept, column, getattr(double, column))
    if taken:
        kept.save(update_fields=taken)
    counts: dict[str, Any] = {"members": join_members(kept=kept.pk, double=double.pk, at=at)}
    said: list[tuple[Any, Any]] = households_merged.send(
        sender=None, merged=Merged(kept.pk, double.pk, at)
    )
    for _receiver, answer in said:
        counts |= answer or {}
    return counts


def _end(double: Household, *, into: Household, at: date) -> None:
    # Who was to move in later never did.
    double.left_on = max(at, double.moved_in_on or at)
    double.left_reason = LeavingReason.DOUBLE
    double.merged_into = into
    double.save(update_fields=["left_on", "left_reason", "merged_into"])


_DOUBLES = """
WITH RECURSIVE tied AS (
    SELECT id FROM households_household WHERE id = ANY (%s)
    UNION
    SELECT home.id FROM households_household AS home JOIN tied ON home.merged_into_id = tied.id
) SELECT id FROM tied ORDER BY id
"""
_KEPT = """
WITH RECURSIVE led AS (
    SELECT id, merged_into_id FROM households_household WHERE id = %s
    UNION
    SELECT home.id, home.merged_into_id
    FROM households_household AS home JOIN led ON home.id = led.merged_into_id
) SELECT id FROM led WHERE merged_into_id IS NULL
"""


class KeptKey(Func):
    """Of an entry's key (an expression): ``kept_key``, in SQL."""

    template = f"({_KEPT % '%(expressions)s'})"
    output_field = BigIntegerField()


def merged_ids(household: Household) -> list[int]:
    """Keys of the household and of all its doubles: whose histories make up its own."""
    return doubles_of([household.pk])


def doubles_of(keys: Collection[int]) -> list[int]:
    """``keys`` and the keys of all that were merged into them, at whatever remove."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, [list(keys)])
        return [key for (key,) in cursor.fetchall()]


def entries_of(key: int) -> list[int]:
    """Keys of all entries of one household, whichever of them ``key`` is."""
    return doubles_of([kept_key(key)])


def kept_key(key: int) -> int:
    """Where the entry ``key`` leads: to the household it was merged into, else to itself."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [key])
        row = cursor.fetchone()
    return key if row is None else int(row[0])
