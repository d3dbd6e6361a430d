"""What a reminder says of issues: how many have become late that now wait for somebody."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import ngettext

from apps.accounts.actor import Actor
from apps.issues.models import Issue


def just_late(actor: Actor, at: date) -> list[str]:
    """A matter of ``visits.reminders``: told once, on the morning after the last day in time.

    By then the clock has passed on what may be passed on: whoever has it now is told of it.
    """
    rows = Issue.objects.visible_to(actor).waiting_for(actor).late(at=at)
    count = rows.filter(late_after=at - timedelta(days=1)).count()
    if not count:
        return []
    told = ngettext(
        "%(n)d vấn đề của hộ vừa quá hạn và đang chờ bạn.",
        "%(n)d vấn đề của hộ vừa quá hạn và đang chờ bạn.",
        count,
    )
    return [told % {"n": count}]
