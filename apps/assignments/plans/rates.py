"""How many of those who can be are in charge of somebody (domain, "Assignment")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from apps.accounts.actor import Actor
from apps.assignments.plans.expressions import carries
from apps.people.kinds import NOT_ASSIGNABLE
from apps.people.models import Membership


@dataclass(frozen=True, slots=True)
class Rate:
    """Members of an area; ``excused``: of kinds that are assigned no households."""

    members: int
    excused: int
    assigned: int

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
    told = list(rows.annotate(carries=carries(at)).values_list("pk", "kind", "carries"))
    excused = [row for row in told if row[1] in NOT_ASSIGNABLE]
    assigned = [row for row in told if row[1] not in NOT_ASSIGNABLE and row[2]]
    return Rate(members=len(told), excused=len(excused), assigned=len(assigned))
