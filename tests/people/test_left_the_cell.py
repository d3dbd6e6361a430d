"""A cell committee sees who serves in its cell today, not who has left it."""

from datetime import date, timedelta

import pytest

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.people.models import Membership, Person
from tests.conftest import NOW
from tests.factories.world import World


@pytest.mark.django_db
def test_a_former_member_is_out_of_sight(world: World) -> None:
    secretary = actor_for(world.users[Role.CELL_COMMITTEE], at=NOW)
    leader = actor_for(world.users[Role.COMMUNE_LEADER], at=NOW)
    assert world.member in Person.objects.visible_to(secretary)
    Membership.objects.filter(person=world.member).update(
        valid_to=date.today() - timedelta(days=1)  # noqa: DTZ011 – the database's own day counts
    )
    assert world.member not in Person.objects.visible_to(secretary)
    assert world.member in Person.objects.visible_to(leader)
