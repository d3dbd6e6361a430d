"""One step on several issues: each for itself, and each is told what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common.clock import local_day
from apps.issues import batches
from apps.issues.advancing import spec_of_issue
from apps.issues.batches import Entry
from apps.issues.chain import people_at
from apps.issues.levels import Level
from apps.issues.machine import Verb
from apps.issues.models import Issue
from apps.issues.steps import Step
from apps.people.models import Person

#: what is done to several at once
BULK_VERBS: Final = (Verb.RECEIVE, Verb.PASS_UP, Verb.HAND_OVER, Verb.ANSWER)
#: of one page
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one; ``issue`` None: out of the actor's reach."""

    pk: int
    issue: Issue | None
    is_done: bool
    words: str


def take_steps(
    *, key: UUID, actor: Actor, seen: Mapping[int, int], step: Step, at: datetime
) -> list[Result]:
    """``step`` on each issue of ``seen`` (key → the number of the last step known), in its order.

    Each under a key of its own, made of ``key``: sent again, the same becomes of each.
    """
    entries = [Entry(uuid5(key, str(pk)), pk, number) for pk, number in seen.items()]
    told = batches.take_steps(
        actor=actor, verb=step.verb, entries=entries, at=at, text=step.text, owner=step.owner
    )
    issues = read(actor, seen)
    return [
        Result(
            each.entry.issue,
            issues.get(each.entry.issue),
            each.error is None,
            _("Đã làm") if each.error is None else each.error.message,
        )
        for each in told
    ]


def read(actor: Actor, keys: Iterable[int]) -> dict[int, Issue]:
    """The issues by their keys, as far as the actor may read them."""
    rows = Issue.objects.visible_to(actor).with_places().filter(pk__in=list(keys))
    return {row.pk: row for row in rows}


def owners_for(issues: Sequence[Issue], *, at: datetime) -> list[Person]:
    """People who sit at the level of every one of ``issues``: to whom all can be given."""
    common: dict[int, Person] | None = None
    places: set[tuple[str, int]] = set()
    for issue in issues:
        place = (str(issue.level), issue.household_id)
        if place in places:
            continue
        places.add(place)
        rows = people_at(Level(issue.level), issue.household, at=local_day(at))
        here = {person.pk: person for person in rows}
        common = here if common is None else {k: p for k, p in common.items() if k in here}
        if not common:
            break
    people = list((common or {}).values())
    return sorted(people, key=lambda person: (person.given_name, person.full_name))


def takes_words(issues: Iterable[Issue]) -> bool:
    """Whether any of them is answered in words."""
    return any(spec_of_issue(issue).has_text for issue in issues)
