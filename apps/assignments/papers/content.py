"""What a paper says, as data: no database, no file format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: longitude and latitude in degrees
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A household as a line of a table. ``place`` None: it stands on no map.

    ``number`` counts within the person's households; ``phone`` is empty where the reader's post
    does not need it. ``village`` and ``group`` are keys.
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


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Somebody with their households in the order of the places.

    ``key`` is the person's; ``home`` is None where it is unknown or not for the reader.
    """

    number: int
    key: int
    name: str
    post: str
    duty: str
    home: Place | None
    homes: Sequence[HomeLine]

    @property
    def residents(self) -> int:
        return sum(line.size or 0 for line in self.homes)


@dataclass(frozen=True, slots=True)
class PaperContent:
    """A plan as far as its reader sees it; ``is_partial``: it has more than that.

    ``state`` is a ``PlanState``; days are None as long as nothing is resolved. ``amended``: number
    and day of the resolution that this one amends.
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

    @property
    def homes(self) -> int:
        return sum(len(part.homes) for part in self.people)

    @property
    def carriers(self) -> int:
        """People who are given households, not only another duty."""
        return sum(bool(part.homes) for part in self.people)
