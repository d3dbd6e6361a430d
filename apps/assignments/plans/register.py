"""What a plan is made from: a cell's households, and the people who may be in charge of them.

For services; whoever answers a request reads what comes of it through a scope.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db.models import Count, F, QuerySet

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.expressions import person_in_charge
from apps.assignments.models import Assignment
from apps.assignments.plans.models import AssignmentRule
from apps.assignments.plans.neighbours import Neighbours, neighbours_of
from apps.assignments.plans.rules import rule_of
from apps.households.models import Household, HouseholdMember, PositionSource, PovertyStatus
from apps.people.capacities import Capacities, capacities_of
from apps.people.kinds import LEADING_POSTS, NOT_ASSIGNABLE, Health, PostKind
from apps.people.models import CellVillage, Membership, PartyCell, Post, VillageWorker

#: longitude and latitude in degrees
Place = tuple[float, float]
_POOR = frozenset({PovertyStatus.POOR, PovertyStatus.NEAR_POOR})


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A living household of the cell. ``place`` None: neither it nor its group has one.

    ``person``: who is in charge on the day (a key).
    """

    household: int
    village: int
    group: int | None
    place: Place | None
    is_provisional: bool
    is_poor: bool
    person: int | None


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """Somebody who may be in charge. ``villages`` None: anywhere in the cell.

    ``limit``: how many they can carry in all; ``elsewhere``: how many they carry that are none of
    the cell's.
    """

    person: int
    villages: frozenset[int] | None
    limit: int
    elsewhere: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class Register:
    """A cell on one day: its households and its people by their keys.

    ``neighbours``: keys of the other cells in its villages; ``theirs``: households there that those
    look after, none of the cell's own. ``own``: (household, person) of who lives there.
    """

    cell: PartyCell
    at: date
    rule: AssignmentRule
    homes: dict[int, HomeRow]
    carriers: dict[int, CarrierRow]
    neighbours: frozenset[int]
    theirs: frozenset[int]
    own: frozenset[tuple[int, int]]

    def may_carry(self, person: int, household: int) -> bool:
        """Whether the person may be given the household, load and distance aside."""
        carrier, home = self.carriers.get(person), self.homes.get(household)
        if carrier is None or home is None or (household, person) in self.own:
            return False
        return carrier.villages is None or home.village in carrier.villages


def register_of(cell: PartyCell, *, at: date) -> Register:
    """The cell's households and people on the day ``at``.

    Twelve queries, whatever their number; three more where another cell works in its villages.
    """
    villages = villages_of(cell)
    neighbours = neighbours_of(cell, villages, at=at)
    homes, theirs = _homes(villages, neighbours, at)
    rule = rule_of(cell.commune_id)
    carriers = _carriers(cell, at, rule, homes)
    return Register(
        cell, at, rule, homes, carriers, neighbours.cells, theirs, frozenset(own_homes(homes))
    )


def own_homes(households: Collection[int]) -> list[tuple[int, int]]:
    """(Household, person) of the people with a duty who live in these households."""
    rows = HouseholdMember.objects.current().filter(household__in=households, person__isnull=False)
    return list(rows.values_list("household_id", "person_id"))


def villages_of(cell: PartyCell) -> set[int]:
    """Keys of the villages in which the cell works."""
    return set(CellVillage.objects.filter(cell=cell).values_list("village_id", flat=True))


def _homes(
    villages: Collection[int], neighbours: Neighbours, at: date
) -> tuple[dict[int, HomeRow], frozenset[int]]:
    """The cell's own living households, and the keys of the other cells' in the same villages."""
    rows = (
        Household.objects.living(at=at)
        .filter(village__in=villages)
        .annotate(in_charge=person_in_charge(at))
        .order_by("pk")
    )
    found, theirs = [], set()
    for row in rows:
        if neighbours.have(row.pk, row.village_id, row.in_charge):
            theirs.add(row.pk)
        else:
            found.append(row)
    centres = _centres({row.group_id for row in found if row.position is None})
    return {row.pk: _home(row, centres) for row in found}, frozenset(theirs)


def _home(row: Household, centres: dict[int, Place]) -> HomeRow:
    place = _place(row.position) or centres.get(row.group_id or 0)
    own = row.position is not None and row.position_source != PositionSource.GROUP_CENTRE
    in_charge: int | None = getattr(row, "in_charge", None)
    return HomeRow(
        household=row.pk,
        village=row.village_id,
        group=row.group_id,
        place=place,
        is_provisional=place is not None and not own,
        is_poor=row.poverty_status in _POOR,
        person=in_charge,
    )


def _place(point: Point | None) -> Place | None:
    return None if point is None else (point.x, point.y)


def _centres(groups: Collection[int | None]) -> dict[int, Place]:
    """A point inside each group, for households without a position of their own."""
    rows = SelfManagedGroup.objects.filter(pk__in={group for group in groups if group})
    points = rows.annotate(centre=PointOnSurface(F("geom"))).values_list("pk", "centre")
    return {pk: (centre.x, centre.y) for pk, centre in points}


def _carriers(
    cell: PartyCell, at: date, rule: AssignmentRule, homes: Collection[int]
) -> dict[int, CarrierRow]:
    """Members of the cell, wherever its villages are, and who works or leads in one of them."""
    members = Membership.objects.in_force(at=at).filter(cell=cell)
    return _among(members, lambda _row: None, villages_of(cell), rule, homes, at)


def _among(
    members: QuerySet[Membership],
    works_in: Callable[[Membership], frozenset[int] | None],
    villages: Collection[int],
    rule: AssignmentRule,
    homes: Collection[int],
    at: date,
) -> dict[int, CarrierRow]:
    """Of ``members`` those who carry, each where ``works_in`` says (None: anywhere here), and of
    the ``villages`` the workers and heads who are none of them.
    """
    usual = capacities_of([rule.commune_id])[rule.commune_id]
    rows = {row.person_id: row for row in members.select_related("person").order_by("pk")}
    able = {person: row for person, row in rows.items() if usual.assigns(row)}
    workers = _workers(villages, at, but=set(rows)) if usual.of_worker else {}
    leading = _leading({*able, *workers}, at)
    elsewhere = _carried_elsewhere({*able, *workers}, homes, at)
    found = [
        CarrierRow(
            person=person,
            villages=works_in(row),
            limit=limit_of(row, usual, rule, leads=person in leading),
            elsewhere=elsewhere.get(person, 0),
            place=_place(row.person.home),
        )
        for person, row in able.items()
    ]
    found += [
        CarrierRow(
            person=person,
            villages=where,
            limit=_share(usual.of_worker, rule, leads=person in leading),
            elsewhere=elsewhere.get(person, 0),
            place=place,
        )
        for person, (where, place) in workers.items()
    ]
    return {row.person: row for row in sorted(found, key=lambda each: each.person)}


def _leading(people: Collection[int], at: date) -> set[int]:
    """Who of them leads a cell or a village on the day."""
    rows = Post.objects.in_force(at=at).filter(person__in=people, kind__in=sorted(LEADING_POSTS))
    return set(rows.values_list("person_id", flat=True))


def limit_of(
    membership: Membership, usual: Capacities, rule: AssignmentRule, *, leads: bool = False
) -> int:
    """Households a member can carry: as said of them, else the usual number less for health and
    for leading a cell or a village, rounded up.
    """
    most = usual.of(membership)
    if membership.capacity is not None:
        return most
    percents = {Health.FAIR.value: rule.fair_percent, Health.WEAK.value: rule.weak_percent}
    return _share(most, rule, leads=leads, percent=percents.get(membership.health, 100))


def _share(most: int, rule: AssignmentRule, *, leads: bool, percent: int = 100) -> int:
    """Households, rounded up: less for who leads a cell or a village besides."""
    return ceil(most * percent * (rule.post_percent if leads else 100) / 10_000)


def _workers(
    among: Collection[int], at: date, but: Collection[int]
) -> dict[int, tuple[frozenset[int], Place | None]]:
    """Village workers and heads of the villages ``among`` who are no members: where they may work,
    where they live.

    A member of another cell that excused them from work is left alone here too.
    """
    excused = Membership.objects.in_force(at=at).filter(kind__in=NOT_ASSIGNABLE).values("person")
    posts = Post.objects.filter(kind=PostKind.VILLAGE_HEAD)
    places: dict[int, Place | None] = {}
    villages: dict[int, set[int]] = {}
    for rows in (VillageWorker.objects.all(), posts):
        found = rows.in_force(at=at).filter(village__in=among)
        found = found.exclude(person__in=but).exclude(person__in=excused)
        for person, village, home in found.values_list("person", "village", "person__home"):
            places[person] = _place(home)
            villages.setdefault(person, set()).add(village)
    return {person: (frozenset(villages[person]), place) for person, place in places.items()}


def _carried_elsewhere(people: Collection[int], homes: Collection[int], at: date) -> dict[int, int]:
    rows = Assignment.objects.for_households().in_force(at=at).filter(person__in=people)
    others = rows.exclude(household__in=homes).order_by()
    return dict(others.values_list("person").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class CommuneRegister:
    """All of a commune's households and people on one day, whichever cell they are of.

    A household stands in it once, also where two cells work in its village or none does.
    """

    commune: Commune
    at: date
    rule: AssignmentRule
    homes: dict[int, HomeRow]
    carriers: dict[int, CarrierRow]
    own: frozenset[tuple[int, int]]


def register_of_commune(commune: Commune, *, at: date) -> CommuneRegister:
    """As ``register_of``, of the whole commune; as many queries for one cell as for thirty."""
    rows = Household.objects.living(at=at).filter(commune=commune)
    found = list(rows.annotate(in_charge=person_in_charge(at)).order_by("pk"))
    centres = _centres({row.group_id for row in found if row.position is None})
    homes = {row.pk: _home(row, centres) for row in found}
    rule = rule_of(commune.pk)
    carriers = _carriers_of_commune(commune, at, rule, homes)
    return CommuneRegister(commune, at, rule, homes, carriers, frozenset(own_homes(homes)))


def _carriers_of_commune(
    commune: Commune, at: date, rule: AssignmentRule, homes: Collection[int]
) -> dict[int, CarrierRow]:
    """Members where their cells work, workers and heads in their villages."""
    places = _villages_by_cell(commune)
    members = Membership.objects.in_force(at=at).filter(cell__commune=commune)
    villages = set(Village.objects.filter(commune=commune).values_list("pk", flat=True))

    def works_in(row: Membership) -> frozenset[int]:
        return places.get(row.cell_id, frozenset())

    return _among(members, works_in, villages, rule, homes, at)


def _villages_by_cell(commune: Commune) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    links = CellVillage.objects.filter(cell__commune=commune)
    for cell, village in links.values_list("cell_id", "village_id"):
        found.setdefault(cell, set()).add(village)
    return {cell: frozenset(villages) for cell, villages in found.items()}
