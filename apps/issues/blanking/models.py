"""That words about an issue were taken out by hand: which, when, by whom and why."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.issues.blanking.querysets import IssueBlankingQuerySet


class WordsPart(models.TextChoices):
    """Where the words stood."""

    SUMMARY = "summary", _("Nội dung")
    WISH = "wish", _("Hộ đề nghị")
    ANSWER = "answer", _("Trả lời")
    STEP = "step", _("Lời ghi của một bước")


class BlankReason(models.TextChoices):
    """A closed list: a reason in words would say again what is taken out."""

    SUSPECT = "suspect", _("Ghi tên người bị nghi ngờ, người khác")
    PRIVATE = "private", _("Ghi bệnh tật, tôn giáo, ý kiến của ai")
    REQUEST = "request", _("Hộ yêu cầu sửa, xóa")
    MISTAKE = "mistake", _("Ghi nhầm hộ, nhầm việc")


class IssueBlanking(models.Model):
    """Words of one issue were blanked, in the row and in its history; never altered itself."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    issue = models.ForeignKey("issues.Issue", on_delete=models.PROTECT, related_name="blankings")
    part = models.CharField(_("lời ghi nào"), max_length=10, choices=WordsPart.choices)
    # Of a step, which one.
    number = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(_("vì sao"), max_length=10, choices=BlankReason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = IssueBlankingQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=WordsPart.values, reason__in=BlankReason.values),
                name="issue_blanking_lists",
            ),
            models.CheckConstraint(
                condition=Q(part=WordsPart.STEP, number__gte=1)
                | ~Q(part=WordsPart.STEP) & Q(number__isnull=True),
                name="issue_blanking_of_step",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_altered", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"#{self.issue_id}: {self.part}"
