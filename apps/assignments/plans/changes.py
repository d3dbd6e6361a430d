"""What one edit of a draft changes, before and after: as data, and as the JSON that is kept.

Pure. The inverse of an edit's changes takes it back, as long as what it wrote still stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """Who is planned for a household, and how."""

    person: int
    locked: bool = False
    provisional: bool = False
    source: str = "hand"

    @property
    def decision(self) -> tuple[int, bool]:
        """What people decide; the rest follows."""
        return self.person, self.locked


@dataclass(frozen=True, slots=True)
class PairChange:
    household: int
    before: Held | None
    after: Held | None

    @property
    def key(self) -> Key:
        return ("pair", self.household, 0)


@dataclass(frozen=True, slots=True)
class BanChange:
    """``before`` and ``after``: the reason why the pair is forbidden; None: it is not."""

    household: int
    person: int
    before: str | None
    after: str | None

    @property
    def key(self) -> Key:
        return ("ban", self.household, self.person)


@dataclass(frozen=True, slots=True)
class DutyChange:
    person: int
    before: str
    after: str

    @property
    def key(self) -> Key:
        return ("duty", 0, self.person)


#: what is changed: kind, household, person (0 where there is none)
Key = tuple[str, int, int]
Change = PairChange | BanChange | DutyChange


@dataclass(frozen=True, slots=True)
class Changes:
    pairs: tuple[PairChange, ...] = ()
    bans: tuple[BanChange, ...] = ()
    duties: tuple[DutyChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs or self.bans or self.duties)

    @property
    def every(self) -> tuple[Change, ...]:
        return (*self.pairs, *self.bans, *self.duties)

    @property
    def inverse(self) -> Changes:
        return Changes(
            tuple(PairChange(c.household, c.after, c.before) for c in self.pairs),
            tuple(BanChange(c.household, c.person, c.after, c.before) for c in self.bans),
            tuple(DutyChange(c.person, c.after, c.before) for c in self.duties),
        )


def as_json(changes: Changes) -> dict[str, list[dict[str, Any]]]:
    """The three columns of a ``PlanEdit``."""
    return {
        "pairs": [
            {"household": c.household, "before": _held(c.before), "after": _held(c.after)}
            for c in changes.pairs
        ],
        "bans": [
            {"household": c.household, "person": c.person, "before": c.before, "after": c.after}
            for c in changes.bans
        ],
        "duties": [
            {"person": c.person, "before": c.before, "after": c.after} for c in changes.duties
        ],
    }


def from_json(
    pairs: list[dict[str, Any]], bans: list[dict[str, Any]], duties: list[dict[str, Any]]
) -> Changes:
    return Changes(
        tuple(PairChange(c["household"], _read(c["before"]), _read(c["after"])) for c in pairs),
        tuple(BanChange(c["household"], c["person"], c["before"], c["after"]) for c in bans),
        tuple(DutyChange(c["person"], c["before"], c["after"]) for c in duties),
    )


def _held(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "person": held.person,
        "locked": held.locked,
        "provisional": held.provisional,
        "source": held.source,
    }


def _read(value: Mapping[str, Any] | None) -> Held | None:
    return None if value is None else Held(**value)


def same(one: Held | None, other: Held | None) -> bool:
    """Whether two decisions about a household are the same."""
    return (one and one.decision) == (other and other.decision)
