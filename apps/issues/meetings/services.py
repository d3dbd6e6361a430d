"""A cell's meeting from its agenda to the signed minutes; each change once, by its own key."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer, once
from apps.common.errors import DomainError, not_found
from apps.issues.meetings.agenda import Wanted, reports_of, wanted_items
from apps.issues.meetings.changing import Edit, change
from apps.issues.meetings.models import CellMeeting, MeetingItem, MeetingReport
from apps.issues.meetings.papers.making import words_of_minutes
from apps.issues.meetings.people import members_of
from apps.issues.meetings.querysets import committee_cells
from apps.issues.meetings.states import ItemSource, ItemState, MeetingState
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of

# Held a little late, a meeting is still that month's.
LATE_DAYS: Final = 15
_DRAFT: Final = frozenset({MeetingState.DRAFT})
_HELD: Final = frozenset({MeetingState.HELD})
# Found anew with the agenda, unlike what somebody wrote down.
_COMPUTED: Final = frozenset({ItemSource.TASK, ItemSource.ISSUE, ItemSource.UNCOVERED})


def start_meeting(*, edit: Edit, cell: int, month: date, reports_on: date) -> Answer:
    """Open the meeting of ``cell`` in the month that begins on ``month``, with its agenda.

    ``reports_on``: a day of the commune's month that the members report about. A meeting that is
    there already is the answer. Raises DomainError 404 for a cell that is not the actor's.
    """

    def work() -> Answer:
        found = committee_cells(edit.actor, at=edit.today).filter(pk=cell)
        mine = found.select_related("commune").defer("commune__geom").first()
        if mine is None:
            raise not_found()
        rule = rules_of([mine.commune_id])[mine.commune_id]
        start, end = month_of(reports_on, rule.month_start)
        meeting, is_new = CellMeeting.objects.get_or_create(
            cell=mine, month=month, defaults={"reports_from": start, "reports_to": end}
        )
        if is_new:
            _build(edit, meeting)
        return {"meeting": meeting.pk, "version": meeting.version, "is_new": is_new}

    body = {"verb": "start_meeting", "cell": cell, "month": month, "reports_on": reports_on}
    with pghistory.context(reason="start_meeting"):
        return once(key=edit.key, actor=edit.actor, body=body, at=edit.now, work=work)


def refresh_agenda(*, edit: Edit, meeting: int) -> Answer:
    """Bring the agenda up to date: what is new comes last, what is settled goes."""
    return change(
        edit,
        meeting,
        body={"verb": "refresh_agenda"},
        states=_DRAFT,
        work=lambda found: _build(edit, found),
    )


def _build(edit: Edit, meeting: CellMeeting) -> None:
    wanted = {item.identity: item for item in wanted_items(edit.actor, meeting, at=edit.today)}
    there = {_identity(item): item for item in meeting.items.all()}
    for identity, item in there.items():
        if identity not in wanted and _may_go(item):
            item.delete()
        elif identity in wanted and item.number != wanted[identity].number:
            item.number = wanted[identity].number
            item.save(update_fields=["number"])
    fresh = [item for identity, item in wanted.items() if identity not in there]
    first = _last_position(meeting) + 1
    MeetingItem.objects.bulk_create(
        _new(meeting, item, first + place) for place, item in enumerate(fresh)
    )
    _write_reports(edit, meeting)


def _identity(item: MeetingItem) -> tuple[str, int | None]:
    """As ``Wanted.identity``; what was added by hand is like nothing else."""
    own = None if item.source != ItemSource.OTHER else -item.pk
    return item.source, item.issue_id or item.task_id or item.carried_from_id or own


def _may_go(item: MeetingItem) -> bool:
    return item.source in _COMPUTED and item.state == ItemState.OPEN


def _new(meeting: CellMeeting, item: Wanted, position: int) -> MeetingItem:
    return MeetingItem(
        meeting=meeting,
        source=item.source,
        issue_id=item.issue,
        task_id=item.task,
        carried_from_id=item.carried,
        title=item.title,
        number=item.number,
        position=position,
    )


def _last_position(meeting: CellMeeting) -> int:
    last = meeting.items.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def _write_reports(edit: Edit, meeting: CellMeeting) -> None:
    told = reports_of(edit.actor, meeting, at=edit.today)
    there = {row.person_id: row for row in meeting.reports.all()}
    for person in there.keys() - told.keys():
        there[person].delete()
    rows = [
        MeetingReport(
            pk=there[person].pk if person in there else None,
            meeting=meeting,
            person_id=person,
            **asdict(report),
        )
        for person, report in told.items()
    ]
    MeetingReport.objects.bulk_create(row for row in rows if row.pk is None)
    columns = ["homes", "behind", "owed", "contacts", "met"]
    MeetingReport.objects.bulk_update((row for row in rows if row.pk is not None), columns)


def add_item(*, edit: Edit, meeting: int, title: str) -> Answer:
    """Put another matter at the end of the agenda."""

    def work(found: CellMeeting) -> None:
        item = Wanted(ItemSource.OTHER, title=title)
        _new(found, item, _last_position(found) + 1).save()

    return change(edit, meeting, body={"verb": "add_item", "title": title}, work=work)


def act_on_item(*, edit: Edit, meeting: int, item: int, act: str) -> Answer:
    """``act``: up, down, defer, resume, or remove what somebody added by hand."""

    def work(found: CellMeeting) -> None:
        row = readable_item(edit, found, item)
        _ACTS[act](edit, found, row)

    body = {"verb": f"item_{act}", "item": item}
    return change(edit, meeting, body=body, work=work)


def readable_item(edit: Edit, meeting: CellMeeting, pk: int) -> MeetingItem:
    """An item of the meeting as far as the actor may read of it; 404."""
    rows = MeetingItem.objects.visible_to(edit.actor).filter(meeting=meeting, pk=pk)
    item = rows.select_related("issue__household", "task__issue__household").first()
    if item is None:
        raise not_found()
    found: MeetingItem = item
    return found


def _swap(edit: Edit, meeting: CellMeeting, item: MeetingItem, *, up: bool) -> None:
    """With its neighbour among those that the actor reads; at the end nothing moves."""
    rows = MeetingItem.objects.visible_to(edit.actor).filter(meeting=meeting)
    beside = (
        rows.filter(position__lt=item.position) if up else rows.filter(position__gt=item.position)
    )
    other = beside.order_by("-position" if up else "position").first()
    if other is not None:
        item.position, other.position = other.position, item.position
        MeetingItem.objects.bulk_update([item, other], ["position"])


def _set_state(item: MeetingItem, state: ItemState) -> None:
    item.state, item.conclusion = state, ""
    item.save(update_fields=["state", "conclusion"])


def _defer(_edit: Edit, _meeting: CellMeeting, item: MeetingItem) -> None:
    if item.state == ItemState.CONCLUDED:
        raise DomainError("concluded", _("Mục này đã có kết luận."), status=409)
    _set_state(item, ItemState.DEFERRED)


def _resume(_edit: Edit, _meeting: CellMeeting, item: MeetingItem) -> None:
    if item.state == ItemState.DEFERRED:
        _set_state(item, ItemState.OPEN)


def _remove(_edit: Edit, _meeting: CellMeeting, item: MeetingItem) -> None:
    by_hand = item.source == ItemSource.OTHER and item.carried_from_id is None
    if not by_hand or item.state == ItemState.CONCLUDED:
        raise DomainError(
            "not_removable", _("Mục này không bỏ được; hãy để sang kỳ sau."), status=409
        )
    item.delete()


_ACTS: Final[dict[str, Any]] = {
    "up": lambda edit, meeting, item: _swap(edit, meeting, item, up=True),
    "down": lambda edit, meeting, item: _swap(edit, meeting, item, up=False),
    "defer": _defer,
    "resume": _resume,
    "remove": _remove,
}
ACTS: Final = tuple(_ACTS)


@dataclass(frozen=True, slots=True)
class Held:
    """When and where the cell met, who led and who wrote, and how many came."""

    held_on: date
    place: str
    chair: int
    secretary: int
    present: int
    absent: int

    def check(self, meeting: CellMeeting, *, today: date) -> None:
        last = (meeting.month + timedelta(days=32)).replace(day=1) + timedelta(days=LATE_DAYS)
        if self.held_on > today:
            raise _wrong("held_on", _("Ngày họp chưa tới. Hãy ghi sau khi chi bộ đã họp."))
        if not meeting.month <= self.held_on < last:
            raise _wrong("held_on", _("Ngày họp không thuộc tháng sinh hoạt này."))
        if self.chair == self.secretary:
            raise _wrong("secretary", _("Thư ký phải là người khác với chủ trì."))


def _wrong(name: str, message: str) -> DomainError:
    return DomainError("bad_meeting", message, status=422, detail={"field": name})


def record_held(*, edit: Edit, meeting: int, held: Held) -> Answer:
    """The meeting took place; from now on conclusions are written."""

    def work(found: CellMeeting) -> None:
        held.check(found, today=edit.today)
        known = set(members_of(found.cell_id, at=held.held_on).values_list("pk", flat=True))
        for name, person in (("chair", held.chair), ("secretary", held.secretary)):
            if person not in known:
                raise _wrong(name, _("Hãy chọn một đảng viên của chi bộ."))
        found.state = MeetingState.HELD
        found.held_on, found.place = held.held_on, held.place
        found.chair_id, found.secretary_id = held.chair, held.secretary
        found.present, found.absent = held.present, held.absent

    body = {"verb": "record_held", **asdict(held)}
    return change(edit, meeting, body=body, work=work)


def sign_minutes(*, edit: Edit, meeting: int, number: str) -> Answer:
    """The minutes have their number, and nothing in them changes any more: their words are kept.

    Raises DomainError 422 ``undecided`` while an item is neither concluded nor put off.
    """

    def work(found: CellMeeting) -> None:
        # What has ended meanwhile, and the committee may not read any more, asks for no conclusion.
        items = MeetingItem.objects.visible_to(edit.actor).filter(meeting=found)
        undecided = items.filter(state=ItemState.OPEN).count()
        if undecided:
            raise DomainError(
                "undecided",
                _("Còn %(n)s mục chưa có kết luận. Hãy ghi kết luận hoặc để sang kỳ sau.")
                % {"n": undecided},
                status=422,
            )
        found.state, found.minutes_number = MeetingState.SIGNED, number
        found.signed_at, found.signed_by_id = edit.now, edit.actor.user_id
        found.minutes = words_of_minutes(edit.actor, found, now=edit.now)

    body = {"verb": "sign_minutes", "number": number}
    return change(edit, meeting, body=body, states=_HELD, work=work)
