"""What was brought in, when, and what was said about every row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedFile(models.Model):
    """One file of one import. ``report`` has places and codes, no personal data."""

    name = models.CharField(_("tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("loại"), max_length=40)
    imported_at = models.DateTimeField(_("thời điểm"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    report = models.JSONField()

    def __str__(self) -> str:
        return self.name
