"""A commune office at work on the upper tiers: four groups, two villages, officers, a committee."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas.models import SelfManagedGroup
from apps.assignments.models import Assignment, AssignmentPlan, PlanSeat, Tier
from apps.assignments.plans import resolving, services
from apps.assignments.plans.kinds import Seed
from apps.assignments.plans.resolving import Resolution
from apps.assignments.plans.units import services as units
from apps.people.kinds import PostKind
from apps.people.models import CommuneOfficer, Person
from tests.conftest import NOW
from tests.factories.people import PersonFactory, PostFactory
from tests.factories.world import World

TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=100)
# Metres in degrees hereabouts do not matter: who is next door is next door.
STEP = 0.0005


@dataclass
class Office:
    """Officers 0, 1, 2 live in the first, second, third group; members 0, 1 in the villages.

    Officer 0 and member 0 are those of the cast: in charge of the first group and village.
    """

    world: World
    officers: list[Person] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)

    @property
    def office(self) -> User:
        return self.world.users[Role.COMMUNE_OFFICE]

    @property
    def leader(self) -> User:
        return self.world.users[Role.COMMUNE_LEADER]

    def actor(self, user: User | None = None) -> Actor:
        return actor_for(user or self.office, at=NOW)

    def order(self, user: User | None = None) -> Order:
        return Order(self.actor(user), "Soạn kế hoạch", NOW, uuid4())

    def people(self, tier: Tier) -> list[Person]:
        return self.officers if tier == Tier.OFFICER else self.members

    def units(self, tier: Tier) -> list[Any]:
        return list(self.world.groups if tier == Tier.OFFICER else self.world.villages)

    def start(
        self, tier: Tier = Tier.OFFICER, seed: Seed = Seed.EMPTY, user: User | None = None
    ) -> AssignmentPlan:
        answer = units.start_tier_plan(
            commune=self.world.commune.pk, tier=tier, seed=seed, year=2026, order=self.order(user)
        )
        return AssignmentPlan.objects.get(pk=answer["plan"])

    def seat(
        self,
        plan: AssignmentPlan,
        seats: Mapping[tuple[int, int], bool] | Iterable[tuple[int, int]],
        *,
        user: User | None = None,
        seen: int | None = None,
    ) -> dict[str, Any]:
        """(Unit, person) by their numbers; a plain list puts them there."""
        wanted = seats if isinstance(seats, Mapping) else dict.fromkeys(seats, True)
        plan.refresh_from_db()
        tier = Tier(plan.tier)
        return units.change_seats(
            plan=plan.pk,
            seats={
                (self.units(tier)[unit].pk, self.people(tier)[person].pk): on
                for (unit, person), on in wanted.items()
            },
            seen=plan.revision if seen is None else seen,
            order=self.order(user),
        )

    def held(self, plan: AssignmentPlan) -> set[tuple[int, int]]:
        """(Unit, person) of the plan by their numbers."""
        return self._numbers(plan.tier, ((s.unit, s.person_id) for s in _seats(plan)))

    def in_force(self, tier: Tier, at: date = TODAY) -> set[tuple[int, int]]:
        rows = Assignment.objects.in_force(at=at).filter(tier=tier)
        pairs = [(row.group_id or row.village_id or 0, row.person_id) for row in rows]
        return self._numbers(tier, pairs)

    def _numbers(self, tier: int, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        units = {unit.pk: n for n, unit in enumerate(self.units(Tier(tier)))}
        people = {person.pk: n for n, person in enumerate(self.people(Tier(tier)))}
        return {(units[unit], people[person]) for unit, person in pairs}

    def submit(self, plan: AssignmentPlan) -> AssignmentPlan:
        plan.refresh_from_db()
        services.submit(plan=plan.pk, seen=plan.revision, order=self.order())
        plan.refresh_from_db()
        return plan

    def resolve(
        self,
        plan: AssignmentPlan,
        *,
        agreed: int = 0,
        since: date = TODAY,
        user: User | None = None,
        number: str = "7-QĐ/ĐU",
    ) -> dict[str, Any]:
        return resolving.resolve(
            plan=plan.pk,
            resolution=Resolution(number, since, since),
            seen=plan.revision,
            agreed=agreed,
            order=self.order(user or self.leader),
        )


def _seats(plan: AssignmentPlan) -> list[PlanSeat]:
    return list(PlanSeat.objects.filter(plan=plan))


def live_in(person: Person, group: SelfManagedGroup) -> Person:
    west, south = group.geom.extent[:2]
    person.home = Point(west + STEP, south + STEP, srid=4326)
    person.save()
    return person


@pytest.fixture
def office(world: World) -> Office:
    commune = world.commune
    first = world.users[Role.GROUP_OFFICER].person
    officers = [first]
    officers += [
        PersonFactory.create(commune=commune, full_name=name)
        for name in ("Hà Văn Nhì", "Chu Thị Ba")
    ]
    for person, group in zip(officers, world.groups, strict=False):
        CommuneOfficer.objects.create(person=person, commune=commune, title="Công chức")
        live_in(person, group)
    member = world.users[Role.COMMITTEE_MEMBER].person
    second = PersonFactory.create(commune=commune, full_name="Đặng Văn Tứ")
    for person, village in ((member, 0), (second, 2)):
        kind = PostKind.PARTY_COMMITTEE_MEMBER
        PostFactory.create(person=person, kind=kind, commune=commune)
        live_in(person, world.groups[village])
    return Office(world, officers, [member, second])
