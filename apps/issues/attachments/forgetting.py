"""Pictures and papers that nobody may keep any longer."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.issues.attachments.models import AttachmentContent, IssueAttachment


def drop_attachments(rows: QuerySet[IssueAttachment]) -> int:
    """Take them off, and the bytes with the last issue that has them; how many there were.

    The history keeps when each was added and taken off, and of the bytes their SHA-256.
    """
    contents = set(rows.values_list("content", flat=True))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    IssueAttachment.objects.filter(pk__in=keys).delete()
    held = IssueAttachment.objects.filter(content__in=contents).values("content")
    AttachmentContent.objects.filter(pk__in=contents).exclude(pk__in=held).delete()
    return len(keys)
