"""Where people live, as far as the household list knows. Households lie above this app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.gis.geos import Point

from apps.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Residence:
    """A household that somebody lives in; given only within the reader's reach."""

    household: int
    code: str
    head_name: str
    village: str


# Key of a person, who asks, the day → the households.
ResidenceFinder = Callable[[int, Actor, date], list[Residence]]
# Code of a household, who asks, the day → where it stands; None: no such household, or no point.
PlaceFinder = Callable[[str, Actor, date], Point | None]
_finders: dict[str, tuple[ResidenceFinder, PlaceFinder]] = {}


def register(name: str, residences: ResidenceFinder, place: PlaceFinder) -> None:
    _finders[name] = (residences, place)


def residences_of(person: int, *, actor: Actor, at: date) -> list[Residence]:
    return [home for find, _place in _finders.values() for home in find(person, actor, at)]


def place_of(code: str, *, actor: Actor, at: date) -> Point | None:
    """Where the household of this code stands, if the actor reaches it and it has a point."""
    places = (place(code, actor, at) for _find, place in _finders.values())
    return next((point for point in places if point is not None), None)
