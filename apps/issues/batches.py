"""The same step of several issues at once, each as if it had been taken alone.

Each is a transaction of its own, under its own key: one that is refused takes no other with it, and
a batch that is sent again, after half of it was heard, finds what was done and does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.issues.machine import Verb
from apps.issues.steps import Step, take_step


@dataclass(frozen=True, slots=True)
class Entry:
    """One issue of a batch. ``seen``: the number of the last step the sender knew of."""

    key: UUID
    issue: int
    seen: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry: an answer, or why it was refused."""

    entry: Entry
    answer: Answer | None = None
    error: DomainError | None = None

    def as_json(self) -> dict[str, Any]:
        error = self.error
        return {
            "key": str(self.entry.key),
            "issue": self.entry.issue,
            "status": 200 if error is None else error.status,
            "answer": self.answer,
            "refusal": error and {"code": error.code, "message": error.message},
        }


def take_steps(
    *,
    actor: Actor,
    verb: Verb,
    entries: Sequence[Entry],
    at: datetime,
    text: str = "",
    owner: int | None = None,
    other: int | None = None,
) -> list[Result]:
    """Take ``verb`` on each; results in the order of ``entries``."""
    about: dict[str, Any] = {"verb": verb, "text": text, "owner": owner, "other": other}
    return [_take(actor, each, Step(seen=each.seen, **about), at) for each in entries]


def _take(actor: Actor, entry: Entry, step: Step, at: datetime) -> Result:
    try:
        answer = take_step(key=entry.key, actor=actor, issue_id=entry.issue, step=step, at=at)
    except DomainError as error:
        return Result(entry, error=error)
    return Result(entry, answer)
