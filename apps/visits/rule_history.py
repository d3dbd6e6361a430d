"""Who changed which rule of a commune, when and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.areas.models import IssueStep, RetentionRule, StepDeadline
from apps.assignments.models import AssignmentRule
from apps.people.kinds import CarrierKind
from apps.people.models import CapacityRule
from apps.people.versions import Event, events_of, timeline
from apps.visits.models import ContactRule

MOST_EVENTS = 100


@dataclass(frozen=True, slots=True)
class ToldRule:
    """An event with the name of who did it."""

    event: Event
    who: str


def history_of(commune: int) -> list[ToldRule]:
    """Changes of all rules of a commune, the newest first."""
    capacities = events_of(CapacityRule).filter(commune=commune)
    deadlines = events_of(StepDeadline).filter(commune=commune)
    parts = [
        (ContactRule, _("Nắm tình hình"), events_of(ContactRule).filter(commune=commune)),
        (AssignmentRule, _("Phân công"), events_of(AssignmentRule).filter(commune=commune)),
        (RetentionRule, _("Thời hạn lưu"), events_of(RetentionRule).filter(commune=commune)),
        *((CapacityRule, kind.label, capacities.filter(kind=kind.value)) for kind in CarrierKind),
        *((StepDeadline, step.label, deadlines.filter(step=step.value)) for step in IssueStep),
    ]
    events = timeline(parts)[:MOST_EVENTS]
    users = User.objects.filter(pk__in={event.user_id for event in events} - {None})
    names = {
        user.pk: user.person.full_name if hasattr(user, "person") else user.username
        for user in users.select_related("person")
    }
    return [ToldRule(event, names.get(event.user_id or 0, "")) for event in events]
