"""How many of those who can be are in charge of somebody (domain, "Assignment")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import QuerySet

from apps.accounts.actor import Actor
from apps.assignments.plans.expressions import carries
from apps.people.capacities import is_assigned
from apps.people.models import Membership


@dataclass(frozen=True, slots=True)
class Rate:
    """Members of an area; ``excused``: of kinds that are assigned no households, by the
    regulations or by the commune's own rule.
    """

    members: int
    excused: int
    assigned: int

    def __add__(self, other: Self) -> Rate:
        return Rate(
            self.members + other.members,
            self.excused + other.excused,
            self.assigned + other.assigned,
        )

    @property
    def assignable(self) -> int:
        return self.members - self.excused

    @property
    def percent(self) -> int | None:
        """Assigned of the assignable, rounded; None where there is nobody to assign."""
        if not self.assignable:
            return None
        return round(100 * self.assigned / self.assignable)


def assignment_rate(
    actor: Actor, *, at: date, commune: int | None = None, cell: int | None = None
) -> Rate:
    """Of the members that the actor sees, in one commune or one cell."""
    rows = Membership.objects.visible_to(actor).in_force(at=at)
    if commune is not None:
        rows = rows.filter(cell__commune=commune)
    if cell is not None:
        rows = rows.filter(cell=cell)
    return sum(rates_by_cell(rows, at=at).values(), Rate(0, 0, 0))


def rates_by_cell(rows: QuerySet[Membership], *, at: date) -> dict[int, Rate]:
    """Of these memberships, by the keys of their cells; one query."""
    asked = rows.annotate(able=is_assigned(), carries=carries(at)).order_by()
    told = asked.values_list("pk", "cell_id", "able", "carries").distinct()
    found: dict[int, Rate] = {}
    for _pk, cell, able, carrying in told:
        one = Rate(1, int(not able), int(able and carrying))
        found[cell] = found.get(cell, Rate(0, 0, 0)) + one
    return found
