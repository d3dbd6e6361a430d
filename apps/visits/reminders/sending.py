"""Writes to those who asked to be reminded: numbers and a link, never a name or an address.

For each user who chose it:
1. count what is owed through the user's own reach, as it is today;
2. where the month's end is near and something is owed, or another matter is new since the last
   letter, claim (user, day) in the database;
3. send inside the same transaction: what could not be sent is not claimed, and is tried again.
Two workers at once: the second waits at the constraint and finds the claim taken.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.reach import actor_for
from apps.common import clock
from apps.visits.reminders.matters import Look, news_for
from apps.visits.reminders.models import ReminderAddress, ReminderSent
from apps.visits.reminders.owed import owed_by

logger = logging.getLogger(__name__)

#: what was sent longer ago than this says nothing any more
KEPT_DAYS: Final = 62


class NotSentError(Exception):
    """Some reminders could not be sent; the job is tried again."""


def send_reminders(*, now: datetime) -> int:
    """How many were sent; NotSentError when the mail server refused some."""
    if not settings.REMINDERS_BY_EMAIL:
        return 0
    sent = failed = 0
    rows = ReminderAddress.objects.filter(user__is_active=True).select_related("user")
    for row in rows.order_by("pk"):
        with translation.override(settings.LANGUAGE_CODE):
            told = _told(actor_for(row.user, at=now), Look(_last_letter(row, now), now))
        if not told:
            continue
        try:
            sent += _send_once(row, told, now)
        except (SMTPException, OSError) as error:
            failed += 1
            # The error may hold the address.
            logger.warning("a reminder was not sent: %s", type(error).__name__)
    if failed:
        raise NotSentError(f"{failed} reminders")
    return sent


def _last_letter(row: ReminderAddress, now: datetime) -> datetime:
    """When it went out, or the moment from which there may have been one."""
    sent = ReminderSent.objects.filter(user=row.user_id)
    last = sent.aggregate(last=Max("sent_at"))["last"] or row.chosen_at
    # Letters of before are forgotten.
    return max(last, now - timedelta(days=KEPT_DAYS))


def _told(actor: Actor, look: Look) -> list[str]:
    owed = owed_by(actor, at=look.day)
    return [*(owed.sentences if owed.is_due else []), *news_for(actor, look)]


def _send_once(row: ReminderAddress, told: list[str], now: datetime) -> bool:
    with transaction.atomic():
        _claim, is_new = ReminderSent.objects.get_or_create(
            user_id=row.user_id, day=clock.local_day(now), defaults={"sent_at": now}
        )
        if is_new:
            with translation.override(settings.LANGUAGE_CODE):
                send_mail(_("Nhắc nắm tình hình hộ"), _text(told), None, [row.email])
    return is_new


def _text(told: list[str]) -> str:
    link = settings.PUBLIC_URL + reverse("contacts:reminders")
    lines = [*told, "", _("Xem và tắt nhắc việc tại: %(link)s") % {"link": link}]
    return "\n".join(lines) + "\n"


def forget_sent(*, at: date) -> None:
    ReminderSent.objects.filter(day__lt=date.fromordinal(at.toordinal() - KEPT_DAYS)).delete()
