"""Who may lead a meeting, write its minutes, and be given tasks by it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from apps.assignments.models import Assignment
from apps.common.db import by_person_name
from apps.issues.advancing import spec_of_issue
from apps.issues.chain import post_kinds
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import Level
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.models import Issue
from apps.people.models import CellVillage, Membership, Person, Post, VillageWorker


def _committee(cell: int, at: date) -> Q:
    posts = Post.objects.in_force(at=at).filter(cell=cell, kind__in=post_kinds(Level.CELL))
    return Q(pk__in=posts.values("person"))


def members_of(cell: int, *, at: date) -> QuerySet[Person]:
    """The cell's members and its committee on the day ``at``, by their given names."""
    members = Membership.objects.in_force(at=at).filter(cell=cell)
    rows = Person.objects.filter(Q(pk__in=members.values("person")) | _committee(cell, at))
    return rows.order_by(*by_person_name(), "pk")


def task_owners(meeting: CellMeeting, item: MeetingItem, *, at: date) -> QuerySet[Person]:
    """Who may be given a task: members, workers of the villages, whoever is in charge of the
    household. Of what only few may read: the committee alone.
    """
    issue = issue_of(item)
    if is_restricted(item):
        rows = Person.objects.filter(_committee(meeting.cell_id, at))
        return rows.order_by(*by_person_name(), "pk")
    villages = CellVillage.objects.filter(cell=meeting.cell_id).values("village")
    workers = VillageWorker.objects.in_force(at=at).filter(village__in=villages)
    wanted = Q(pk__in=members_of(meeting.cell_id, at=at).order_by().values("pk"))
    wanted |= Q(pk__in=workers.values("person"))
    if issue is not None:
        charges = Assignment.objects.for_households().in_force(at=at)
        wanted |= Q(pk__in=charges.filter(household=issue.household_id).values("person"))
    return Person.objects.filter(wanted).order_by(*by_person_name(), "pk")


def issue_of(item: MeetingItem) -> Issue | None:
    """The issue that an item is about, or that its task is about."""
    if item.task is not None:
        return item.task.issue
    return item.issue


def is_restricted(item: MeetingItem) -> bool:
    """Whether the item is about a kind of issue that few may read of, and nobody in words."""
    issue = issue_of(item)
    return issue is not None and (issue.kind in RESTRICTED or not spec_of_issue(issue).has_text)
