"""Issues of several households that have one cause: a washed-out road, a dry well."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.errors import DomainError, not_found
from apps.issues.advancing import spec_of_issue
from apps.issues.levels import Level, levels_held
from apps.issues.models import Issue, IssueCause


@dataclass(frozen=True, slots=True)
class Cause:
    """Which one: a key of one that is there, or the title of a new one. Neither: none any more."""

    existing: int | None = None
    title: str = ""


def may_link(actor: Actor, issue: Issue) -> bool:
    """Who sees several households' issues side by side: every level but the member's."""
    held = levels_held(actor, issue.household) & set(spec_of_issue(issue).route)
    return spec_of_issue(issue).has_text and bool(held - {Level.MEMBER})


def link_cause(
    *, key: UUID, actor: Actor, issues: Collection[int], cause: Cause, at: datetime
) -> Answer:
    """Give all ``issues`` one cause; the answer has ``cause`` (or None) and ``issues``.

    Raises DomainError 404 for an issue or a cause out of reach, 403 where it is not theirs, 422
    for issues of different kinds or communes, and for kinds that only few may read.
    """
    wanted = sorted(set(issues))

    def work() -> Answer:
        rows = _locked(actor, wanted)
        found = _cause(key, actor, rows[0], cause, at=at)
        with pghistory.context(reason="cause"):
            for row in rows:
                row.cause = found
                row.save(update_fields=["cause"])
        return {"cause": found.pk if found else None, "issues": wanted}

    body = {"verb": "link_cause", "issues": wanted, "cause": cause.existing, "title": cause.title}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _locked(actor: Actor, wanted: list[int]) -> list[Issue]:
    readable = Issue.objects.visible_to(actor).filter(pk__in=wanted).values("pk")
    rows = list(
        Issue.objects.filter(pk__in=readable)
        .select_related("household")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not rows or len(rows) != len(wanted):
        raise not_found()
    if not all(spec_of_issue(row).has_text for row in rows):
        raise DomainError(
            "restricted", _("Việc an ninh, trật tự không gắn nguyên nhân chung."), status=422
        )
    if not all(may_link(actor, row) for row in rows):
        raise DomainError("not_yours", _("Bước này không thuộc phần việc của bạn."), status=403)
    if len({(row.kind, row.household.commune_id) for row in rows}) > 1:
        raise DomainError(
            "mixed", _("Chỉ gắn chung các vấn đề cùng loại, trong cùng một xã."), status=422
        )
    return rows


def _cause(
    key: UUID, actor: Actor, issue: Issue, cause: Cause, *, at: datetime
) -> IssueCause | None:
    commune = issue.household.commune_id
    if cause.existing is not None:
        rows = IssueCause.objects.visible_to(actor).filter(commune=commune, kind=issue.kind)
        found = rows.filter(pk=cause.existing).first()
        if found is None:
            raise not_found()
        return found
    if not cause.title:
        return None
    with pghistory.context(reason="cause"):
        return IssueCause.objects.create(
            client_uuid=key,
            commune_id=commune,
            kind=issue.kind,
            title=cause.title,
            made_by_id=actor.user_id,
            made_at=at,
        )
