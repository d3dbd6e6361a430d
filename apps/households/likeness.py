"""How much two entries in the list of households look like one household. Pure.

Nobody is merged by this: it sorts a worklist for people, and says in words what speaks for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apps.common.text import fold, tidy

#: metres within which two entries may be one house
NEAR_METRES: Final = 50.0
#: metres within which they stand in one yard
SAME_PLACE_METRES: Final = 15.0
#: metres beyond which two entries with positions are hardly one house
FAR_METRES: Final = 500.0
#: share of letters in common (``name_likeness``) from which two names may be one, written badly
ALIKE_NAMES: Final = 0.55
#: points from which a pair is worth somebody's look
WORTH_A_LOOK: Final = 50
#: mean radius of the earth in metres
_EARTH: Final = 6_371_008.8


class Sign(StrEnum):
    """What speaks for a pair (or, the last ones, against it)."""

    SAME_NAME = "same_name"
    ALIKE_NAME = "alike_name"
    SAME_PHONE = "same_phone"
    SAME_PLACE = "same_place"
    NEAR = "near"
    SAME_BIRTH_YEAR = "same_birth_year"
    SAME_ADDRESS = "same_address"
    OTHER_BIRTH_YEAR = "other_birth_year"
    FAR = "far"


#: What each sign weighs. A name alone is never enough: whole villages share a few names.
POINTS: Final[dict[Sign, int]] = {
    Sign.SAME_NAME: 35,
    Sign.ALIKE_NAME: 20,
    Sign.SAME_PHONE: 30,
    Sign.SAME_PLACE: 20,
    Sign.NEAR: 15,
    Sign.SAME_BIRTH_YEAR: 15,
    Sign.SAME_ADDRESS: 10,
    Sign.OTHER_BIRTH_YEAR: -20,
    Sign.FAR: -10,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared. ``phone`` in digits, "" also where too many share it to mean anything."""

    name: str
    phone: str = ""
    birth_year: int | None = None
    address: str = ""
    #: lon, lat in degrees
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` 0..100; ``metres`` between the two where both have a position."""

    score: int
    signs: tuple[Sign, ...]
    metres: float | None

    @property
    def is_worth_a_look(self) -> bool:
        return self.score >= WORTH_A_LOOK


def likeness(one: Facts, other: Facts) -> Likeness:
    """The same whichever of the two comes first."""
    metres = None if one.place is None or other.place is None else distance(one.place, other.place)
    found = (
        _of_names(one.name, other.name),
        Sign.SAME_PHONE if one.phone and one.phone == other.phone else None,
        _of_distance(metres),
        _of_birth_years(one.birth_year, other.birth_year),
        Sign.SAME_ADDRESS if _same_address(one.address, other.address) else None,
    )
    signs = tuple(sign for sign in found if sign is not None)
    score = sum(POINTS[sign] for sign in signs)
    return Likeness(max(0, min(100, score)), signs, metres)


def _of_names(one: str, other: str) -> Sign | None:
    likeness = name_likeness(one, other)
    if likeness == 1.0:
        return Sign.SAME_NAME
    return Sign.ALIKE_NAME if likeness >= ALIKE_NAMES else None


def _of_distance(metres: float | None) -> Sign | None:
    if metres is None:
        return None
    if metres <= SAME_PLACE_METRES:
        return Sign.SAME_PLACE
    if metres <= NEAR_METRES:
        return Sign.NEAR
    return Sign.FAR if metres > FAR_METRES else None


def _of_birth_years(one: int | None, other: int | None) -> Sign | None:
    if one is None or other is None:
        return None
    if one == other:
        return Sign.SAME_BIRTH_YEAR
    # Papers are often a year off; what differs by one says nothing.
    return Sign.OTHER_BIRTH_YEAR if abs(one - other) > 1 else None


def _same_address(one: str, other: str) -> bool:
    """Only an address with a number in it tells one house from its village."""
    plain = fold(tidy(one))
    return plain == fold(tidy(other)) and any(sign.isdigit() for sign in plain)


def name_likeness(one: str, other: str) -> float:
    """0..1 by the three-letter pieces two names share, as ``pg_trgm`` counts; 1 only if equal but
    for accents, case and spaces.
    """
    first, second = fold(tidy(one)), fold(tidy(other))
    if first == second:
        return 1.0 if first else 0.0
    pieces, others = _pieces(first), _pieces(second)
    together = len(pieces | others)
    # Words in another order have the same pieces, but are another name.
    return min(0.99, len(pieces & others) / together) if together else 0.0


def _pieces(text: str) -> frozenset[str]:
    words = (f"  {word} " for word in text.split(" ") if word)
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two places (lon, lat in degrees) on a sphere; exact enough for a village."""
    (lon, lat), (lon2, lat2) = sorted((one, other))
    middle = math.cos(math.radians((lat + lat2) / 2))
    x = math.radians(lon2 - lon) * middle
    y = math.radians(lat2 - lat)
    return _EARTH * math.hypot(x, y)
