"""Where households wait for the commune's police: public-order issues as points.

The police reaches no household, so its tiles carry none. It reads every public-order issue of its
commune (decision 025), and of those the map tells what their pages tell, beside the place: no name,
no household's key, nothing of who looks after it. Who reads an issue by another post finds it among
the households of that post.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import F

from apps.accounts.actor import Actor
from apps.issues.advancing import spec_of_issue
from apps.issues.brief import STAGE_OF, Brief
from apps.issues.details import shown_details
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.issues.levels import ROLES_OF_LEVEL, Level, level_reach
from apps.issues.machine import PENDING, State
from apps.issues.models import Issue
from apps.issues.querysets import IssueQuerySet

ORDER_ROLES: Final = ROLES_OF_LEVEL[Level.POLICE]
#: more than any commune has waiting; those due first are shown
MOST_POINTS: Final = 3_000
_DECIMALS: Final = 6


def order_issues(actor: Actor) -> IssueQuerySet[Issue]:
    """What waits in the communes whose police the actor is."""
    return Issue.objects.visible_to(actor).filter(
        level_reach(actor, Level.POLICE),
        kind__in=sorted(RESTRICTED),
        state__in=sorted(PENDING),
    )


def order_points(actor: Actor, *, at: date) -> dict[str, Any]:
    """A GeoJSON collection; beside it ``unlocated``, the issues of households without a position,
    and ``left_off``, those beyond ``MOST_POINTS``.
    """
    rows = order_issues(actor)
    located = rows.filter(household__position__isnull=False)
    total = located.count()
    placed = located.annotate(
        place=F("household__position"),
        provisional=F("household__mark__provisional"),
    ).order_by("late_after", "pk")
    return {
        "type": "FeatureCollection",
        "features": [_feature(issue, at) for issue in placed[:MOST_POINTS]],
        "unlocated": rows.filter(household__position__isnull=True).count(),
        "left_off": max(0, total - MOST_POINTS),
    }


def _feature(issue: Any, at: date) -> dict[str, Any]:
    """``issue``: annotated with ``place`` and ``provisional``."""
    brief = Brief(IssueKind(issue.kind), STAGE_OF[State(issue.state)], issue.late_after)
    told = shown_details(spec_of_issue(issue), issue.details)
    place = [round(issue.place.x, _DECIMALS), round(issue.place.y, _DECIMALS)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {
            "id": issue.pk,
            # Kinds without words are told apart by their first field.
            "what": told[0][1] if told else str(IssueKind(issue.kind).label),
            "stage": brief.stage.name.lower(),
            "late": brief.lateness(at=at).name.lower(),
            "due": issue.late_after.isoformat(),
            "provisional": bool(issue.provisional),
        },
    }
