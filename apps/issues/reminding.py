"""What a reminder says of issues: how many late ones wait for somebody since the last letter."""

from __future__ import annotations

from typing import Final

from django.db.models import F, Q
from django.utils.translation import ngettext

from apps.accounts.actor import Actor
from apps.common.clock import local_day
from apps.issues.machine import BY_CLOCK, Verb
from apps.issues.models import Issue
from apps.visits.reminders.matters import Look

# Steps by which somebody has it who had not, or should look again. A person's hand-over is between
# colleagues, who have it before them anyway.
_BRING: Final = BY_CLOCK | {Verb.REPORT, Verb.PASS_UP, Verb.REOPEN, Verb.ANSWER, Verb.REFUSE}


def newly_late(actor: Actor, look: Look) -> list[str]:
    """A matter of ``visits.reminders``: what is late and waits for the actor, each told once.

    New is what missed its day since the last letter, and what came late since then: the clock moved
    it on or reminded of it, it was reported long after it was said, or somebody else passed it on.
    What could not be sent is told when the next letter goes out.
    """
    rows = Issue.objects.visible_to(actor).waiting_for(actor).late(at=look.day)
    # The day after the last one in time had not begun yet at the last letter.
    missed = Q(late_after__gte=local_day(look.since))
    last = {"actions__number": F("steps"), "actions__at__gt": look.since}
    brought = Q(actions__verb__in=sorted(_BRING)) & ~Q(actions__user=actor.user_id)
    relieved = Q(actions__verb=Verb.HAND_OVER, actions__user__isnull=True)
    came = rows.filter(brought | relieved, **last, actions__at__lte=look.now)
    count = rows.filter(missed | Q(pk__in=came.values("pk"))).count()
    if not count:
        return []
    told = ngettext(
        "%(n)d vấn đề quá hạn của hộ đang chờ bạn (mới, hoặc cần nhắc lại).",
        "%(n)d vấn đề quá hạn của hộ đang chờ bạn (mới, hoặc cần nhắc lại).",
        count,
    )
    return [told % {"n": count}]
