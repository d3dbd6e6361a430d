"""The notice that something is owed, for the top of a page."""

from typing import Any

from django import template

from apps.accounts.access import actor_of
from apps.common import clock
from apps.visits.reminders.owed import owed_by

register = template.Library()


@register.inclusion_tag("contacts/_owed.html", takes_context=True)
def owed_notice(context: template.Context) -> dict[str, Any]:
    """What the reader owes; nothing as long as the month's end is far."""
    actor = actor_of(context["request"])
    owed = owed_by(actor, at=clock.local_day(clock.now()))
    return {"sentences": owed.sentences if owed.is_due else []}
