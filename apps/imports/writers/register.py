"""Finds households and members the way the office's other files name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func

from apps.areas.models import Commune
from apps.common.text import name_key, same_name
from apps.households.models import Household
from apps.imports.rows import cells as read
from apps.people.models import Membership, Person


@dataclass(frozen=True, slots=True)
class Home:
    """What other files need of a household: no more, since a commune has many."""

    pk: int
    code: str
    lon: float | None
    lat: float | None
    #: from this day on it counts no more
    left_on: date | None

    def gone_since(self, at: date) -> date | None:
        """The day on which it left, if it has by the day ``at``."""
        return self.left_on if self.left_on is not None and self.left_on <= at else None

    @property
    def place(self) -> tuple[float | None, float | None]:
        return self.lon, self.lat

    @property
    def position(self) -> Point | None:
        if self.lon is None or self.lat is None:
            return None
        return Point(self.lon, self.lat, srid=4326)


def _degrees(function: str) -> Func:
    return Func("position", function=function, output_field=FloatField())


def homes_of(commune: Commune) -> dict[str, Home]:
    """The commune's households by their codes, as files are read; by a double's code, the one
    that was kept.
    """
    rows = Household.objects.filter(commune=commune)
    doubles = rows.filter(merged_into__isnull=False).values_list("pk", "merged_into")
    kept = {pk: into for pk, into in doubles if into is not None}
    found = rows.annotate(lon=_degrees("ST_X"), lat=_degrees("ST_Y")).values_list(
        "pk", "code", "lon", "lat", "left_on"
    )
    homes = {home[0]: Home(*home) for home in found.iterator()}
    return {read.reference(home.code): homes[_last(pk, kept)] for pk, home in homes.items()}


def _last(pk: int, kept: Mapping[int, int]) -> int:
    while pk in kept:
        pk = kept[pk]
    return pk


class Register:
    """The commune's households by code, and its members by list number and name."""

    def __init__(self, commune: Commune) -> None:
        self.households = homes_of(commune)
        memberships = Membership.objects.filter(
            cell__commune=commune, valid_to__isnull=True
        ).select_related("person")
        self._by_number: dict[int, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        for membership in memberships:
            if membership.list_number is not None:
                self._by_number.setdefault(membership.list_number, []).append(membership.person)
            self._by_name.setdefault(name_key(membership.person.full_name), []).append(
                membership.person
            )

    def household(self, code: str) -> Home | None:
        """The household of this code; of a double's code, the one that was kept."""
        return self.households.get(code)

    def member(self, number: int | None, name: str) -> Person | None:
        """The member with this number, if a given name agrees; else the only one of this name."""
        if number is not None:
            alike = [
                person
                for person in self._by_number.get(number, [])
                if not name or same_name(person.full_name, name)
            ]
            # Numbers given twice: without a name the later one counts.
            return alike[-1] if alike else None
        alike = self._by_name.get(name_key(name), [])
        return alike[0] if len(alike) == 1 else None
