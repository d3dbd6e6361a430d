"""What one edit of a draft changes, before and after: as data, and as the JSON that is kept.

Pure. The inverse of an edit's changes takes it back, as long as what it wrote still stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody planned for a group or a village, and how."""

    locked: bool = False
    provisional: bool = False
    source: str = "hand"


@dataclass(frozen=True, slots=True)
class SeatChange:
    """``unit``: a group at tier 2, a village at tier 1."""

    unit: int
    person: int
    before: Seat | None
    after: Seat | None

    @property
    def key(self) -> Key:
        """Of the unit: who put somebody there must know whom others put there meanwhile."""
        return ("seat", self.unit, 0)


@dataclass(frozen=True, slots=True)
class SeatBanChange:
    unit: int
    person: int
    before: str | None
    after: str | None

    @property
    def key(self) -> Key:
        return ("seat_ban", self.unit, self.person)


@dataclass(frozen=True, slots=True)
class SecretaryChange:
    """``before`` and ``after``: keys of people."""

    village: int
    before: int | None
    after: int | None

    @property
    def key(self) -> Key:
        return ("secretary", self.village, 0)


#: what is changed: kind, household or unit, person (0 where there is none)
Key = tuple[str, int, int]
UpperChange = SeatChange | SeatBanChange | SecretaryChange
Change = PairChange | BanChange | DutyChange | UpperChange


@dataclass(frozen=True, slots=True)
class Changes:
    pairs: tuple[PairChange, ...] = ()
    bans: tuple[BanChange, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    seats: tuple[SeatChange, ...] = ()
    seat_bans: tuple[SeatBanChange, ...] = ()
    secretaries: tuple[SecretaryChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.every)

    @property
    def every(self) -> tuple[Change, ...]:
        of_cells: tuple[Change, ...] = (*self.pairs, *self.bans, *self.duties)
        return (*of_cells, *self.seats, *self.seat_bans, *self.secretaries)

    @property
    def inverse(self) -> Changes:
        return Changes(
            tuple(PairChange(c.household, c.after, c.before) for c in self.pairs),
            tuple(BanChange(c.household, c.person, c.after, c.before) for c in self.bans),
            tuple(DutyChange(c.person, c.after, c.before) for c in self.duties),
            tuple(SeatChange(c.unit, c.person, c.after, c.before) for c in self.seats),
            tuple(SeatBanChange(c.unit, c.person, c.after, c.before) for c in self.seat_bans),
            tuple(SecretaryChange(c.village, c.after, c.before) for c in self.secretaries),
        )


def as_json(changes: Changes) -> dict[str, list[dict[str, Any]]]:
    """The columns of a ``PlanEdit``."""
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
        "seats": [
            {
                "unit": c.unit,
                "person": c.person,
                "before": c.before and asdict(c.before),
                "after": c.after and asdict(c.after),
            }
            for c in changes.seats
        ],
        "seat_bans": [asdict(c) for c in changes.seat_bans],
        "secretaries": [asdict(c) for c in changes.secretaries],
    }


_Rows = list[dict[str, Any]]


def from_json(pairs: _Rows, bans: _Rows, duties: _Rows, **upper: _Rows) -> Changes:
    """``upper``: the lists of the upper tiers by their names."""
    return Changes(
        tuple(PairChange(c["household"], _read(c["before"]), _read(c["after"])) for c in pairs),
        tuple(BanChange(c["household"], c["person"], c["before"], c["after"]) for c in bans),
        tuple(DutyChange(c["person"], c["before"], c["after"]) for c in duties),
        tuple(_seat_change(c) for c in upper.get("seats", ())),
        tuple(SeatBanChange(**c) for c in upper.get("seat_bans", ())),
        tuple(SecretaryChange(**c) for c in upper.get("secretaries", ())),
    )


def _seat_change(said: Mapping[str, Any]) -> SeatChange:
    before, after = (said[when] and Seat(**said[when]) for when in ("before", "after"))
    return SeatChange(said["unit"], said["person"], before, after)


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


def same_seat(one: Seat | None, other: Seat | None) -> bool:
    """Whether two decisions about somebody in a unit are the same."""
    return (one and one.locked) == (other and other.locked) and (one is None) == (other is None)
