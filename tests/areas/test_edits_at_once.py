"""Two people edit the same commune's boundaries at the same moment."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString
from django.db import connection

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services
from apps.areas.levels import Level
from apps.areas.models import BoundaryEdit, Village
from apps.areas.reshaping import Cut, Part
from apps.areas.services import Order
from apps.areas.versions import version_of
from apps.common.errors import DomainError
from apps.households.models import Household
from tests.factories.world import World

BETWEEN = LineString((105.99, 21.521), (106.06, 21.521), srid=4326)


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


def job(world: World, now: datetime, role: Role, key: Any = None) -> Callable[[], Any]:
    village = world.villages[0].pk
    version = version_of(Level.VILLAGE, village)
    order = Order(
        actor_for(world.users[role], at=now), now.date(), role.value, now, key or uuid4(), "x"
    )
    cut = Cut((Part("Bắc"), Part("Nam")), BETWEEN)
    return lambda: services.split(
        level=Level.VILLAGE, unit=village, version=version, cut=cut, order=order
    )


@pytest.mark.django_db(transaction=True)
def test_one_of_two_edits_wins_and_the_other_is_told(world: World, now: datetime) -> None:
    answers = at_once(job(world, now, Role.COMMUNE_OFFICE), job(world, now, Role.COMMUNE_LEADER))
    told = [answer for answer in answers if isinstance(answer, dict)]
    assert len(told) == 1
    assert [answer for answer in answers if isinstance(answer, str)] == ["ended"]
    assert BoundaryEdit.objects.count() == 1
    living = Village.objects.filter(commune=world.commune, valid_to__isnull=True)
    assert living.count() == 3
    homes = Household.objects.filter(commune=world.commune)
    assert homes.count() == homes.filter(village__in=living).count() == 12


@pytest.mark.django_db(transaction=True)
def test_the_same_order_sent_twice_at_once_is_done_once(world: World, now: datetime) -> None:
    key = uuid4()
    one, two = at_once(*(job(world, now, Role.COMMUNE_OFFICE, key) for _n in range(2)))
    assert one == two
    assert isinstance(one, dict)
    assert BoundaryEdit.objects.count() == 1
