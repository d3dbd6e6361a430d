"""Whatever is merged and taken back, in any order: every contact, charge and resident is there
once, and after all is taken back the register is what it was.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households import merging, unmerging
from apps.households.models import Household, HouseholdMember
from apps.visits.models import Contact
from tests.factories.households import HouseholdMemberFactory, contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World
from tests.households.desk import merger_of, office, register

# Refusals that are answers, not faults, for steps drawn at random.
FAIR = {"merged_already", "changed_since", "same_household", "merge_refused", "undone_already"}
homes = st.integers(0, 5)
charges = st.tuples(homes, st.integers(0, 2), st.integers(-60, 20), st.integers(1, 60) | st.none())
residents = st.tuples(homes, st.sampled_from(["An", "Ân", "Bé"]), st.booleans())
steps = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), homes, homes, st.booleans()),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=6,
)


def _furnish(world: World, at: date, plan: Any) -> None:
    charged, living, told = plan
    people = [PersonFactory.create(commune=world.commune) for _n in range(3)]
    for home, who, start, length in charged:
        since = at + timedelta(days=start)
        until = None if length is None else since + timedelta(days=length)
        try:
            with transaction.atomic():
                put_in_charge(people[who], world.households[home], since=since, until=until)
        except IntegrityError:  # two at once, which the database refuses
            pass
    for home, name, is_head in living:
        try:
            with transaction.atomic():
                HouseholdMemberFactory.create(
                    household=world.households[home],
                    full_name=name,
                    relation="head" if is_head else "child",
                )
        except IntegrityError:  # a second head, which the database refuses
            pass
    for home in told:
        contact(world.households[home], world.member, at - timedelta(days=home))


def _check(at: date, before: dict[str, list[dict[str, Any]]]) -> None:
    """What there was is there, once; and nothing that counts hangs on a double."""
    assert Contact.objects.count() == len(before["Contact"])
    assert not Contact.objects.filter(household__merged_into__isnull=False).exists()
    members = Counter(HouseholdMember.objects.values_list("pk", flat=True))
    assert members == Counter(row["id"] for row in before["HouseholdMember"])
    living = HouseholdMember.objects.filter(left_on__isnull=True)
    assert not living.filter(household__merged_into__isnull=False).exists()
    ahead = Assignment.objects.for_households().filter(period__contains=at)
    assert not ahead.filter(household__merged_into__isnull=False).exists()
    assert Household.objects.count() == len(before["Household"])
    begun = {
        row["id"] for row in before["Assignment"] if row["tier"] == 3 and row["period"].lower < at
    }
    assert begun <= set(Assignment.objects.values_list("pk", flat=True))


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target],
)
@given(
    plan=st.tuples(
        st.lists(charges, max_size=6),
        st.lists(residents, max_size=6),
        st.lists(homes, max_size=6),
    ),
    drawn=steps,
)
def test_nothing_and_nobody_is_lost(
    world: World, now: datetime, at: date, plan: Any, drawn: list[Any]
) -> None:
    with transaction.atomic():
        _furnish(world, at, plan)
        before = register()
        standing: list[int] = []
        for step in drawn:
            with pghistory.context(), transaction.atomic():
                _carry_out(world, now, step, standing)
            _check(at, before)
        for merge in reversed(standing):
            with pghistory.context():
                _undo(world, now, merge)
        assert register() == before
        transaction.set_rollback(True)


def _carry_out(world: World, now: datetime, step: Any, standing: list[int]) -> None:
    try:
        if step[0] == "undo":
            if standing:
                merge = standing[step[1] % len(standing)]
                _undo(world, now, merge)
                standing.remove(merge)
            return
        _verb, kept, double, taken = step
        order = merger_of(world.households[kept], world.households[double], {})
        if taken:
            order = merger_of(
                world.households[kept], world.households[double], {"head_name": "double"}
            )
        answer = merging.merge(actor=office(world, now), key=uuid4(), merger=order, now=now)
        standing.append(answer["merge"])
    except DomainError as error:
        if error.code not in FAIR:
            raise


def _undo(world: World, now: datetime, merge: int) -> None:
    unmerging.unmerge(actor=office(world, now), key=uuid4(), merge=merge, reason="thử", now=now)
