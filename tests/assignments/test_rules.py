"""One person in force per household; tiers fit their targets; periods are sound."""

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.assignments.models import Assignment, Tier
from tests.database import refused
from tests.factories.areas import GroupFactory, VillageFactory
from tests.factories.households import (
    HouseholdFactory,
    HouseholdMemberFactory,
    put_in_charge,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("since", "until"),
    [(JANUARY, MAY), (MARCH, None), (date(2025, 12, 1), date(2026, 1, 2)), (JANUARY, None)],
)
def test_two_in_charge_at_once_are_refused(since: date, until: date | None) -> None:
    home = HouseholdFactory.create()
    put_in_charge(PersonFactory.create(), home, since=JANUARY, until=MAY)
    with refused("assignment_one_per_household"):
        put_in_charge(PersonFactory.create(), home, since=since, until=until)


def test_adjoining_periods_are_allowed() -> None:
    home = HouseholdFactory.create()
    put_in_charge(PersonFactory.create(), home, since=MARCH, until=MAY)
    put_in_charge(PersonFactory.create(), home, since=MAY)
    put_in_charge(PersonFactory.create(), home, since=JANUARY, until=MARCH)
    assert home.assignments.count() == 3
    assert Assignment.objects.in_force(at=MAY).filter(household=home).count() == 1


def test_several_officers_of_a_group_but_each_once() -> None:
    group, village, person = GroupFactory.create(), VillageFactory.create(), PersonFactory.create()
    for target, name in ((group, "group"), (village, "village")):
        put_in_charge(person, target, since=JANUARY)
        put_in_charge(PersonFactory.create(), target, since=JANUARY)
        with refused(f"assignment_{name}_person_once"):
            put_in_charge(person, target, since=MARCH)


@pytest.mark.parametrize("tier", [*Tier, 4])
def test_a_tier_fits_its_target(tier: int) -> None:
    targets: dict[int, dict[str, Any]] = {
        1: {"village": VillageFactory.create()},
        2: {"group": GroupFactory.create()},
        3: {"household": HouseholdFactory.create()},
    }
    wrong: list[dict[str, Any]] = [{}, *(target for key, target in targets.items() if key != tier)]
    wrong.append(targets[1] | targets[2])
    for fields in wrong:
        with refused("assignment_tier_fits_target"):
            Assignment.objects.create(
                tier=tier, person=PersonFactory.create(), period=DateRange(JANUARY, None), **fields
            )


@pytest.mark.parametrize(
    ("period", "constraint"),
    [
        (DateRange(JANUARY, JANUARY), "assignment_not_empty"),
        (DateRange(None, MARCH), "assignment_has_start"),
    ],
)
def test_a_period_begins_and_is_not_empty(period: DateRange, constraint: str) -> None:
    with refused(constraint):
        Assignment.objects.create(
            tier=3,
            person=PersonFactory.create(),
            household=HouseholdFactory.create(),
            period=period,
        )


def test_nobody_is_put_in_charge_of_their_own_household() -> None:
    person = PersonFactory.create()
    resident = HouseholdMemberFactory.create(person=person)
    with refused("assignment_not_own_household"):
        put_in_charge(person, resident.household, since=JANUARY)


def test_nobody_is_moved_there_by_an_update() -> None:
    person = PersonFactory.create()
    resident = HouseholdMemberFactory.create(person=person)
    assignment = put_in_charge(person, HouseholdFactory.create(), since=JANUARY)
    with refused("assignment_not_own_household"):
        Assignment.objects.filter(pk=assignment.pk).update(household=resident.household)


def test_whoever_moved_out_before_may_be_put_in_charge() -> None:
    person = PersonFactory.create()
    resident = HouseholdMemberFactory.create(person=person, left_on=JANUARY)
    assert put_in_charge(person, resident.household, since=JANUARY).pk


def test_nobody_moves_into_a_household_in_their_charge() -> None:
    person, home = PersonFactory.create(), HouseholdFactory.create()
    put_in_charge(person, home, since=JANUARY)
    with refused("resident_not_in_own_charge"):
        HouseholdMemberFactory.create(person=person, household=home)
    resident = HouseholdMemberFactory.create(household=home)
    with refused("resident_not_in_own_charge"):
        type(resident).objects.filter(pk=resident.pk).update(person=person)


def test_one_moves_in_once_the_charge_has_ended() -> None:
    person, home = PersonFactory.create(), HouseholdFactory.create()
    # The rule asks the database's own clock, so this lies years back.
    put_in_charge(person, home, since=date(2020, 1, 1), until=date(2021, 1, 1))
    assert HouseholdMemberFactory.create(person=person, household=home).pk
