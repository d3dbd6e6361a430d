"""What a list of issues is narrowed to, by the page and by programs alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.common.text import tidy
from apps.issues.models import Issue
from apps.issues.querysets import IssueQuerySet

#: in place of a state
OPEN_ONES, WHATEVER = "open", "any"
_EQUAL: Final = {
    "kind": "kind",
    "level": "level",
    "village": "household__village",
    "household": "household",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """ "" and None: not narrowed at all."""

    state: str = OPEN_ONES
    kind: str | None = None
    level: str | None = None
    late: bool = False
    waiting: bool = False
    village: int | None = None
    household: int | None = None
    search: str = ""


def narrowed(actor: Actor, wanted: Wanted, *, at: date) -> IssueQuerySet[Issue]:
    """Those that the actor sees, in no order."""
    rows: IssueQuerySet[Issue] = Issue.objects.visible_to(actor)
    if wanted.state == OPEN_ONES:
        rows = rows.open()
    elif wanted.state != WHATEVER:
        rows = rows.filter(state=wanted.state)
    said = {column: getattr(wanted, name) for name, column in _EQUAL.items()}
    rows = rows.filter(**{column: value for column, value in said.items() if value})
    if wanted.late:
        rows = rows.late(at=at)
    if wanted.waiting:
        rows = rows.waiting_for(actor)
    if words := tidy(wanted.search):
        rows = rows.filter(
            Q(summary__unaccent__icontains=words)
            | Q(household__head_name__unaccent__icontains=words)
            | Q(household__code__unaccent__icontains=words)
        )
    return rows
