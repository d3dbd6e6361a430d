"""What a paper says, as data: no database, no file format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from apps.assignments.tiers import Tier

#: longitude and latitude in degrees
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A household as a line of a table. ``place`` None: it stands on no map.

    ``number`` counts within the person's households; ``phone`` is empty where the reader's post
    does not need it. ``village`` and ``group`` are keys. ``is_void``: planned, and not in force or
    not to be had; the note says why.
    """

    number: int
    head: str
    unit: str
    size: int | None
    status: str
    phone: str
    note: str
    village: int
    group: int | None
    place: Place | None
    is_provisional: bool
    is_void: bool = False

    @property
    def cells(self) -> dict[str, str | int | None]:
        """What stands in the columns of a table, by their keys."""
        return {
            "number": self.number,
            "head": self.head,
            "place": self.unit,
            "size": self.size,
            "status": self.status,
            "phone": self.phone,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A group or a village as a line of a table, in papers of tiers 1 and 2.

    ``village`` and ``group`` are keys, ``group`` None of a village itself; ``village_name``: of a
    group. ``households`` and ``poor``: how many live there, poor and near-poor ones among them.
    ``place``: the middle of its ground.
    """

    number: int
    name: str
    village_name: str
    households: int
    poor: int
    secretary: str
    note: str
    village: int
    group: int | None
    place: Place | None
    is_provisional: bool = False
    is_void: bool = False

    @property
    def size(self) -> int:
        return self.households

    @property
    def cells(self) -> dict[str, str | int | None]:
        """What stands in the columns of a table, by their keys."""
        return {
            "number": self.number,
            "unit": self.name,
            "village": self.village_name,
            "households": self.households,
            "poor": self.poor,
            "secretary": self.secretary,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Somebody with their households, groups or villages in the order of the places.

    ``key`` is the person's; ``home`` is None where it is unknown or not for the reader.
    """

    number: int
    key: int
    name: str
    post: str
    duty: str
    home: Place | None
    homes: Sequence[HomeLine | UnitLine]

    @property
    def residents(self) -> int:
        """Of households the people in them, of units the households."""
        return sum(line.size or 0 for line in self.given)

    @property
    def given(self) -> list[HomeLine | UnitLine]:
        """What the person is really given."""
        return [line for line in self.homes if not line.is_void]

    def without_void(self) -> PersonPart:
        lines = [replace(line, number=n) for n, line in enumerate(self.given, start=1)]
        return replace(self, homes=lines)


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A plan as far as its reader sees it; ``is_partial``: it has more than that.

    ``state`` is a ``PlanState``; days are None as long as nothing is resolved. ``amended``: number
    and day of the resolution that this one amends. ``cell``: the body that decides, the commune's
    committee in plans of tiers 1 and 2; ``province``: with its kind, "tỉnh …".
    """

    commune: str
    commune_name: str
    cell: str
    year: int
    state: str
    number: str
    decided_on: date | None
    effective_on: date | None
    ended_on: date | None
    amended: tuple[str, date] | None
    signer: str
    people: Sequence[PersonPart]
    is_partial: bool
    tier: int = Tier.HOUSEHOLD
    province: str = ""

    @property
    def homes(self) -> int:
        """Households; of tiers 1 and 2 units, each once however many people have it."""
        return self._different([line for part in self.people for line in part.given])

    @property
    def named(self) -> int:
        """All that the paper names, void or not, counted alike."""
        return self._different([line for part in self.people for line in part.homes])

    def _different(self, lines: Sequence[HomeLine | UnitLine]) -> int:
        if self.tier == Tier.HOUSEHOLD:
            return len(lines)
        return len({(line.village, line.group) for line in lines})

    @property
    def carriers(self) -> int:
        """People who are given households or units, not only another duty."""
        return sum(bool(part.given) for part in self.people)

    def without_void(self) -> PaperContent:
        """As lists for those who go by them: nobody is sent where they are not in charge."""
        return replace(self, people=[part.without_void() for part in self.people])
