"""Whatever is written about coming, leaving and coming back, ``living`` says the same."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.actor import Actor, Grant
from apps.accounts.roles import AreaKind, Role
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households.desk.leaving import leave, take_back_leaving
from apps.households.desk.moving import move_household
from apps.households.desk.orders import Order
from apps.households.desk.versions import version_of
from apps.households.models import Household
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

# Days around the day of the tests, 16 November 2026; later ones have not come.
FIRST = date(2026, 11, 1)
DAYS = st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("leave"), DAYS),
        st.tuples(st.just("return"), DAYS),
        st.tuples(st.just("move"), DAYS),
    ),
    max_size=8,
)


@dataclass
class Model:
    """What should hold, kept by hand."""

    came: date | None
    today: date
    left: date | None = None
    moved: date | None = None
    village: int = 0

    def may(self, step: str, day: date) -> bool:
        if step == "return":
            return self.left is not None
        in_time = day <= self.today and (self.came is None or day >= self.came)
        return in_time and self.left is None and (self.moved is None or day >= self.moved)

    def take(self, step: str, day: date) -> None:
        if step == "leave":
            self.left = day
        elif step == "return":
            self.left = None
        else:
            self.moved, self.village = day, 1 - self.village

    def lives(self, day: date) -> bool:
        began = self.came is None or self.came <= day
        return began and (self.left is None or day < self.left)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, came=st.none() | DAYS.filter(lambda day: day <= date(2026, 11, 16)))
def test_sequences(world: World, now: datetime, steps: list[tuple[str, date]], came: date) -> None:
    home = HouseholdFactory.create(group=world.groups[0], moved_in_on=came)
    Assignment.objects.create(
        tier=3, person=world.member, household=home, period=(date(2026, 1, 1), None)
    )
    office = world.users[Role.COMMUNE_OFFICE]
    grants = frozenset({Grant(Role.COMMUNE_OFFICE, AreaKind.COMMUNE, world.commune.pk)})
    actor = Actor(user_id=office.pk, grants=grants)
    model = Model(came, now.date())
    for step, day in steps:
        allowed, done = model.may(step, day), True
        try:
            _take(world, home, Order(actor, "vì", now, uuid4()), step, day, model)
        except DomainError:
            done = False
        assert done == allowed, (step, day, model)
        if done:
            model.take(step, day)
    home.refresh_from_db()
    assert home.village_id == world.villages[model.village].pk
    rows = Household.objects.filter(pk=home.pk)
    for n in range(-1, 25):
        at = FIRST + timedelta(days=n)
        assert rows.living(at=at).exists() == model.lives(at) == _marked(home, at)
    still = Assignment.objects.in_force(at=now.date()).filter(household=home).exists()
    assert still == (model.left is None)


def _take(world: World, home: Household, order: Order, step: str, day: date, model: Model) -> None:
    version = version_of(home)
    if step == "leave":
        leave(order=order, household=home.pk, version=version, day=day, why="moved")
    elif step == "return":
        take_back_leaving(order=order, household=home.pk, version=version)
    else:
        move_household(
            order=order,
            household=home.pk,
            version=version,
            village=world.villages[1 - model.village].pk,
            group=None,
            day=day,
            keeps_charge=True,
        )


def _marked(home: Household, at: date) -> bool:
    """What the map counts by."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT living @> %s::date FROM webmap_householdmark WHERE household_id = %s",
            [at, home.pk],
        )
        return bool(cursor.fetchone()[0])
