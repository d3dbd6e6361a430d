"""The one place where an issue changes: writes the step and the row that it leads to.

Callers hold the row's lock, and a transaction. People's steps come through ``steps``, the clock's
through ``escalation``, of whoever is gone through ``handover``; all say who, and all are checked by
the database again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pghistory
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.areas.models import IssueStep
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.households.signals import households_to_change
from apps.issues.chain import first_level, next_level, way_up
from apps.issues.deadlines import due_after, late_after
from apps.issues.kinds import IssueKind, KindSpec, spec_of
from apps.issues.levels import Level
from apps.issues.machine import ENDED, UNTOLD, State, Verb, next_state
from apps.issues.models import Issue, IssueAction

# By which an issue stays with the same level for the same thing.
_WITHIN_A_LEVEL: Final = frozenset({Verb.RECEIVE, Verb.START, Verb.HAND_OVER})
# Written once, read by everybody: in the commune's language.
_TAKEN_IN: Final = gettext_noop("Gộp vấn đề số %(n)d vào vấn đề này.")
#: columns of an issue that a step taken by nobody may change, beside the number of steps
MOVED: Final = ("state", "level", "owner_id", "chain", "due_on", "late_after", "ended_on")


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step; both empty: the clock."""

    user: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What a step has to know beside the issue: who is there, and how fast the commune wants it."""

    manned: Collection[Level]
    step_days: Mapping[IssueStep, int]
    # Days for an answer that is promised anew; None where nobody needs them.
    answer_days: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What goes with a step: text, the talk it was taken in, the other issue, the new owner.

    ``level``: at which level who takes it up, or answers, sits; None: where the issue lies.
    ``talk``: the phone's key of a talk that is still on its way here.
    """

    text: str = ""
    contact: int | None = None
    other: int | None = None
    owner: int | None = None
    level: Level | None = None
    talk: UUID | None = None


def spec_of_issue(issue: Issue) -> KindSpec:
    return spec_of(IssueKind(issue.kind), issue.kind_version)


def advance(
    issue: Issue, verb: Verb, *, by: By, around: Around, at: datetime, words: Words | None = None
) -> IssueAction:
    """Take ``verb``; raises DomainError 409 where it does not lead anywhere from here."""
    action = taken(issue, verb, by=by, around=around, at=at, words=words)
    with pghistory.context(reason=verb.value):
        action.save(force_insert=True)
        issue.save()
    return action


def take_in(
    kept: Issue, double: Issue, *, by: By, around: Around, at: datetime
) -> IssueAction | None:
    """``kept`` answers for ``double`` too, which is merged into it: for what was promised first,
    for the day that was missed, and for the cause if it has none. None where nothing changes.

    Both are locked, of one household, and wait for an answer.
    """
    day = local_day(at)
    before = (kept.answer_by, kept.late_after, kept.due_on, kept.cause_id)
    kept.answer_by = min(kept.answer_by, double.answer_by)
    if kept.due_on is not None and kept.answer_by >= day:
        kept.due_on = min(kept.due_on, kept.answer_by)
    missed = double.late_after if double.late_after and double.late_after < day else None
    days = (kept.late_after, kept.answer_by, missed)
    kept.late_after = min(each for each in days if each is not None)
    kept.cause_id = kept.cause_id or double.cause_id
    if before == (kept.answer_by, kept.late_after, kept.due_on, kept.cause_id):
        return None
    text = _TAKEN_IN % {"n": double.pk} if spec_of_issue(kept).has_text else ""
    return advance(kept, Verb.NOTE, by=by, around=around, at=at, words=Words(text))


def take_turns() -> None:
    """Wait until no other worker writes many steps together; until the transaction ends.

    What hangs on a household is locked by each statement anew, and two workers whose issues are of
    the same households would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('issues: together', 0))")


def write_together(steps: Iterable[tuple[Issue, IssueAction]]) -> None:
    """Many steps that nobody took, of as many issues, in a few statements.

    Issues that end up alike are written together: there are few ends for thousands of them. What
    hangs on their households is locked before, as a phone's batch does it (``phone.ahead``).
    """
    steps = list(steps)
    homes = {issue.household_id for issue, _action in steps}
    households_to_change.send(None, households=sorted(homes))
    by_verb: dict[str, list[IssueAction]] = defaultdict(list)
    alike: dict[tuple[str, str], tuple[dict[str, Any], list[int]]] = {}
    for issue, action in steps:
        values = {name: getattr(issue, name) for name in MOVED}
        by_verb[action.verb].append(action)
        alike.setdefault((action.verb, repr(values)), (values, []))[1].append(issue.pk)
    for verb, actions in sorted(by_verb.items()):
        with pghistory.context(reason=str(verb)):
            IssueAction.objects.bulk_create(actions)
            for (of_verb, _key), (values, keys) in alike.items():
                if of_verb == verb:
                    Issue.objects.filter(pk__in=keys).update(steps=F("steps") + 1, **values)


def taken(
    issue: Issue, verb: Verb, *, by: By, around: Around, at: datetime, words: Words | None = None
) -> IssueAction:
    """``issue`` as ``verb`` leaves it, and the step that goes with it; nothing is written yet.

    Raises DomainError 409 as ``advance`` does.
    """
    said = words or Words()
    origin, from_level = State(issue.state), Level(issue.level)
    target = next_state(verb, origin)
    if target is None:
        raise DomainError("illegal_step", _not_now(), status=409)
    issue.level = _level_after(issue, verb, target, around, said)
    issue.state = target
    issue.owner_id = _owner_after(issue, verb, said, moved=issue.level != from_level)
    acting = said.level or from_level
    issue.chain = [level for level in Level if level in {*issue.chain, issue.level, acting}]
    issue.steps += 1
    day = local_day(at)
    _wind_clocks(issue, verb, by, around, day, moved=issue.level != from_level, origin=origin)
    issue.ended_on = day if target in ENDED and origin not in ENDED else issue.ended_on
    if target not in ENDED:
        issue.ended_on = None
    issue.merged_into_id = said.other if target == State.MERGED else None
    if verb in {Verb.ANSWER, Verb.REFUSE}:
        issue.answer, issue.answered_level = said.text, acting
    return IssueAction(
        issue=issue,
        number=issue.steps,
        verb=verb,
        from_state=origin,
        to_state=target,
        from_level=from_level,
        to_level=issue.level,
        text=said.text,
        person_id=by.person,
        user_id=by.user,
        owner_id=issue.owner_id,
        contact_id=said.contact,
        talk_key=said.talk,
        other_id=said.other,
        at=at,
        due_on=issue.due_on,
        late_after=issue.late_after,
    )


def _wind_clocks(
    issue: Issue,
    verb: Verb,
    by: By,
    around: Around,
    day: date,
    *,
    moved: bool,
    origin: State,
) -> None:
    """Until when the next step is due, and until when the issue is in time.

    A level's days begin when the issue comes to it, or when something new is asked of it: who takes
    it up, or is given it by a colleague, has what is left of them.
    """
    if verb == Verb.REOPEN and origin not in UNTOLD and around.answer_days is not None:
        # What was promised was kept; this is a new promise.
        issue.answer_by = day + timedelta(days=around.answer_days)
    state = State(issue.state)
    is_ones_own = by.user is not None
    if moved or not (verb == Verb.NOTE or (verb in _WITHIN_A_LEVEL and is_ones_own)):
        issue.due_on = due_after(
            state,
            Level(issue.level),
            step_days=around.step_days,
            day=day,
            answer_by=issue.answer_by,
        )
    # Nobody has done anything about it: it is as late as it was.
    stays = not is_ones_own or verb in {Verb.NOTE, Verb.HAND_OVER}
    missed = issue.late_after
    if not stays or missed is None or missed >= day:
        missed = None
    issue.late_after = late_after(
        state, due_on=issue.due_on, answer_by=issue.answer_by, missed=missed
    )


def _not_now() -> str:
    return _("Bước này không làm được ở trạng thái hiện tại. Hãy tải lại trang để xem thay đổi.")


def _level_after(issue: Issue, verb: Verb, target: State, around: Around, said: Words) -> Level:
    here, route = Level(issue.level), spec_of_issue(issue).route
    if verb in {Verb.RECEIVE, Verb.START}:
        return said.level or here
    if verb in {Verb.PASS_UP, Verb.ESCALATE}:
        above = next_level(way_up(route, State(issue.state)), here, around.manned)
        if above is None:
            raise DomainError("top_of_route", _not_now(), status=409)
        return above
    if target in UNTOLD and verb in {Verb.ANSWER, Verb.REFUSE}:
        return telling_level(issue, around.manned)
    if verb == Verb.REOPEN and issue.answered_level:
        return first_level(route, Level(issue.answered_level), around.manned)
    if verb == Verb.HAND_OVER:
        # Where nobody is left, it goes to whoever is next.
        return first_level(route, here, around.manned)
    return here


def telling_level(issue: Issue, manned: Collection[Level]) -> Level:
    """Who brings the answer to the household: the lowest level that has somebody.

    What only few may read goes back no further than to those of its way who have read it; whoever
    else reported it may still say what the household said.
    """
    spec = spec_of_issue(issue)
    known = set(spec.route) & set(issue.chain) if spec.is_restricted else set(spec.route)
    nearest = (level for level in Level if level in known and level in manned)
    return next(nearest, Level(issue.level))


def _owner_after(issue: Issue, verb: Verb, said: Words, *, moved: bool) -> int | None:
    if said.owner is not None:
        return said.owner
    return None if moved or verb in {Verb.REOPEN, Verb.HAND_OVER} else issue.owner_id
