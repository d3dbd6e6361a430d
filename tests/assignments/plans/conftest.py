"""A cell committee at work: a secretary, a colleague, three members who can carry."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan, PlanPair
from apps.assignments.plans import editing, services
from apps.assignments.plans.kinds import Seed
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.people.models import Person
from tests.conftest import NOW
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.world import World


@dataclass
class Committee:
    """Village 1 has the first six households of the world; the cell plans those."""

    world: World
    secretary: User
    colleague: User
    members: list[Person] = field(default_factory=list)

    @property
    def homes(self) -> list[Household]:
        return self.world.households[:6]

    def actor(self, user: User | None = None) -> Actor:
        return actor_for(user or self.secretary, at=NOW)

    def order(
        self, user: User | None = None, key: UUID | None = None, session: UUID | None = None
    ) -> Order:
        return Order(self.actor(user), "Soạn kế hoạch", NOW, key or uuid4(), session)

    def start(self, seed: Seed = Seed.EMPTY, user: User | None = None) -> AssignmentPlan:
        answer = services.start_plan(
            cell=self.world.cell.pk, seed=seed, year=2026, order=self.order(user)
        )
        return AssignmentPlan.objects.get(pk=answer["plan"])

    def give(
        self,
        plan: AssignmentPlan,
        pairs: dict[int, int | None],
        *,
        user: User | None = None,
        seen: int | None = None,
        key: UUID | None = None,
        session: UUID | None = None,
    ) -> dict[str, Any]:
        """Households by their number in ``homes`` → members by their number."""
        plan.refresh_from_db()
        return editing.change_pairs(
            plan=plan.pk,
            pairs={
                self.homes[home].pk: None if member is None else self.members[member].pk
                for home, member in pairs.items()
            },
            seen=plan.revision if seen is None else seen,
            order=self.order(user, key, session),
        )

    def held(self, plan: AssignmentPlan) -> dict[int, int]:
        """Households of the plan → members, both by their numbers."""
        homes = {home.pk: number for number, home in enumerate(self.homes)}
        members = {person.pk: number for number, person in enumerate(self.members)}
        rows = PlanPair.objects.filter(plan=plan).values_list("household_id", "person_id")
        return {homes[home]: members[person] for home, person in rows}


@pytest.fixture
def committee(world: World) -> Committee:
    colleague = UserFactory.create(username="chiuyvien")
    second = PersonFactory.create(commune=world.commune, user=colleague, full_name="Vi Thị Hai")
    PostFactory.create(person=second, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=world.cell)
    members = [world.member]
    for name in ("Hoàng Văn Ba", "Lương Thị Tư"):
        person = PersonFactory.create(commune=world.commune, full_name=name)
        MembershipFactory.create(person=person, cell=world.cell)
        members.append(person)
    return Committee(world, world.users[Role.CELL_COMMITTEE], colleague, members)


def refused(code: str, status: int = 409) -> Any:
    """``with refused("locked") as caught:`` – the service says no."""
    return _Refused(code, status)


class _Refused:
    def __init__(self, code: str, status: int) -> None:
        self.expected = (code, status)

    def __enter__(self) -> "_Refused":
        self.detail: dict[str, Any] = {}
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        assert isinstance(error, DomainError), error or "nothing was refused"
        assert (error.code, error.status) == self.expected
        self.detail = error.detail
        return True
