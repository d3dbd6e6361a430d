"""Two committee members at the same moment: nothing of either is lost, nothing overwritten."""

import threading
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, transaction

from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.assignments.models import PlanPair
from apps.assignments.plans import editing
from apps.common.errors import DomainError
from apps.people.kinds import PostKind
from apps.people.models import Person
from tests.conftest import NOW
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.plans import draft
from tests.factories.world import World, build_world

WAIT = 10.0


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


class _Second(threading.Thread):
    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__()
        self.write = write
        self.code = ""

    def run(self) -> None:
        try:
            self.write()
        except DomainError as error:
            self.code = error.code
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("home", "code", "planned"), [(0, "changed_since", 1), (1, "", 2)], ids=["same", "another"]
)
def test_the_second_waits_and_is_told(home: int, code: str, planned: int) -> None:
    world = build_world(NOW.date())
    plan = draft(world.cell)
    people = [world.member, PersonFactory.create(commune=world.commune)]
    MembershipFactory.create(person=people[1], cell=world.cell)

    def give(number: int, person: Person, order: Order) -> None:
        pairs: dict[int, int | None] = {world.households[number].pk: person.pk}
        editing.change_pairs(plan=plan.pk, pairs=pairs, seen=0, order=order)

    first, second = (_order(world, name) for name in ("mot", "hai"))
    other = _Second(lambda: give(home, people[1], second))
    with transaction.atomic():
        give(0, people[0], first)
        other.start()
        # Committed only once the other one waits for us, so that both really overlap.
        deadline = time.monotonic() + WAIT
        while not (waits := _somebody_waits_for_us()) and time.monotonic() < deadline:
            pass
    other.join(WAIT)
    assert waits
    assert other.code == code
    rows = PlanPair.objects.filter(plan=plan)
    assert rows.count() == planned
    assert rows.get(household=world.households[0]).person == people[0]


def _order(world: World, name: str) -> Order:
    """Of a secretary of the cell."""
    user = UserFactory.create(username=name)
    person = PersonFactory.create(commune=world.commune, user=user)
    PostFactory.create(person=person, kind=PostKind.CELL_SECRETARY, cell=world.cell)
    return Order(actor_for(user, at=NOW), "Soạn", NOW, uuid4())
