"""How many households people are to carry, as is said: by kind for a commune, and of a member."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.areas.models import Commune
from apps.common.errors import DomainError, not_found
from apps.people.capacities import capacities_of
from apps.people.kinds import MOST_HOUSEHOLDS, CarrierKind, Health
from apps.people.memberships import require_member
from apps.people.models import CapacityRule, Membership
from apps.people.orders import Order, carry_out, locked_person
from apps.people.querysets import edited_communes


def save_capacities(
    *, commune: int, seen: Mapping[str, int], values: Mapping[str, int], order: Order
) -> Answer:
    """Say how many households somebody of each kind carries; ``seen``: what it was changed from.

    Kinds that are not among ``values`` stay. Raises DomainError 404 outside the communes the actor
    edits, 409 ``stale`` when somebody else changed one meanwhile, 422 ``invalid`` with the kind.
    """
    for kind, households in values.items():
        if kind not in CarrierKind.values or not 0 <= households <= MOST_HOUSEHOLDS:
            raise _invalid(kind)

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        Commune.objects.select_for_update(no_key=True).get(pk=commune)
        present = capacities_of([commune])[commune].by_kind
        if present != dict(seen):
            raise DomainError(
                "stale",
                _("Người khác đã sửa quy định sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
                status=409,
                detail={"capacities": present},
            )
        write_capacities(commune, values)
        return {"commune": commune}

    body = {"verb": "save_capacities", "commune": commune, "seen": dict(seen)}
    return carry_out(order, body=body | {"values": dict(values)}, work=work)


@transaction.atomic
def write_capacities(commune: int, values: Mapping[str, int]) -> None:
    """Only what differs is written, so that the history tells what changed."""
    usual = capacities_of([commune])[commune].by_kind
    for kind, households in values.items():
        if kind in CarrierKind.values and usual[kind] != households:
            CapacityRule.objects.update_or_create(
                commune_id=commune, kind=kind, defaults={"households": households}
            )


@dataclass(frozen=True, slots=True)
class Ability:
    """Of one member: ability for the work, and households where a number is said; else None."""

    health: str
    capacity: int | None


def ability_of(membership: Membership) -> Ability:
    return Ability(membership.health, membership.capacity)


def say_ability(*, person: int, seen: Ability, ability: Ability, order: Order) -> Answer:
    """Say what one member can take on; ``seen``: what it was changed from.

    Whoever carries more by now goes on: the plan tells who is over. Raises DomainError 404, 409
    ``no_member`` and ``stale``, 422 ``invalid`` with the field to blame.
    """
    if ability.health not in {"", *Health.values}:
        raise _invalid("health")
    if ability.capacity is not None and not 0 <= ability.capacity <= MOST_HOUSEHOLDS:
        raise _invalid("capacity")

    def work() -> Answer:
        row = locked_person(person, order)
        membership = require_member(row)
        present = ability_of(membership)
        if present != seen:
            raise DomainError(
                "stale",
                _("Người khác đã sửa sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
                status=409,
                detail=asdict(present),
            )
        if present != ability:
            membership.health, membership.capacity = ability.health, ability.capacity
            membership.save(update_fields=["health", "capacity"])
        return {"person": row.pk, **asdict(ability)}

    body = {"verb": "say_ability", "person": person, "seen": asdict(seen)}
    return carry_out(order, body=body | asdict(ability), work=work)


def _invalid(field: str) -> DomainError:
    return DomainError(
        "invalid",
        _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
        status=422,
        detail={"field": field},
    )
