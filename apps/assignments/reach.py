"""The reach that assignments give, for ``accounts.reach``."""

from collections.abc import Iterable
from datetime import datetime

from apps.accounts.actor import Grant
from apps.accounts.roles import AreaKind, Role
from apps.assignments.models import Assignment, Tier
from apps.common.clock import local_day

_GRANTS = {
    Tier.COMMITTEE: (Role.COMMITTEE_MEMBER, AreaKind.VILLAGE, "village_id"),
    Tier.OFFICER: (Role.GROUP_OFFICER, AreaKind.GROUP, "group_id"),
    Tier.HOUSEHOLD: (Role.MEMBER_IN_CHARGE, AreaKind.HOUSEHOLD, "household_id"),
}


def assignment_grants(person_id: int, at: datetime) -> Iterable[Grant]:
    """Grants of the assignments in force at the moment ``at``."""
    rows = Assignment.objects.in_force(at=local_day(at)).filter(person_id=person_id)
    for row in rows:
        role, area, field = _GRANTS[Tier(row.tier)]
        yield Grant(role, area, getattr(row, field))
