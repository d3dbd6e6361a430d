"""Which households were supported, for the rules that look for those who were not."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from apps.issues.models import HouseholdSupport


def supported_between(since: date, at: date) -> Q:
    """The condition that a household was given something from ``since`` up to ``at``."""
    given = HouseholdSupport.objects.filter(given_on__range=(since, at))
    return Q(pk__in=given.values("household"))
