"""What is overdue moves by the clock: up its way, or it reminds, or it is closed.

Several workers may be at it, and any of them may be killed at any moment:

1. The moment ``at`` is read once for a run; what had to be done by a day before it is overdue.
2. Look for the next overdue issues, in the order of their keys, above the last one looked at. So
   each issue takes one step a run at most, however long no worker ran, and every run ends.
3. Wait for another worker's lot to be written; then lock those that are still overdue. What
   somebody else holds is passed over: either they take a step, and its clock is wound anew, or the
   next run finds it.
4. Ask once for all of them who is there for their households, and what their communes want.
5. Take of each the one step to which its state and level lead (``verb_of_clock``).
6. Lock what hangs on their households, in the order of the households' keys, as everybody does who
   has the issues already: so nobody waits for this lot who has what it needs.
7. Write the steps, then the issues, and commit. Killed before: nothing of it has happened, and the
   locks are gone. Killed after: these clocks run again, and nobody finds them overdue.
8. Where one issue cannot take its step, the others of its lot are tried one by one; it is told by
   its key, and holds up nobody.

That a clock fires once does not hang on any of this. A clock is the last day that a step has set,
and what ends it is the next step, of which the database takes one only (``issue_action_number``),
by the clock not before that day has gone by (``issue_clock_ran_out``). A server whose clock is set
back finds nothing overdue that it had moved already; set ahead, it moves what was due by then.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import DataError, IntegrityError, transaction

from apps.areas.rules import deadlines_of_all
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.issues.advancing import Around, By, spec_of_issue, take_turns, taken, write_together
from apps.issues.chain import manned_levels, next_level, way_up
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue

logger = logging.getLogger(__name__)
#: issues of one transaction
LOT: Final = 200
CLOCK: Final = By()
# What one issue can be to blame for; anything else is for the queue, which tries again.
_ITS_OWN_FAULT: Final = (DomainError, IntegrityError, DataError, LookupError, ValueError)


@dataclass(slots=True)
class Fired:
    """How many steps of each verb the clock took, and the keys of issues that took none."""

    steps: Counter[Verb] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)


def verb_of_clock(
    state: State, level: Level, route: Sequence[Level], manned: Collection[Level]
) -> Verb:
    """What happens to an open issue that is overdue: pure."""
    if state == State.CONFIRMED:
        return Verb.CLOSE
    above = next_level(way_up(route, state), level, manned)
    return Verb.REMIND if above is None else Verb.ESCALATE


def fire_clocks(*, at: datetime, lot: int = LOT) -> Fired:
    """Take the clock's step on whatever is overdue at the moment ``at``; see above."""
    fired, last = Fired(), 0
    while keys := _overdue(at, after=last, most=lot):
        last = keys[-1]
        try:
            fired.steps += _fire(keys, at)
        except _ITS_OWN_FAULT:
            _one_by_one(keys, at, fired)
    return fired


def _overdue(at: datetime, *, after: int, most: int) -> list[int]:
    rows = Issue.objects.run_out(at=local_day(at)).filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def _one_by_one(keys: Sequence[int], at: datetime, fired: Fired) -> None:
    for key in keys:
        try:
            fired.steps += _fire([key], at)
        except _ITS_OWN_FAULT:
            logger.exception("issue %d cannot take the clock's step", key)
            fired.failed.append(key)


@transaction.atomic
def _fire(keys: Collection[int], at: datetime) -> Counter[Verb]:
    take_turns()
    day = local_day(at)
    late = Issue.objects.run_out(at=day).filter(pk__in=keys).order_by("pk")
    issues = list(
        late.select_related("household").select_for_update(of=("self",), skip_locked=True)
    )
    manned = manned_levels([issue.household for issue in issues], at=day)
    days = deadlines_of_all(issue.household.commune_id for issue in issues)
    steps = []
    for issue in issues:
        around = Around(manned[issue.household_id], days[issue.household.commune_id])
        verb = verb_of_clock(
            State(issue.state), Level(issue.level), spec_of_issue(issue).route, around.manned
        )
        steps.append((issue, taken(issue, verb, by=CLOCK, around=around, at=at)))
    write_together(steps)
    return Counter(Verb(action.verb) for _issue, action in steps)
