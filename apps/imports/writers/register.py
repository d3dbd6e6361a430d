"""Finds households and members the way the office's other files name them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.contrib.gis.geos import Point
from django.db.models import FloatField, Func

from apps.areas.models import Commune
from apps.common.text import name_key, same_name
from apps.households.models import Household
from apps.imports.rows import cells as read
from apps.people.kinds import PostKind
from apps.people.models import Membership, Person, Post, VillageWorker


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


@dataclass(frozen=True, slots=True)
class _Stint:
    """Somebody who may look after households, from ``since`` up to, not including, ``until``."""

    person: Person
    since: date | None
    until: date | None

    def is_in_force(self, day: date) -> bool:
        return self.is_not_over(day) and (self.since is None or self.since <= day)

    def is_not_over(self, day: date) -> bool:
        return self.until is None or day < self.until


class Register:
    """The commune's households by code, and those who look after them by list number and name.

    Members go by both; who works in a village or is its head need be no member, and has a name
    only. Whoever left is still found for the days before.
    """

    def __init__(self, commune: Commune) -> None:
        self.households = homes_of(commune)
        self._by_number: dict[int, list[_Stint]] = {}
        self._by_name: dict[str, list[_Stint]] = {}
        memberships = Membership.objects.filter(cell__commune=commune)
        for row in memberships.select_related("person").order_by("pk"):
            stint = self._add(row)
            if row.list_number is not None:
                self._by_number.setdefault(row.list_number, []).append(stint)
        in_villages: tuple[Iterable[VillageWorker | Post], ...] = (
            VillageWorker.objects.filter(village__commune=commune).select_related("person"),
            Post.objects.filter(
                village__commune=commune, kind=PostKind.VILLAGE_HEAD
            ).select_related("person"),
        )
        for duty in chain.from_iterable(in_villages):
            self._add(duty)

    def _add(self, duty: Membership | VillageWorker | Post) -> _Stint:
        stint = _Stint(duty.person, duty.valid_from, duty.valid_to)
        self._by_name.setdefault(name_key(duty.person.full_name), []).append(stint)
        return stint

    def household(self, code: str) -> Home | None:
        """The household of this code; of a double's code, the one that was kept."""
        return self.households.get(code)

    def member(self, number: int | None, name: str, day: date) -> Person | None:
        """Who had this number on the day, if a given name agrees; else the only one so named."""
        if number is not None:
            alike = [
                stint
                for stint in self._by_number.get(number, [])
                if not name or same_name(stint.person.full_name, name)
            ]
            people = _serving(alike, day)
            # Numbers given twice: without a name the later one counts.
            return people[-1] if people else None
        people = _serving(self._by_name.get(name_key(name), []), day)
        return people[0] if len(people) == 1 else None


def _serving(stints: Sequence[_Stint], day: date) -> list[Person]:
    """Whose stints hold the day; else whose are not over by then, since the first list of a
    commune is often written down long after people began.
    """
    in_force = [stint for stint in stints if stint.is_in_force(day)]
    found = in_force or [stint for stint in stints if stint.is_not_over(day)]
    return list({stint.person.pk: stint.person for stint in found}.values())
