"""Whom the rows of a list of members are about: somebody known, somebody new, or nobody can say.

Names repeat, lists number their people anew, and many give no more than a year of birth. What is
known of both sides must agree; what is left is told apart by number and cell. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.common.text import name_key
from apps.imports.rows.members import CleanMember
from apps.imports.writers.places import bare_name

LISTED_TWICE: Final = "member_listed_twice"
AMBIGUOUS: Final = "member_ambiguous"

_SAME_DAY, _SAME_YEAR, _UNKNOWN = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody known who bears a name; ``number`` and ``cell`` of the latest membership."""

    person: int
    birth_date: date | None
    born_in: int | None
    number: int | None
    cell: str


@dataclass(frozen=True, slots=True)
class Match:
    """``person``: key of somebody known, None for somebody new; ``refused``: why neither."""

    person: int | None = None
    refused: str | None = None


# How a row and somebody of its name, whose births agree so well, are seen to be one.
_Sign = Callable[[CleanMember, Bearer], bool]


def identify(rows: Sequence[CleanMember], known: Mapping[str, Sequence[Bearer]]) -> list[Match]:
    """A match for each row; ``known``: by ``name_key``."""
    by_name: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        by_name.setdefault(name_key(row.full_name), []).append(index)
    found = [Match()] * len(rows)
    for name, indices in by_name.items():
        alike = _told_apart([rows[index] for index in indices], known.get(name, ()))
        for index, match in zip(indices, alike, strict=True):
            found[index] = match
    return found


def _told_apart(rows: Sequence[CleanMember], bearers: Sequence[Bearer]) -> list[Match]:
    """The same for rows of one name and those who bear it."""
    twice = _twice(rows)
    once = [row for row, again in zip(rows, twice, strict=True) if not again]
    matches = iter(_Pairing(once, bearers).matches())
    return [Match(refused=LISTED_TWICE) if again else next(matches) for again in twice]


class _Above:
    """The rows above, of one name, as far as they tell whether one is about the same person."""

    def __init__(self) -> None:
        self._days: set[date] = set()
        #: number → years of birth of all rows, and of those without a day
        self._years: dict[int | None, set[int | None]] = {}
        self._undated: dict[int | None, set[int | None]] = {}

    def holds(self, row: CleanMember) -> bool:
        """Whether a row above is about the same person, as far as the list can tell."""
        if row.birth_date is None:
            return _fits_any(row.birth_year, self._years.get(row.list_number, set()))
        undated = self._undated.get(row.list_number, set())
        return row.birth_date in self._days or _fits_any(row.birth_year, undated)

    def add(self, row: CleanMember) -> None:
        self._years.setdefault(row.list_number, set()).add(row.birth_year)
        if row.birth_date is None:
            self._undated.setdefault(row.list_number, set()).add(row.birth_year)
        else:
            self._days.add(row.birth_date)


def _twice(rows: Sequence[CleanMember]) -> list[bool]:
    """For each row of one name, whether one above is about the same person."""
    above = _Above()
    found = []
    for row in rows:
        found.append(above.holds(row))
        above.add(row)
    return found


def _fits_any(year: int | None, others: set[int | None]) -> bool:
    return bool(others) and (year is None or None in others or year in others)


def _strength(row: CleanMember, bearer: Bearer) -> int | None:
    """How well the births agree; None if they cannot be one person's."""
    if row.birth_date is not None and bearer.birth_date is not None:
        return _SAME_DAY if row.birth_date == bearer.birth_date else None
    if row.birth_year is None or bearer.born_in is None:
        return _UNKNOWN
    return _SAME_YEAR if row.birth_year == bearer.born_in else None


def _same_number(row: CleanMember, bearer: Bearer) -> bool:
    return row.list_number is not None and row.list_number == bearer.number


def _same_cell(row: CleanMember, bearer: Bearer) -> bool:
    return name_key(bare_name(row.cell)) == name_key(bare_name(bearer.cell))


def _both(row: CleanMember, bearer: Bearer) -> bool:
    return _same_number(row, bearer) and _same_cell(row, bearer)


def _no_other_number(row: CleanMember, bearer: Bearer) -> bool:
    return row.list_number is None or bearer.number in {None, row.list_number}


def _anyhow(row: CleanMember, bearer: Bearer) -> bool:
    return True


_SIGNS: Final[Sequence[tuple[int, Sequence[_Sign]]]] = (
    (_SAME_DAY, (_both, _same_number, _same_cell, _anyhow)),
    (_SAME_YEAR, (_both, _same_number, _same_cell, _no_other_number)),
    (_UNKNOWN, (_both, _same_number, _same_cell)),
)


class _Pairing:
    """Rows and bearers of one name find each other, the surest first."""

    def __init__(self, rows: Sequence[CleanMember], bearers: Sequence[Bearer]) -> None:
        self.rows, self.bearers = rows, bearers
        self.taken: dict[int, int] = {}

    def matches(self) -> list[Match]:
        for strength, signs in _SIGNS:
            for sign in signs:
                self._pair(strength, sign)
        claimed = set(self.taken.values())
        return [self._match(index, claimed) for index in range(len(self.rows))]

    def _pair(self, strength: int, sign: _Sign) -> None:
        """Take the pairs in which each is the only one for the other."""
        claimed = set(self.taken.values())
        pairs = [
            (index, place)
            for index, row in enumerate(self.rows)
            if index not in self.taken
            for place, bearer in enumerate(self.bearers)
            if place not in claimed and _strength(row, bearer) == strength and sign(row, bearer)
        ]
        rows = Counter(index for index, _place in pairs)
        places = Counter(place for _index, place in pairs)
        self.taken |= {index: place for index, place in pairs if rows[index] == places[place] == 1}

    def _match(self, index: int, claimed: set[int]) -> Match:
        if index in self.taken:
            return Match(self.bearers[self.taken[index]].person)
        perhaps = any(
            place not in claimed and _strength(self.rows[index], bearer) is not None
            for place, bearer in enumerate(self.bearers)
        )
        return Match(refused=AMBIGUOUS) if perhaps else Match()
