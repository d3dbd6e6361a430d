"""A browser on which somebody's households are kept, so that it can be told to forget them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.visits.phone.querysets import PhoneQuerySet


class DeviceKind(models.TextChoices):
    """What it is called in the list, as the browser tells; never a name or a number."""

    ANDROID = "android", _("Điện thoại Android")
    IPHONE = "iphone", _("iPhone, iPad")
    COMPUTER = "computer", _("Máy tính")
    OTHER = "other", _("Máy khác")


class PhoneDevice(models.Model):
    """One browser of one user. When it was last seen is kept to the day: nobody's hours are."""

    # Made by the browser, and forgotten with everything else there.
    uuid = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="phones"
    )
    kind = models.CharField(
        _("loại máy"), max_length=20, choices=DeviceKind.choices, default=DeviceKind.OTHER
    )
    registered_at = models.DateTimeField(_("đăng ký lúc"))
    last_seen_on = models.DateField(_("dùng lần cuối"))
    wipe_asked_at = models.DateTimeField(_("yêu cầu xoá lúc"), null=True, blank=True)
    wipe_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    wiped_at = models.DateTimeField(_("đã xoá lúc"), null=True, blank=True)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DeviceKind.values), name="phone_kind"),
        ]
        indexes = [
            # What was not seen for a year is forgotten.
            models.Index(fields=["last_seen_on"], name="phone_last_seen"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_to_wipe(self) -> bool:
        return self.wipe_asked_at is not None and self.wiped_at is None
