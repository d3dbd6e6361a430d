"""Attachments are added and taken off."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import AreaKind
from apps.common.errors import DomainError, not_found
from apps.issues.advancing import spec_of_issue
from apps.issues.attachments.cleaning import clean
from apps.issues.attachments.models import MOST_FILES, AttachmentContent, IssueAttachment
from apps.issues.levels import ROLES_OF_LEVEL, Level
from apps.issues.machine import Verb
from apps.issues.models import Issue
from apps.issues.steps import lock_issue, powers_over


def may_attach(actor: Actor, issue: Issue) -> bool:
    """Whoever may add a note may show a picture, where words may be at all."""
    return spec_of_issue(issue).has_text and Verb.NOTE in powers_over(actor, issue)


def may_remove(actor: Actor, attachment: IssueAttachment) -> bool:
    """Whoever added it, and the commune's leaders."""
    communes = actor.areas(AreaKind.COMMUNE, ROLES_OF_LEVEL[Level.COMMUNE])
    return (
        attachment.added_by_id == actor.user_id or attachment.issue.household.commune_id in communes
    )


def attach(*, key: UUID, actor: Actor, issue_id: int, data: bytes, at: datetime) -> Answer:
    """Draw ``data`` anew and hang it on the issue.

    Raises DomainError 404 outside the actor's reach, 403 where it is not theirs, 409 for one too
    many, 422 for what cannot be taken.
    """
    issue = Issue.objects.visible_to(actor).select_related("household").filter(pk=issue_id).first()
    if issue is None:
        raise not_found()
    _check(actor, issue)
    # Drawn before the transaction: nobody waits for a slow picture.
    cleaned = clean(data)
    digest = sha256(cleaned.data).hexdigest()

    def work() -> Answer:
        locked = lock_issue(actor, issue_id)
        _check(actor, locked)
        number = _free_number(locked)
        content, _is_new = AttachmentContent.objects.get_or_create(
            sha256=digest, defaults={"type": cleaned.type, "data": cleaned.data}
        )
        with pghistory.context(reason="attach"):
            row, _is_new = IssueAttachment.objects.get_or_create(
                issue=locked,
                content=content,
                defaults={
                    "number": number,
                    "size": len(cleaned.data),
                    "pages": cleaned.pages,
                    "added_by_id": actor.user_id,
                    "added_at": at,
                },
            )
        return {"issue": issue_id, "attachment": row.pk}

    body = {"verb": "attach", "issue": issue_id, "sha256": digest}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _check(actor: Actor, issue: Issue) -> None:
    if not spec_of_issue(issue).has_text:
        raise DomainError("wordless", _("Loại việc này không kèm ảnh hay giấy tờ."), status=422)
    if not may_attach(actor, issue):
        raise DomainError("not_yours", _("Vấn đề này không thuộc phần việc của bạn."), status=403)


def _free_number(issue: Issue) -> int:
    taken = set(issue.attachments.values_list("number", flat=True))
    free = next((each for each in range(1, MOST_FILES + 1) if each not in taken), None)
    if free is None:
        raise DomainError(
            "many_files",
            _("Mỗi vấn đề có nhiều nhất %(most)d tệp. Hãy bỏ bớt tệp không cần.")
            % {"most": MOST_FILES},
            status=409,
        )
    return free


def detach(*, key: UUID, actor: Actor, attachment_id: int, at: datetime) -> Answer:
    """Take an attachment off; its bytes go with the last issue that has them."""

    def work() -> Answer:
        row = (
            IssueAttachment.objects.visible_to(actor)
            .select_related("issue__household")
            .filter(pk=attachment_id)
            .first()
        )
        if row is None:
            raise not_found()
        if not may_remove(actor, row):
            raise DomainError(
                "not_yours", _("Chỉ người gửi và lãnh đạo xã bỏ được tệp này."), status=403
            )
        issue, content = row.issue_id, row.content_id
        with pghistory.context(reason="detach"):
            row.delete()
        if not IssueAttachment.objects.filter(content=content).exists():
            AttachmentContent.objects.filter(pk=content).delete()
        return {"issue": issue}

    body = {"verb": "detach", "attachment": attachment_id}
    return once(key=key, actor=actor, body=body, at=at, work=work)
