"""Issues of several households with one cause behind them: a washed-out road, a dry well."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import Role
from apps.common.errors import DomainError, not_found
from apps.households.querysets import household_reach
from apps.issues.kinds import WORDLESS
from apps.issues.models import Issue, IssueCause

# Those who see more than single households, and have issues before them.
LINKER_ROLES: Final = frozenset(
    {Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
)
MOST_LINKED: Final = 200


def link_issues(
    *,
    key: UUID,
    actor: Actor,
    issues: Collection[int],
    at: datetime,
    title: str = "",
    cause: int | None = None,
) -> Answer:
    """Say that these issues have one cause: a new one called ``title``, or ``cause``.

    The answer has ``cause`` and ``issues``, the keys. Raises DomainError 404 for an issue or a
    cause that the actor does not reach as one of ``LINKER_ROLES``, 422 for issues of several kinds
    or communes, or of a kind that only few may read, and 409 where one has another cause already.
    """
    wanted = sorted(set(issues))

    def work() -> Answer:
        rows = _locked(actor, wanted)
        known = _cause(actor, cause) if cause is not None else _new(key, actor, rows[0], title, at)
        _check(rows, known)
        with pghistory.context(reason="link_cause"):
            Issue.objects.filter(pk__in=wanted).update(cause=known)
        return {"cause": known.pk, "issues": wanted}

    body = {"verb": "link_issues", "issues": wanted, "title": title, "cause": cause}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _locked(actor: Actor, wanted: list[int]) -> list[Issue]:
    if not 0 < len(wanted) <= MOST_LINKED:
        message = _("Hãy chọn từ 1 đến %(most)d vấn đề.") % {"most": MOST_LINKED}
        raise DomainError("how_many", message, status=422)
    reached = Issue.objects.visible_to(actor).filter(
        household_reach(actor, "household__", roles=LINKER_ROLES), pk__in=wanted
    )
    rows = list(
        Issue.objects.filter(pk__in=reached.values("pk"))
        .select_related("household")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise not_found()
    return rows


def _cause(actor: Actor, pk: int) -> IssueCause:
    found = IssueCause.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise not_found()
    return found


def _new(key: UUID, actor: Actor, first: Issue, title: str, at: datetime) -> IssueCause:
    if first.kind in WORDLESS:
        raise _restricted()
    words = title.strip()
    if not 0 < len(words) <= 200:
        raise DomainError(
            "no_title",
            _("Hãy ghi ngắn gọn nguyên nhân chung (tối đa 200 chữ), không nêu tên người."),
            status=422,
            detail={"field": "title"},
        )
    with pghistory.context(reason="link_cause"):
        return IssueCause.objects.create(
            client_uuid=key,
            commune_id=first.household.commune_id,
            kind=first.kind,
            title=words,
            made_by_id=actor.user_id,
            made_at=at,
        )


def _check(rows: list[Issue], cause: IssueCause) -> None:
    if any(issue.kind in WORDLESS for issue in rows):
        raise _restricted()
    alike = all(
        (issue.kind, issue.household.commune_id) == (cause.kind, cause.commune_id) for issue in rows
    )
    if not alike:
        raise DomainError(
            "not_alike",
            _("Các vấn đề có chung nguyên nhân phải cùng loại và cùng xã."),
            status=422,
        )
    if any(issue.cause_id not in {None, cause.pk} for issue in rows):
        raise DomainError(
            "other_cause",
            _("Có vấn đề đã được gắn với nguyên nhân khác. Hãy tải lại rồi chọn lại."),
            status=409,
        )


def _restricted() -> DomainError:
    return DomainError("restricted", _("Vấn đề loại này không gắn nguyên nhân chung."), status=422)
