"""An issue in a few letters, as the map carries it: kind, how far it is, and until when. Pure.

``b19829``: the second kind (housing), newly reported, in time until day 9829 after 01/01/2000: the
issue's ``late_after``, so that one handed up and up stays late. How late it is, is told on the day
somebody looks.

``webmap`` has the database write these (its migration ``0007_issues``); a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from apps.issues.kinds import CURRENT, IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State

_DAY_ZERO: Final = date(2000, 1, 1)
# Longer overdue than this, an issue is one nobody seems to hold any more.
VERY_LATE_DAYS: Final = 7


class Stage(IntEnum):
    """How far an issue is, in three words."""

    NEW = 1
    IN_HAND = 2
    # There is an answer, and the household has not heard it.
    UNTOLD = 3


class Lateness(IntEnum):
    IN_TIME = 0
    LATE = 1
    # By more than a week.
    VERY_LATE = 2


STAGE_OF: Final[Mapping[State, Stage]] = {
    State.REPORTED: Stage.NEW,
    State.RECEIVED: Stage.IN_HAND,
    State.IN_PROGRESS: Stage.IN_HAND,
    State.ANSWERED: Stage.UNTOLD,
    State.REFUSED: Stage.UNTOLD,
}
# Written into marks, so a letter never changes its meaning; a new kind takes the next one.
LETTER_OF: Final[Mapping[IssueKind, str]] = {
    IssueKind.LIVELIHOOD: "a",
    IssueKind.HOUSING: "b",
    IssueKind.HEALTH_COVER: "c",
    IssueKind.SCHOOLING: "d",
    IssueKind.LAND: "e",
    IssueKind.ENVIRONMENT: "f",
    IssueKind.PUBLIC_ORDER: "g",
    IssueKind.POLICY: "h",
    IssueKind.INFRASTRUCTURE: "i",
    IssueKind.DISASTER: "j",
    IssueKind.PETITION: "k",
}
_KIND_OF: Final = {letter: kind for kind, letter in LETTER_OF.items()}
# One bit for each level whose hands a restricted issue was in.
BIT_OF: Final[Mapping[Level, int]] = {level: 1 << place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Brief:
    """``due``: the last day in time."""

    kind: IssueKind
    stage: Stage
    due: date

    @property
    def text(self) -> str:
        return f"{LETTER_OF[self.kind]}{self.stage.value}{(self.due - _DAY_ZERO).days}"

    def lateness(self, *, at: date) -> Lateness:
        days = (at - self.due).days
        if days <= 0:
            return Lateness.IN_TIME
        return Lateness.VERY_LATE if days > VERY_LATE_DAYS else Lateness.LATE


def read_briefs(text: str) -> list[Brief]:
    """The issues of one household, as a mark has them."""
    return [
        Brief(_KIND_OF[word[0]], Stage(int(word[1])), _DAY_ZERO + timedelta(days=int(word[2:])))
        for word in text.split()
    ]


def worst_first(briefs: list[Brief], *, at: date) -> list[Brief]:
    """The latest before the heavy, the heavy before the light, then by the day."""
    return sorted(
        briefs,
        key=lambda each: (-each.lateness(at=at), -CURRENT[each.kind].weight, each.due, each.kind),
    )
