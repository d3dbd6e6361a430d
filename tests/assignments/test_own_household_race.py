"""Two transactions at once, one on each side of the rule: only one of them gets through."""

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from apps.households.models import Household, HouseholdMember
from apps.people.models import Person
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import PersonFactory

WAIT = 10.0


def _assign(person: Person, home: Household) -> None:
    put_in_charge(person, home, since=date(2026, 1, 1))


def _move_in(person: Person, home: Household) -> None:
    HouseholdMember.objects.create(household=home, person=person, full_name=person.full_name)


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


class _Second(threading.Thread):
    """The other transaction; what came of it stands in ``refused``."""

    def __init__(self, write: Callable[[], None]) -> None:
        super().__init__()
        self.write = write
        self.refused: bool | None = None

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.write()
            self.refused = False
        except IntegrityError:
            self.refused = True
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ["assignment first", "moving in first"])
def test_they_cannot_pass_each_other(order: str) -> None:
    person, home = PersonFactory.create(), HouseholdFactory.create()
    first, second = (_assign, _move_in) if order == "assignment first" else (_move_in, _assign)
    other = _Second(lambda: second(person, home))
    with transaction.atomic():
        first(person, home)
        other.start()
        # Committed only once the other one waits for us, so that both really overlap.
        deadline = time.monotonic() + WAIT
        while not (waits := _somebody_waits_for_us()) and time.monotonic() < deadline:
            pass
    other.join(WAIT)
    assert waits
    assert other.refused is True
    kept = (home.assignments.count(), home.members.count())
    assert kept == ((1, 0) if order == "assignment first" else (0, 1))
