"""The reach that assignments give, for ``accounts.reach``."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from apps.accounts.actor import Grant
from apps.accounts.roles import AreaKind, Role
from apps.assignments.models import Tier
from apps.common.clock import local_day

_GRANTS = {
    Tier.COMMITTEE: (Role.COMMITTEE_MEMBER, AreaKind.VILLAGE),
    Tier.OFFICER: (Role.GROUP_OFFICER, AreaKind.GROUP),
    Tier.HOUSEHOLD: (Role.MEMBER_IN_CHARGE, AreaKind.HOUSEHOLD),
}
# An assignment has one of the three keys, by its tier. In SQL for the reason told in people.reach.
_ASSIGNMENTS = """
SELECT tier, coalesce(household_id, group_id, village_id) FROM assignments_assignment
WHERE person_id = %s AND period @> %s::date
"""

# For accounts.reach: all that is read above, in one value (see people.reach).
TRACE = """
SELECT bit_xor(hash_record_extended((charge.xmin, charge.ctid), 0))
FROM assignments_assignment AS charge
WHERE charge.person_id = person.id
"""


def assignment_grants(person_id: int, at: datetime) -> Iterable[Grant]:
    """Grants of the assignments in force at the moment ``at``."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGNMENTS, [person_id, local_day(at)])
        rows = cursor.fetchall()
    for tier, key in rows:
        role, area = _GRANTS[Tier(tier)]
        yield Grant(role, area, key)
