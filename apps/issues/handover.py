"""When somebody is no longer there, what they had is anybody's of their level, or the next one's.

Every hour, before the clocks fire: an issue whose owner's post or assignment for that household has
ended has no owner any more; one that lies at a level with nobody goes to the next level that has
somebody. Either is a step, taken by nobody, and the time for it begins anew. So no issue stays for
longer than that with people who are not there, whatever ended their duty: a plan that came into
force, a post, a household or a village that moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

import pghistory
from django.db import transaction
from django.db.models import Q

from apps.areas.rules import deadlines_of_all
from apps.common.clock import local_day
from apps.issues.advancing import Around, By, take_turns, taken, write_together
from apps.issues.chain import Seat, empty_seats, first_level, manned_levels, post_kinds
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import Level
from apps.issues.machine import Verb
from apps.issues.models import FollowTask, Issue
from apps.people.departures import Departure
from apps.people.models import Membership, Post, VillageWorker

#: issues looked at together
LOT: Final = 500
# The way of tasks: about a household they are nobody's secret, and the commune is the last to ask.
_WAY: Final = (Level.MEMBER, Level.CELL, Level.OFFICER, Level.COMMUNE)
# Where somebody who was given a task by name may sit; the police has its own.
_SEATS: Final = (*_WAY, Level.POLICE)


def hand_over(*, at: datetime, lot: int = LOT) -> int:
    """Hand on every open issue that lies with somebody who is not there; how many."""
    done, last = 0, 0
    while keys := _open_issues(after=last, most=lot):
        last = keys[-1]
        done += _hand_over(keys, at)
    return done


def _open_issues(*, after: int, most: int) -> list[int]:
    rows = Issue.objects.open().filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


@transaction.atomic
def _hand_over(keys: Collection[int], at: datetime) -> int:
    """Looked at without a lock, since nearly all stay; whatever is to go is looked at again."""
    day = local_day(at)
    rows = Issue.objects.open().filter(pk__in=keys).select_related("household")
    left = [issue.pk for issue, _manned in _left_alone(rows, day)]
    if not left:
        return 0
    take_turns()
    # Who takes a step in this moment is there; the next run looks again.
    locked = rows.filter(pk__in=left).select_for_update(of=("self",), skip_locked=True)
    found = _left_alone(locked.order_by("pk"), day)
    days = deadlines_of_all(issue.household.commune_id for issue, _manned in found)
    write_together(
        (
            issue,
            taken(
                issue,
                Verb.HAND_OVER,
                by=By(),
                around=Around(manned, days[issue.household.commune_id]),
                at=at,
            ),
        )
        for issue, manned in found
    )
    return len(found)


def _left_alone(rows: Iterable[Issue], day: date) -> list[tuple[Issue, frozenset[Level]]]:
    """Those with an owner who does not sit there, or at a level that has nobody."""
    issues = list(rows)
    manned = manned_levels([issue.household for issue in issues], at=day)
    seats: list[Seat] = [
        (Level(issue.level), issue.household, issue.owner_id)
        for issue in issues
        if issue.owner_id is not None
    ]
    empty = empty_seats(seats, at=day)
    return [
        (issue, manned[issue.household_id])
        for issue in issues
        if issue.level not in manned[issue.household_id]
        or (issue.level, issue.household_id, issue.owner_id) in empty
    ]


def hand_over_tasks(*, at: datetime) -> int:
    """Open tasks of somebody who has nothing to do with the place any more are anybody's of their
    level; those put to a level that has nobody for the household go to the next one; how many.
    """
    day = local_day(at)
    return _take_off(day) + _pass_on(day)


def _take_off(day: date) -> int:
    rows = FollowTask.objects.open().filter(owner__isnull=False)
    tasks = list(rows.select_related("household", "issue"))
    there = still_there(tasks, at=day)
    gone = [task for task in tasks if task.pk not in there]
    # Unless somebody ends it or gives it away in this moment.
    same = (FollowTask.objects.open().filter(pk=task.pk, owner=task.owner_id) for task in gone)
    with pghistory.context(reason=Verb.HAND_OVER.value):
        return sum(rows.update(owner=None) for rows in same)


def _pass_on(day: date) -> int:
    rows = FollowTask.objects.open().filter(owner__isnull=True, household__isnull=False)
    rows = rows.exclude(level__in=[Level.POLICE, Level.COMMUNE, Level.UPPER])
    tasks = list(rows.select_related("household"))
    manned = manned_levels([task.household for task in tasks if task.household], at=day)
    moved = 0
    for task in tasks:
        here = Level(task.level)
        level = first_level(_WAY, here, manned[task.household_id or 0])
        if level != here:
            same = FollowTask.objects.open().filter(pk=task.pk, level=here, owner__isnull=True)
            moved += same.update(level=level)
    return moved


def still_there(tasks: Collection[FollowTask], *, at: date) -> frozenset[int]:
    """Keys of those whose owner has to do with the household or village on the day ``at``.

    Who is given a task need not sit at its level: members of the village's cell and the workers of
    the village may be, too (``meetings.people.task_owners``); but not what only few may read.
    """
    seats: list[Seat] = [
        (level, task.household, task.owner_id)
        for task in tasks
        if task.household is not None and task.owner_id is not None
        for level in _SEATS
    ]
    empty = empty_seats(seats, at=at)
    serve = _serving({task.owner_id for task in tasks if task.owner_id is not None}, at)

    def is_there(task: FollowTask) -> bool:
        home, owner = task.household, task.owner_id
        if owner is None:
            return False
        is_guarded = task.issue is not None and task.issue.kind in RESTRICTED
        village = home.village_id if home else task.village_id
        if not is_guarded and (village, owner) in serve:
            return True
        return home is not None and any((lv, home.pk, owner) not in empty for lv in _SEATS)

    return frozenset(task.pk for task in tasks if is_there(task))


def _serving(people: Collection[int], at: date) -> set[tuple[int | None, int]]:
    """Villages with those who are in a cell of theirs, hold a post there or work there."""
    cells = Membership.objects.in_force(at=at).filter(person__in=people)
    posts = Post.objects.in_force(at=at).filter(person__in=people)
    communes = posts.filter(kind__in=post_kinds(Level.COMMUNE))
    work = VillageWorker.objects.in_force(at=at).filter(person__in=people)
    return {
        *cells.values_list("cell__villages", "person"),
        *posts.filter(cell__isnull=False).values_list("cell__villages", "person"),
        *posts.filter(village__isnull=False).values_list("village", "person"),
        *communes.values_list("commune__villages", "person"),
        *work.values_list("village", "person"),
    }


def relieve(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``people.departures.person_left``: their tasks are anybody's of the level."""
    mine = FollowTask.objects.open().filter(Q(owner=departure.person))
    return {"follow_tasks": mine.update(owner=None)}
