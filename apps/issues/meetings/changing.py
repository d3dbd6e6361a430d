"""What every change of a meeting shares: whose it is, which version was seen, and done once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.issues.meetings.models import CellMeeting
from apps.issues.meetings.querysets import committee_cells
from apps.issues.meetings.states import MeetingState

UNSIGNED = frozenset({MeetingState.DRAFT, MeetingState.HELD})


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes a meeting, under which key; ``seen``: its version as the page showed it."""

    actor: Actor
    key: UUID
    now: datetime
    seen: int = 0

    @property
    def today(self) -> date:
        return clock.local_day(self.now)


def change(
    edit: Edit,
    meeting_id: int,
    *,
    body: Mapping[str, Any],
    work: Callable[[CellMeeting], None],
    states: Collection[MeetingState] = UNSIGNED,
) -> Answer:
    """Do ``work`` on the locked meeting, whose version then goes up by one; answers with both.

    Raises DomainError 404 outside the actor's reach, 403 for another cell's, 409 where somebody
    was quicker or the meeting is past that (``stale``, ``signed``, ``not_held``).
    """

    def told() -> Answer:
        meeting = locked(edit, meeting_id)
        if meeting.state not in states:
            raise _wrong_state(meeting)
        if meeting.version != edit.seen:
            raise stale(meeting)
        work(meeting)
        meeting.version += 1
        meeting.save()
        return {"meeting": meeting.pk, "version": meeting.version}

    wish = {**body, "meeting": meeting_id, "seen": edit.seen}
    with pghistory.context(reason=str(body["verb"])):
        return once(key=edit.key, actor=edit.actor, body=wish, at=edit.now, work=told)


def locked(edit: Edit, meeting_id: int) -> CellMeeting:
    """The meeting of a cell on whose committee the actor sits, kept from others until the end."""
    rows = CellMeeting.objects.filter(
        pk__in=CellMeeting.objects.visible_to(edit.actor).filter(pk=meeting_id).values("pk")
    )
    meeting = rows.select_related("cell__commune").select_for_update(of=("self",)).first()
    if meeting is None:
        raise not_found()
    if not committee_cells(edit.actor, at=edit.today).filter(pk=meeting.cell_id).exists():
        raise DomainError(
            "not_yours", _("Chỉ chi ủy của chi bộ này ghi được buổi sinh hoạt."), status=403
        )
    return meeting


def stale(meeting: CellMeeting) -> DomainError:
    return DomainError(
        "stale",
        _(
            "Người khác vừa sửa buổi sinh hoạt này. Chưa có gì bị ghi đè: hãy xem lại rồi bấm ghi"
            " lần nữa."
        ),
        status=409,
        detail={"version": meeting.version},
    )


def _wrong_state(meeting: CellMeeting) -> DomainError:
    if meeting.state == MeetingState.SIGNED:
        message = _("Biên bản đã ký, không sửa được nữa.")
        return DomainError("signed", message, status=409)
    if meeting.state == MeetingState.DRAFT:
        message = _("Hãy ghi buổi họp (ngày, nơi họp, chủ trì, thư ký) trước khi ghi kết luận.")
        return DomainError("not_held", message, status=409)
    message = _("Buổi họp đã diễn ra, chương trình không lập lại được nữa.")
    return DomainError("held", message, status=409)
