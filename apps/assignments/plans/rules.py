"""A commune's rule for assignments, with its defaults where a commune has set nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.accounts.orders import Order
from apps.areas.models import Commune
from apps.assignments.plans.models import AssignmentRule
from apps.assignments.plans.orders import carry_out
from apps.common.errors import DomainError, not_found
from apps.people.querysets import edited_communes

#: what of a rule is set, with the least and the most it may be
BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "max_metres": (100, 50_000),
    "change_metres": (0, 50_000),
    "unassigned_metres": (0, 1_000_000),
    "poor_weight": (1, 10),
    "fair_percent": (0, 100),
    "weak_percent": (0, 100),
    "post_percent": (0, 100),
    "officer_groups": (1, 30),
    "committee_villages": (1, 30),
}
_MAY_BE_EMPTY: Final = "unassigned_metres"

Values = Mapping[str, int | None]


def rules_of(commune_ids: Iterable[int]) -> dict[int, AssignmentRule]:
    """The rule of each commune; an unsaved default where none is kept."""
    wanted = set(commune_ids)
    rules = {rule.commune_id: rule for rule in AssignmentRule.objects.filter(commune__in=wanted)}
    return {pk: rules.get(pk) or AssignmentRule(commune_id=pk) for pk in wanted}


def rule_of(commune_id: int) -> AssignmentRule:
    return rules_of([commune_id])[commune_id]


def values_of(rule: AssignmentRule) -> dict[str, int | None]:
    return {name: getattr(rule, name) for name in BOUNDS}


def save_rule(*, commune: int, seen: Values, values: Values, order: Order) -> Answer:
    """Put another rule in force; ``seen`` is the one it was changed from.

    Raises DomainError 404 outside the communes the actor edits, 409 ``stale`` when somebody else
    changed it meanwhile, ``invalid`` with the field to blame.
    """
    check_values(values)

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        Commune.objects.select_for_update(no_key=True).get(pk=commune)
        rule = rule_of(commune)
        present = values_of(rule)
        if present != dict(seen):
            raise DomainError(
                "stale",
                _("Người khác đã sửa quy định sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
                status=409,
                detail={"rule": present},
            )
        if present != dict(values):
            _write(rule, values)
        return {"commune": commune}

    body = {"verb": "save_assignment_rule", "commune": commune, "seen": dict(seen)}
    return carry_out(order, body=body | {"values": dict(values)}, work=work)


@transaction.atomic
def _write(rule: AssignmentRule, values: Values) -> None:
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()


def check_values(values: Values) -> None:
    """DomainError ``invalid`` with the field that is out of its bounds."""
    for name, (least, most) in BOUNDS.items():
        value = values.get(name)
        if value is None and name == _MAY_BE_EMPTY:
            continue
        if value is None or not least <= value <= most:
            raise _invalid(name, _("Hãy ghi số từ %(a)s đến %(b)s.") % {"a": least, "b": most})
    if (values["weak_percent"] or 0) > (values["fair_percent"] or 0):
        raise _invalid(
            "weak_percent", _("Sức khoẻ yếu không thể nhận nhiều hộ hơn sức khoẻ trung bình.")
        )


def _invalid(field: str, message: str) -> DomainError:
    return DomainError("invalid", message, status=422, detail={"field": field})
