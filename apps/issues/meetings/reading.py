"""Meetings as their pages and papers show them, as far as the reader may."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common.db import by_person_name, by_unit_name
from apps.common.errors import not_found
from apps.households.models import Household
from apps.issues.meetings.agenda import uncovered_homes, villages_of
from apps.issues.meetings.models import CellMeeting, MeetingItem, MeetingReport, MeetingTask
from apps.issues.meetings.people import is_restricted, issue_of
from apps.issues.meetings.states import ItemSource, ItemState
from apps.issues.models import FollowTask, Issue

# Of the households without a person in charge, on the page and on the agenda.
SHOWN_HOMES: Final = 50


def meetings(actor: Actor) -> QuerySet[CellMeeting]:
    """The latest month first, cells in the order of their names."""
    rows = CellMeeting.objects.visible_to(actor).select_related("cell").defer("minutes")
    open_items = MeetingItem.objects.visible_to(actor).filter(state=ItemState.OPEN)
    told: QuerySet[CellMeeting] = rows.annotate(
        undecided=Count("items", filter=Q(items__in=open_items))
    ).order_by("-month", by_unit_name("cell__name"), "pk")
    return told


def find_meeting(actor: Actor, pk: int) -> CellMeeting:
    """Raises DomainError 404 out of reach."""
    rows = CellMeeting.objects.visible_to(actor).filter(pk=pk)
    meeting = (
        rows.select_related("cell__commune", "chair", "secretary", "signed_by")
        .defer("cell__commune__geom")
        .first()
    )
    if meeting is None:
        raise not_found()
    found: CellMeeting = meeting
    return found


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with what is said of it.

    ``facts``: further lines, which stay as they are; ``standing``: how it stands today, which no
    minutes tell. ``issue``: to link to.

    ``is_restricted``: nothing about it is written in words, nor printed with a name.
    """

    item: MeetingItem
    number: int
    title: str
    facts: list[str]
    standing: list[str]
    issue: Issue | None
    is_restricted: bool
    tasks: list[FollowTask] = field(default_factory=list)
    # Of the item's buttons, so that a double tap is one wish.
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def is_open(self) -> bool:
        return self.item.state == ItemState.OPEN

    @property
    def is_deferred(self) -> bool:
        return self.item.state == ItemState.DEFERRED

    @property
    def is_concluded(self) -> bool:
        return self.item.state == ItemState.CONCLUDED

    @property
    def is_removable(self) -> bool:
        by_hand = self.item.source == ItemSource.OTHER and self.item.carried_from_id is None
        return by_hand and not self.is_concluded


def item_rows(actor: Actor, meeting: CellMeeting, *, at: date) -> list[ItemRow]:
    """The agenda as far as the actor may read it, numbered for that reader."""
    about = ("issue__household__village", "task__household", "task__issue", "task__owner")
    rows = MeetingItem.objects.visible_to(actor).filter(meeting=meeting)
    items = rows.select_related(*about).defer("issue__household__village__geom")
    given: dict[int, list[FollowTask]] = {}
    ties = MeetingTask.objects.visible_to(actor).filter(item__meeting=meeting)
    for tie in ties.select_related("task__owner", "task__issue").order_by("task__due_on", "task"):
        given.setdefault(tie.item_id, []).append(tie.task)
    signed = signed_words(meeting)
    return [
        _row(item, number, given.get(item.pk, []), signed.get(item.pk), at)
        for number, item in enumerate(items.order_by("position"), start=1)
    ]


def signed_words(meeting: CellMeeting) -> dict[int, tuple[str, list[str]]]:
    """By the item's key, its title and facts as they were signed; empty before."""
    entries = (meeting.minutes or {}).get("items", [])
    # The last line is what was concluded.
    return {each["item"]: (each["title"], each["lines"][:-1]) for each in entries}


def find_item(actor: Actor, meeting: CellMeeting, pk: int, *, at: date) -> ItemRow:
    """One item as its page shows it; DomainError 404."""
    rows = item_rows(actor, meeting, at=at)
    found = next((row for row in rows if row.item.pk == pk), None)
    if found is None:
        raise not_found()
    return found


def _row(
    item: MeetingItem,
    number: int,
    tasks: list[FollowTask],
    signed: tuple[str, list[str]] | None,
    at: date,
) -> ItemRow:
    restricted, issue = is_restricted(item), issue_of(item)
    title, facts, standing = _words(item, restricted=restricted, at=at)
    title, facts = signed or (title, facts)
    return ItemRow(item, number, title, facts, standing, issue, restricted, tasks)


Words = tuple[str, list[str], list[str]]


def _words(item: MeetingItem, *, restricted: bool, at: date) -> Words:
    if item.task is not None:
        return _task_words(item.task, at)
    if item.issue is not None:
        return _issue_words(item.issue, restricted=restricted, at=at)
    if item.source == ItemSource.UNCOVERED:
        n = item.number or 0
        return _("Hộ chưa có người phụ trách: %(n)s hộ") % {"n": n}, [], []
    if item.source == ItemSource.REPORTS:
        return str(ItemSource.REPORTS.label), [], []
    return item.title, [], []


def day_words(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _task_words(task: FollowTask, at: date) -> Words:
    who = task.owner.full_name if task.owner else str(task.get_level_display())
    facts = [_("%(who)s, hạn %(day)s") % {"who": who, "day": day_words(task.due_on)}]
    if task.ended_on is not None:
        done = f"{task.get_result_display()} {day_words(task.ended_on)}"
        return task.text, facts, [f"{done}: {task.result_text}" if task.result_text else done]
    return task.text, facts, [_("Quá hạn, chưa xong")] if task.due_on < at else []


def _issue_words(issue: Issue, *, restricted: bool, at: date) -> Words:
    home = issue.household
    standing = [
        _("%(state)s, đang ở: %(level)s")
        % {"state": issue.get_state_display(), "level": issue.get_level_display()}
    ]
    if issue.late_after is not None and issue.late_after < at:
        standing.append(_("Quá hạn từ %(day)s") % {"day": day_words(issue.late_after)})
    if restricted:
        title = _("%(kind)s: vấn đề số %(number)s, %(village)s") % {
            "kind": issue.get_kind_display(),
            "number": issue.pk,
            "village": home.village.name,
        }
        return title, [], standing
    title = _("%(kind)s: hộ %(head)s (%(code)s)") % {
        "kind": issue.get_kind_display(),
        "head": home.head_name,
        "code": home.code,
    }
    wish = _("Hộ đề nghị: %(wish)s") % {"wish": issue.wish} if issue.wish else ""
    return title, [line for line in (issue.summary, wish) if line], standing


def report_rows(actor: Actor, meeting: CellMeeting) -> list[MeetingReport]:
    """Of everybody in charge, by their given names."""
    rows = MeetingReport.objects.visible_to(actor).filter(meeting=meeting)
    return list(rows.select_related("person").order_by(*by_person_name("person__"), "person"))


def uncovered(actor: Actor, meeting: CellMeeting, *, at: date) -> list[Household]:
    """The first households without a person in charge, as they are today."""
    villages = [village.pk for village in villages_of(meeting)]
    rows = uncovered_homes(actor, villages, at=at).with_places()
    ordered = rows.order_by(
        by_unit_name("village__name"), by_unit_name("group__name"), by_unit_name("code")
    )
    return list(ordered[:SHOWN_HOMES])


def reports_days(meeting: CellMeeting) -> tuple[date, date]:
    """First and last of the days that the members report about."""
    return meeting.reports_from, meeting.reports_to - timedelta(days=1)
