"""A household given to somebody who is leaving: both are told, or neither is lost."""

from datetime import datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.people.memberships import Leaving, leave
from apps.people.models import Membership
from apps.people.orders import Order
from apps.people.versions import version_of
from tests.factories.households import put_in_charge
from tests.factories.world import World


@pytest.mark.django_db(transaction=True)
def test_a_charge_written_meanwhile_is_counted(world: World, now: datetime) -> None:
    member, refused = world.member, list[str]()
    actor = actor_for(world.users[Role.COMMUNE_OFFICE], at=now)
    seen = version_of(member, Membership.objects.get(person=member))

    def go() -> None:
        order = Order(actor, "Đơn xin chuyển", now, uuid4())
        try:
            leave(
                person=member.pk,
                leaving=Leaving(now.date(), "moved", everything=True, agreed=1),
                seen=seen,
                order=order,
            )
        except DomainError as error:
            refused.append(error.code)
        finally:
            connection.close()

    other = Thread(target=go)
    with transaction.atomic():
        # Not yet written for others, yet the one who leaves has to wait for it.
        put_in_charge(member, world.households[5], since=now.date() - timedelta(days=1))
        other.start()
        other.join(timeout=1)
        assert other.is_alive()
    other.join(timeout=30)
    assert refused == ["stakes"]
    assert Assignment.objects.in_force(at=now.date()).filter(person=member).count() == 2
    assert Membership.objects.get(person=member).valid_to is None
