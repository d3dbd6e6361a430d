"""Two transactions at once, one on each side of the rule: only one of them gets through."""

from datetime import date

import pytest

from apps.households.models import Household, HouseholdMember
from apps.people.models import Person
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import PersonFactory
from tests.overlapping import second_is_refused


def _assign(person: Person, home: Household) -> None:
    put_in_charge(person, home, since=date(2026, 1, 1))


def _move_in(person: Person, home: Household) -> None:
    HouseholdMember.objects.create(household=home, person=person, full_name=person.full_name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ["assignment first", "moving in first"])
def test_they_cannot_pass_each_other(order: str) -> None:
    person, home = PersonFactory.create(), HouseholdFactory.create()
    first, second = (_assign, _move_in) if order == "assignment first" else (_move_in, _assign)
    assert second_is_refused(lambda: first(person, home), lambda: second(person, home)) is True
    kept = (home.assignments.count(), home.members.count())
    assert kept == ((1, 0) if order == "assignment first" else (0, 1))
