"""What a commune keeps ready for answering."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.issues.kinds import WORDLESS, IssueKind

_WORDLESS = sorted(WORDLESS)


@pghistory.track()
class AnswerTemplate(models.Model):
    """An answer that the commune gives often, to issues of one kind; nothing about anybody."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="answer_templates")
    kind = models.CharField(_("loại"), max_length=20, choices=IssueKind.choices)
    title = models.CharField(_("tên mẫu"), max_length=80)
    text = models.CharField(_("nội dung trả lời"), max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Offered no more; what was answered with it stays as it was said.
    is_retired = models.BooleanField(_("thôi dùng"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "kind", "title"], name="answer_template_titled_once"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="answer_template_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IssueKind.values) & ~Q(kind__in=_WORDLESS),
                name="answer_template_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.title
