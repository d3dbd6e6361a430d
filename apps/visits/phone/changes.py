"""All that a phone fetches to work without a signal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog, User
from apps.accounts.services import record_access
from apps.assignments.models import Assignment, Tier
from apps.common import clock
from apps.common.db import by_person_name
from apps.people.models import Person
from apps.people.querysets import in_force
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.models import Channel, ContactRule
from apps.visits.phone import additions
from apps.visits.phone.cursors import compare
from apps.visits.phone.homes import homes, own_homes

MOST_COMPANIONS: Final = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks, when, and what the phone has."""

    actor: Actor
    now: datetime
    cursor: str | None

    @property
    def today(self) -> date:
        return clock.local_day(self.now)


def changes(wish: Wish) -> dict[str, Any]:
    """What differs from what the phone has, and the words it needs; written down in the log of
    what was taken away.
    """
    actor = wish.actor
    rule, rows = homes(actor, at=wish.today)
    found = compare(wish.cursor, rows, user=actor.user_id or 0)
    if found.changed:
        record_access(
            actor=actor,
            action=AccessLog.Action.EXPORT,
            at=wish.now,
            count=len(found.changed),
            detail="phone",
        )
    return {
        "cursor": found.cursor,
        "at": wish.now.isoformat(),
        "user": _user(actor),
        "rule": _rule(rule),
        "changed": found.changed,
        "gone": found.gone,
        "anew": found.anew,
        "companions": companions(actor, at=wish.today),
        "changes": [
            {"code": kind.value, "label": str(kind.label), "part": str(kind.part)}
            for kind in ChangeKind
        ],
        "channels": [{"code": each.value, "label": str(each.label)} for each in Channel],
        **additions.words(),
    }


def _user(actor: Actor) -> dict[str, Any]:
    user = User.objects.select_related("person").get(pk=actor.user_id or 0)
    person = getattr(user, "person", None)
    name = user.username if person is None else person.full_name
    return {"key": str(user.pk), "name": name, "person": actor.person_id}


def _rule(rule: ContactRule) -> dict[str, Any]:
    return {
        "per_month": rule.per_month,
        "in_person_minimum": rule.in_person_minimum,
        "month_start": rule.month_start,
        "class_days": list(rule.class_days),
    }


def companions(actor: Actor, *, at: date) -> list[dict[str, Any]]:
    """Who may go along: people with a duty in the villages of one's households, by name only."""
    villages = set(own_homes(actor, at=at).order_by().values_list("village", flat=True))
    if not villages:
        return []
    charges = Assignment.objects.in_force(at=at).filter(
        Q(tier=Tier.HOUSEHOLD, household__village__in=villages)
        | Q(tier=Tier.OFFICER, group__village__in=villages)
        | Q(tier=Tier.COMMITTEE, village__in=villages)
    )
    members = in_force(at, "memberships__") & Q(memberships__cell__villages__in=villages)
    workers = in_force(at, "village_work__") & Q(village_work__village__in=villages)
    duty = Q(pk__in=charges.values("person")) | Q(
        pk__in=Person.objects.filter(members).values("pk")
    )
    duty |= Q(pk__in=Person.objects.filter(workers).values("pk"))
    people = Person.objects.filter(duty).exclude(pk=actor.person_id or 0)
    named = people.order_by(*by_person_name()).values("pk", "full_name")[:MOST_COMPANIONS]
    return [{"id": each["pk"], "name": each["full_name"]} for each in named]
