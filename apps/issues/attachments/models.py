"""Pictures and papers of an issue: what our own process drew, nothing of the file that came."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.issues.attachments.querysets import IssueAttachmentQuerySet
from apps.issues.kinds import WORDLESS

#: of one issue
MOST_FILES = 10

# A picture says more than words: where no words may be, none may hang either.
WORDLESS_RULE = """
    IF EXISTS (
        SELECT 1 FROM issues_issue AS issue
        WHERE issue.id = NEW.issue_id AND issue.kind IN (KINDS)
    ) THEN
        RAISE EXCEPTION 'nothing is attached to this kind of issue'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_attachment_wordless';
    END IF;
    RETURN NEW;
""".replace("KINDS", ", ".join(f"'{kind}'" for kind in sorted(WORDLESS)))


class AttachmentType(models.TextChoices):
    JPEG = "image/jpeg", _("Ảnh")
    PDF = "application/pdf", _("PDF")


class AttachmentContent(models.Model):
    """The bytes, once for each content, by their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    type = models.CharField(max_length=20, choices=AttachmentType.choices)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=AttachmentType.values), name="attachment_content_type"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


@pghistory.track()
class IssueAttachment(models.Model):
    """One picture or paper of an issue; taken off it is gone, and its history says by whom."""

    issue = models.ForeignKey(
        "issues.Issue", on_delete=models.PROTECT, related_name="attachments", db_index=False
    )
    # 1 to ``MOST_FILES``, so that the database counts them.
    number = models.PositiveSmallIntegerField()
    content = models.ForeignKey(AttachmentContent, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField(_("cỡ (byte)"))
    pages = models.PositiveSmallIntegerField(_("số trang"), default=1)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = IssueAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="issue_attachment_number"),
            models.UniqueConstraint(fields=["issue", "content"], name="issue_attachment_once"),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_FILES)), name="issue_attachment_most"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wordless_attachment",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=WORDLESS_RULE,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.issue_id}.{self.number}"
