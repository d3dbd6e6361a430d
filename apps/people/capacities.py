"""How many households one person can carry: said of the person, else the commune's rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apps.people.kinds import DEFAULT_HOUSEHOLDS, NOT_ASSIGNABLE, CarrierKind, MemberKind
from apps.people.models import CapacityRule, Membership


@dataclass(frozen=True, slots=True)
class Capacities:
    """A commune's usual numbers, complete: what it has not set has its default."""

    by_kind: dict[str, int]

    def of(self, membership: Membership) -> int:
        """Households this member can carry; 0 where the kind is not assigned any."""
        if membership.kind in NOT_ASSIGNABLE:
            return 0
        if membership.capacity is not None:
            return membership.capacity
        return self.by_kind[membership.kind]

    def assigns(self, membership: Membership) -> bool:
        """Whether this member is given households at all: the kind may be (domain, "People and
        bodies"), and the commune does not say 0 of it, or says a number of the person.
        """
        if membership.kind in NOT_ASSIGNABLE:
            return False
        return membership.capacity is not None or self.by_kind[membership.kind] > 0

    @property
    def of_worker(self) -> int:
        """Households a village worker can carry who is no member."""
        return self.by_kind[CarrierKind.VILLAGE_WORKER]


def is_assigned() -> Q:
    """For memberships: ``Capacities.assigns`` in SQL. Defaults are all above 0."""
    nothing = CapacityRule.objects.filter(
        commune=OuterRef("cell__commune"), kind=OuterRef("kind"), households=0
    )
    return ~Q(kind__in=NOT_ASSIGNABLE) & (Q(capacity__isnull=False) | Q(~Exists(nothing)))


def capacities_of(commune_ids: Iterable[int]) -> dict[int, Capacities]:
    """The usual numbers of each commune, in one query."""
    wanted = set(commune_ids)
    found: dict[int, dict[str, int]] = {pk: dict(DEFAULT_HOUSEHOLDS) for pk in wanted}
    for rule in CapacityRule.objects.filter(commune__in=wanted):
        found[rule.commune_id][rule.kind] = rule.households
    return {pk: Capacities(by_kind) for pk, by_kind in found.items()}


def capacity_of(membership: Membership) -> int:
    """Households this one member can carry; for many members ask ``capacities_of`` once."""
    commune = membership.cell.commune_id
    return capacities_of([commune])[commune].of(membership)


def is_assignable(kind: str) -> bool:
    """Whether members of this kind are assigned households (domain, "People and bodies")."""
    return MemberKind(kind) not in NOT_ASSIGNABLE
