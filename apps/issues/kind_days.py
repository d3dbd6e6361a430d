"""Within how many days a commune wants issues of each kind answered, and how it changes that.

Other days count for what is reported from then on: what a household was told stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.accounts.orders import Order, carry_out
from apps.areas.models import Commune
from apps.common.errors import DomainError, not_found
from apps.issues.kinds import CURRENT, IssueKind
from apps.issues.models import KindDeadline
from apps.people.querysets import edited_communes

FEWEST_DAYS: Final = 1
MOST_DAYS: Final = 365
Days = dict[str, int]


def kind_days(commune: int) -> Days:
    """Days in all for each kind, the default where the commune has set nothing."""
    rows = KindDeadline.objects.filter(commune=commune).values_list("kind", "days")
    return {kind.value: CURRENT[kind].answer_days for kind in IssueKind} | dict(rows)


def save_kind_days(
    *, commune: int, seen: Mapping[str, int], days: Mapping[str, int | None], order: Order
) -> Answer:
    """Set the days of the kinds in ``days``; the others stay. ``seen``: what those were before.

    None: as the software proposes, now and when it proposes something else.

    Raises DomainError 404 outside the actor's communes, 409 ``stale`` when somebody has changed
    one of them since, 422 for what no kind or no such number is.
    """
    if not days or any(kind not in IssueKind.values for kind in days):
        raise _wrong()
    said = [number for number in days.values() if number is not None]
    if any(not FEWEST_DAYS <= number <= MOST_DAYS for number in said):
        raise _wrong()

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        # One change of a commune's days at a time.
        Commune.objects.select_for_update(no_key=True).get(pk=commune)
        before = kind_days(commune)
        if any(before[kind] != seen.get(kind) for kind in days):
            raise DomainError(
                "stale",
                _("Người khác đã sửa thời hạn sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
                status=409,
                detail={"days": before},
            )
        for kind, number in sorted(days.items()):
            _set(commune, kind, number)
        return {"commune": commune, "days": kind_days(commune)}

    body = {"verb": "save_kind_days", "commune": commune, "seen": dict(seen), "days": dict(days)}
    return carry_out(order, body=body, work=work, refusal=_unforeseen)


def _set(commune: int, kind: str, number: int | None) -> None:
    if number is None:
        KindDeadline.objects.filter(commune=commune, kind=kind).delete()
        return
    KindDeadline.objects.update_or_create(commune_id=commune, kind=kind, defaults={"days": number})


def _unforeseen(error: IntegrityError) -> DomainError | None:
    return None


def _wrong() -> DomainError:
    return DomainError(
        "wrong_days",
        _("Số ngày của mỗi loại phải từ %(fewest)d đến %(most)d.")
        % {"fewest": FEWEST_DAYS, "most": MOST_DAYS},
        status=422,
        detail={"field": "days"},
    )
