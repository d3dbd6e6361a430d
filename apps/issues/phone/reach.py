"""What was true when the phone wrote it down: whoever was relieved since was in charge then."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household
from apps.issues.levels import Level

_LEVEL_OF_TIER = {Tier.HOUSEHOLD: Level.MEMBER, Tier.OFFICER: Level.OFFICER}


def levels_then(actor: Actor, home: Household, day: date) -> frozenset[Level]:
    """The levels at which the actor's assignments had them sit for the household on ``day``."""
    if actor.person_id is None:
        return frozenset()
    about = Q(tier=Tier.HOUSEHOLD, household=home)
    # Nobody's charge is rewritten when a household is found to be a double.
    about |= Q(tier=Tier.HOUSEHOLD, household__merged_into=home)
    if home.group_id is not None:
        about |= Q(tier=Tier.OFFICER, group=home.group_id)
    charges = Assignment.objects.filter(about, person=actor.person_id, period__contains=day)
    return frozenset(_LEVEL_OF_TIER[Tier(tier)] for tier in charges.values_list("tier", flat=True))
