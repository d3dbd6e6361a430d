"""What users chose for themselves: an address for reminders, a calendar. Off until they do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.visits.reminders.querysets import OwnQuerySet


class ReminderAddress(models.Model):
    """Where reminders go; without a row none do. The log-in has no address of its own."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_address"
    )
    email = models.EmailField(_("địa chỉ e-mail"), max_length=254)
    chosen_at = models.DateTimeField(_("đặt lúc"))

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.user_id}"


class ReminderSent(models.Model):
    """That a user was written to on a day. The constraint keeps it to one, whatever runs twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField(_("ngày"))
    # What was new by then is not told again.
    sent_at = models.DateTimeField(_("gửi lúc"), db_default=Now())

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"#{self.user_id}, {self.day}"


class CalendarFeed(models.Model):
    """A private address that calendars ask; of its secret only the hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("tạo lúc"))

    objects = OwnQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.user_id}"
