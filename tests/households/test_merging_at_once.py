"""Two people merge, or write down a contact, at the same moment."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from apps.common.errors import DomainError
from apps.households import merging, positions
from apps.households.models import Household, HouseholdMerge
from apps.households.positions import Placement
from apps.households.versions import version_of
from apps.visits.models import Contact
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World
from tests.households.desk import merger_of, office


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Answers of jobs that begin together, each on a connection of its own."""
    start = Barrier(len(jobs))
    answers: list[Any] = [None] * len(jobs)

    def run(number: int) -> None:
        try:
            start.wait(timeout=10)
            answers[number] = jobs[number]()
        except DomainError as error:
            answers[number] = error.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [False, True])
def test_one_pair_is_merged_once(world: World, now: datetime, crossed: bool) -> None:
    one, other = world.households[:2]
    orders = [merger_of(one, other), merger_of(other, one) if crossed else merger_of(one, other)]
    actor = office(world, now)

    def job(number: int) -> Callable[[], Any]:
        return lambda: merging.merge(actor=actor, key=uuid4(), merger=orders[number], now=now)

    answers = at_once(job(0), job(1))
    assert sorted(isinstance(answer, dict) for answer in answers) == [False, True]
    assert [answer for answer in answers if isinstance(answer, str)] == ["merged_already"]
    assert HouseholdMerge.objects.count() == 1
    assert Household.objects.filter(merged_into__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_order_sent_twice_is_done_once(world: World, now: datetime) -> None:
    order, key, actor = (
        merger_of(world.households[0], world.households[1]),
        uuid4(),
        office(world, now),
    )

    def job() -> Any:
        return merging.merge(actor=actor, key=key, merger=order, now=now)

    first, second = at_once(job, job)
    assert first == second
    assert HouseholdMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_contact_written_meanwhile_is_the_kept_ones(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[:2]
    order, actor = merger_of(kept, double), office(world, now)
    at_once(
        lambda: merging.merge(actor=actor, key=uuid4(), merger=order, now=now),
        *(lambda: contact(double, world.member, at) for _n in range(4)),
    )
    assert HouseholdMerge.objects.count() == 1
    assert Contact.objects.filter(household=double).count() == 0
    assert Contact.objects.filter(household=kept).count() == 6


@pytest.mark.django_db(transaction=True)
def test_somebody_put_in_charge_meanwhile_is_the_kept_ones_or_refused(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[1:3]
    order, actor = merger_of(kept, double), office(world, now)
    person = PersonFactory.create(commune=world.commune)

    def charge() -> Any:
        try:
            return put_in_charge(person, double, since=at)
        except IntegrityError as error:
            return str(error)

    _merge, charged = at_once(
        lambda: merging.merge(actor=actor, key=uuid4(), merger=order, now=now), charge
    )
    if isinstance(charged, str):
        assert "merged into another household" in charged
    else:
        charged.refresh_from_db()
        assert charged.household == kept


@pytest.mark.django_db(transaction=True)
def test_one_of_two_placements_is_told_of_the_other(world: World, now: datetime) -> None:
    home = HouseholdFactory.create(group=world.groups[0], position=None)
    actor, seen = office(world, now), version_of(home.pk)

    def job(lat: str) -> Callable[[], Any]:
        wanted = Placement(home.pk, seen, lat, "106.007", "map")
        return lambda: positions.place(actor=actor, key=uuid4(), placement=wanted, now=now)

    answers = at_once(job("21.507"), job("21.508"))
    assert [answer for answer in answers if isinstance(answer, str)] == ["stale"]
