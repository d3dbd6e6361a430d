"""Meetings as the cast's committee opens, holds and signs them: through the services."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.issues.meetings import services
from apps.issues.meetings.changing import Edit
from apps.issues.meetings.concluding import Conclusion, conclude
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.services import Held
from tests.factories.world import World


def edit(user: User, *, at: datetime, seen: int = 0) -> Edit:
    return Edit(actor_for(user, at=at), uuid4(), at, seen)


def opened(world: World, *, at: datetime, month: date | None = None) -> CellMeeting:
    """The cast's cell's meeting of the month of ``at``, with reports about the month before."""
    first = month or at.date().replace(day=1)
    answer = services.start_meeting(
        edit=edit(world.users[Role.CELL_COMMITTEE], at=at),
        cell=world.cell.pk,
        month=first,
        reports_on=first - timedelta(days=1),
    )
    return CellMeeting.objects.get(pk=answer["meeting"])


def held(world: World, *, at: datetime) -> CellMeeting:
    """The meeting took place on the day ``at``; the secretary leads, the member writes."""
    meeting = opened(world, at=at)
    user = world.users[Role.CELL_COMMITTEE]
    services.record_held(
        edit=edit(user, at=at, seen=meeting.version),
        meeting=meeting.pk,
        held=Held(at.date(), "Nhà văn hoá thôn", user.person.pk, world.member.pk, 12, 2),
    )
    meeting.refresh_from_db()
    return meeting


def concluded(
    world: World, meeting: CellMeeting, item: MeetingItem, *, at: datetime, **said: Any
) -> MeetingItem:
    """``item`` after the chair's conclusion."""
    meeting.refresh_from_db()
    conclude(
        edit=edit(world.users[Role.CELL_COMMITTEE], at=at, seen=meeting.version),
        meeting=meeting.pk,
        item=item.pk,
        conclusion=Conclusion(**({"text": "Nhất trí"} | said)),
    )
    item.refresh_from_db()
    meeting.refresh_from_db()
    return item


def signed(world: World, *, at: datetime) -> CellMeeting:
    """A meeting whose items are all put off, signed."""
    meeting, user = held(world, at=at), world.users[Role.CELL_COMMITTEE]
    for item in meeting.items.all():
        meeting.refresh_from_db()
        services.act_on_item(
            edit=edit(user, at=at, seen=meeting.version),
            meeting=meeting.pk,
            item=item.pk,
            act="defer",
        )
    meeting.refresh_from_db()
    services.sign_minutes(
        edit=edit(user, at=at, seen=meeting.version), meeting=meeting.pk, number="11-BB/CB"
    )
    meeting.refresh_from_db()
    return meeting
