"""Finds households and members the way the office's other files name them."""

from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func

from apps.areas.models import Commune
from apps.common.text import same_name
from apps.households.models import Household
from apps.people.models import Membership, Person


@dataclass(frozen=True, slots=True)
class Home:
    """What other files need of a household: no more, since a commune has many."""

    pk: int
    code: str
    lon: float | None
    lat: float | None

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
    """The commune's households by their codes."""
    found = (
        Household.objects.filter(commune=commune)
        .annotate(lon=_degrees("ST_X"), lat=_degrees("ST_Y"))
        .values_list("pk", "code", "lon", "lat")
    )
    return {home[1]: Home(*home) for home in found.iterator()}


class Register:
    """The commune's households by code, and its members by list number and name."""

    def __init__(self, commune: Commune) -> None:
        self.households = homes_of(commune)
        memberships = Membership.objects.filter(
            cell__commune=commune, valid_to__isnull=True
        ).select_related("person")
        self._by_number: dict[int, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        for membership in memberships:
            if membership.list_number is not None:
                self._by_number[membership.list_number] = membership.person
            name = membership.person.full_name
            self._by_name.setdefault(name, []).append(membership.person)

    def household(self, code: str) -> Home | None:
        return self.households.get(code)

    def member(self, number: int | None, name: str) -> Person | None:
        """The member with this number, if a given name agrees; else the only one of this name."""
        if number is not None:
            person = self._by_number.get(number)
            if person is None or (name and not same_name(person.full_name, name)):
                return None
            return person
        alike = self._by_name.get(name, [])
        return alike[0] if len(alike) == 1 else None
