"""Who may answer for a step: whoever sees the household, by a post or by what is assigned to them.

Nobody else finds the step in their inbox, opens its page or writes its result. The rule is that of
``households.querysets.household_reach``, asked the other way round: not what somebody reaches, but
who reaches this; also of those without a log-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.issues.roadmap.models import RoadStep
from apps.people.kinds import ROLE_OF_POST
from apps.people.models import Person, Post

_POSTS: Final = tuple(kind for kind, role in ROLE_OF_POST.items() if role in HOUSEHOLD_ROLES)
_UNITS: Final = ("village", "group", "commune")


def seeing(people: QuerySet[Person], household: Household, *, at: date) -> QuerySet[Person]:
    """Those of ``people`` who see the household on the day ``at``."""
    # No unit has the key 0; a null would be met by whatever has no group.
    home = {unit: getattr(household, f"{unit}_id") or 0 for unit in _UNITS}
    return people.filter(_sees("pk", {"household": household.pk, **home}, at))


def out_of_sight(steps: QuerySet[RoadStep], *, at: date) -> QuerySet[RoadStep]:
    """Those of ``steps`` whose owner does not see the household on the day ``at``."""
    home = {unit: OuterRef(f"target__household__{unit}") for unit in _UNITS}
    household = OuterRef("target__household")
    return steps.exclude(_sees("owner", {"household": household, **home}, at))


def _sees(person: str, home: Mapping[str, Any], at: date) -> Q:
    """The condition that ``person`` (a column) is assigned the household or its unit, or holds a
    post there.
    """
    charges = Assignment.objects.in_force(at=at).filter(
        Q(household=home["household"]) | Q(group=home["group"]) | Q(village=home["village"]),
        person=OuterRef(person),
    )
    posts = Post.objects.in_force(at=at).filter(
        Q(cell__villages=home["village"]) | Q(village=home["village"]) | Q(commune=home["commune"]),
        person=OuterRef(person),
        kind__in=_POSTS,
    )
    return Q(Exists(charges)) | Q(Exists(posts))
