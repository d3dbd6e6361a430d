"""Which households a rule speaks of on a day: a query for each kind, within the rule's commune."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q

from apps.assignments.models import Assignment
from apps.households.models import Household, PovertyStatus
from apps.households.querysets import HouseholdQuerySet
from apps.issues.followups import support
from apps.issues.followups.kinds import RuleKind
from apps.issues.followups.models import FollowUpRule
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue
from apps.visits.models import Contact

Homes = HouseholdQuerySet[Household]
_POOR: Final = (PovertyStatus.POOR, PovertyStatus.NEAR_POOR)


def matching(rule: FollowUpRule, *, at: date) -> Homes:
    """Living households of the rule's commune that it speaks of on the day ``at``."""
    rows: Any = Household.objects.filter(commune=rule.commune_id).living(at=at)
    found: Homes = _MATCHES[RuleKind(rule.kind)](rows, rule.number, at)
    return found


def _unmet(rows: Any, days: int, at: date) -> Any:
    """Not contacted for more than ``days`` days; who came later than that is not late yet."""
    since = at - timedelta(days=days)
    met = Contact.objects.filter(household=OuterRef("pk"), day__gte=since)
    return rows.filter(~Exists(met)).filter(_here_since(since))


def _here_since(day: date) -> Q:
    return Q(moved_in_on__isnull=True) | Q(moved_in_on__lt=day)


def _poor_unmet(rows: Any, days: int, at: date) -> Any:
    return _unmet(rows.filter(poverty_status__in=_POOR), days, at)


def _escaped_unmet(rows: Any, days: int, at: date) -> Any:
    return _unmet(rows.filter(poverty_status=PovertyStatus.ESCAPED), days, at)


def _unsupported(rows: Any, days: int, at: date) -> Any:
    if not support.is_known():
        return rows.none()
    since = at - timedelta(days=days)
    return rows.filter(_here_since(since), poverty_status=PovertyStatus.POOR).exclude(
        support.supported(since, at)
    )


def _uncovered(rows: Any, days: int, at: date) -> Any:
    """Without a person in charge today and in the days before."""
    since = at - timedelta(days=days)
    charges = Assignment.objects.for_households().filter(household=OuterRef("pk"))
    lately = charges.filter(period__overlap=DateRange(since, at, "[]"))
    return rows.filter(~Exists(lately)).filter(_here_since(since))


def _late(rows: Any, days: int, at: date) -> Any:
    late = late_issues(days, at).filter(household=OuterRef("pk"))
    return rows.filter(Exists(late))


def late_issues(days: int, at: date) -> Any:
    """Open issues that are late by more than ``days`` days. What only few may read of has its own
    clock, and no rule speaks of it.
    """
    day = at - timedelta(days=days)
    return Issue.objects.late(at=day).exclude(kind__in=sorted(RESTRICTED))


def _far(rows: Any, metres: int, at: date) -> Any:
    """Farther from the home of the person in charge than ``metres``, as far as both are known."""
    charges = Assignment.objects.for_households().in_force(at=at)
    both = charges.filter(household__position__isnull=False, person__home__isnull=False)
    measured = both.filter(household__in=rows.values("pk")).annotate(
        metres=Distance("household__position", "person__home", spheroid=True)
    )
    return rows.filter(pk__in=measured.filter(metres__gt=D(m=metres)).values("household"))


Match = Callable[[Any, int, date], Any]
_MATCHES: Final[Mapping[RuleKind, Match]] = {
    RuleKind.POOR_NO_CONTACT: _poor_unmet,
    RuleKind.NO_CONTACT: _unmet,
    RuleKind.ESCAPED_NO_CONTACT: _escaped_unmet,
    RuleKind.POOR_NO_SUPPORT: _unsupported,
    RuleKind.UNCOVERED: _uncovered,
    RuleKind.ISSUE_LATE: _late,
    RuleKind.FAR_AWAY: _far,
}
