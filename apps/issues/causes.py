"""Issues of several households that have one cause: a washed-out road, a dry well."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import Role
from apps.common.errors import DomainError, not_found
from apps.issues.advancing import spec_of_issue
from apps.issues.levels import Level, levels_held
from apps.issues.models import Issue, IssueCause

# Who sees more than single households, and has issues before them.
LINKER_ROLES: Final = frozenset(
    {
        *(Role.CELL_COMMITTEE, Role.VILLAGE_HEAD, Role.GROUP_OFFICER),
        *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE),
    }
)
MOST_LINKED: Final = 200
LONGEST_TITLE: Final = 200


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
    *,
    key: UUID,
    actor: Actor,
    issues: Collection[int],
    cause: Cause,
    at: datetime,
    replaces: bool = False,
) -> Answer:
    """Give all ``issues`` one cause; the answer has ``cause`` (or None) and ``issues``.

    ``replaces``: also those that have another cause by now. Raises DomainError 404 for an issue or
    a cause out of reach, 403 where it is not theirs, 409 where one has another cause already, 422
    for issues of different kinds or communes, and for kinds that only few may read.
    """
    wanted = sorted(set(issues))

    def work() -> Answer:
        rows = _locked(actor, wanted)
        _check_alike(rows)
        found = _cause(key, actor, rows[0], cause, at=at)
        if not replaces:
            _check_free(rows, found)
        with pghistory.context(reason="cause"):
            Issue.objects.filter(pk__in=wanted).update(cause=found)
        return {"cause": found.pk if found else None, "issues": wanted}

    body = {
        "verb": "link_cause",
        "issues": wanted,
        "cause": cause.existing,
        "title": cause.title,
        "replaces": replaces,
    }
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _locked(actor: Actor, wanted: list[int]) -> list[Issue]:
    if not 0 < len(wanted) <= MOST_LINKED:
        message = _("Hãy chọn từ 1 đến %(most)d vấn đề.") % {"most": MOST_LINKED}
        raise DomainError("how_many", message, status=422)
    readable = Issue.objects.visible_to(actor).filter(pk__in=wanted).values("pk")
    rows = list(
        Issue.objects.filter(pk__in=readable)
        .select_related("household")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise not_found()
    if not all(spec_of_issue(row).has_text for row in rows):
        raise DomainError(
            "restricted", _("Việc an ninh, trật tự không gắn nguyên nhân chung."), status=422
        )
    if not all(may_link(actor, row) for row in rows):
        raise DomainError("not_yours", _("Bước này không thuộc phần việc của bạn."), status=403)
    return rows


def _check_alike(rows: list[Issue]) -> None:
    if len({(row.kind, row.household.commune_id) for row in rows}) > 1:
        raise DomainError(
            "mixed", _("Chỉ gắn chung các vấn đề cùng loại, trong cùng một xã."), status=422
        )


def _check_free(rows: list[Issue], cause: IssueCause | None) -> None:
    known = None if cause is None else cause.pk
    if any(row.cause_id not in {None, known} for row in rows):
        raise DomainError(
            "other_cause",
            _("Có vấn đề đã được gắn với nguyên nhân khác. Hãy tải lại rồi chọn lại."),
            status=409,
        )


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
    title = cause.title.strip()
    if not title:
        return None
    if len(title) > LONGEST_TITLE:
        raise DomainError(
            "title_too_long",
            _("Nguyên nhân chung dài quá 200 ký tự."),
            status=422,
            detail={"field": "title"},
        )
    with pghistory.context(reason="cause"):
        return IssueCause.objects.create(
            client_uuid=key,
            commune_id=commune,
            kind=issue.kind,
            title=title,
            made_by_id=actor.user_id,
            made_at=at,
        )
