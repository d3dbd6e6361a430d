"""What only the site itself can do; a process of its own with the benchmark's database.

python -m benchmarks.sync_site cast COUNT      members in charge with log-ins, sessions and homes
python -m benchmarks.sync_site relieve PERSON  nothing is assigned to the person from today on
python -m benchmarks.sync_site close PERSON    the person's log-in is switched off
"""

import json
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import django

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.people.models import Person

SESSION, CSRF = "__Host-sessionid", "__Host-csrftoken"


def phone_of(person: "Person", user: "User", homes: list[int], stranger: int) -> dict[str, Any]:
    """What ``benchmarks.sync_phones.Phone`` is made of, with a session of its own."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils.crypto import get_random_string

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    csrf = get_random_string(32)
    return {
        "name": user.username,
        "device": str(uuid4()),
        "cookie": f"{SESSION}={store.session_key}; {CSRF}={csrf}",
        "csrf": csrf,
        "person": person.pk,
        "homes": tuple(homes),
        "stranger": stranger,
    }


def cast(count: int) -> list[dict[str, Any]]:
    """So many members who are in charge of households and hold no post that would let them see
    others: one home each out of their reach is told too.
    """
    from apps.accounts.models import User
    from apps.assignments.models import Assignment
    from apps.common import clock
    from apps.people.models import Person

    today = clock.local_day(clock.now())
    homes = _homes_in_charge(today)
    people = Person.objects.filter(user=None, posts=None).order_by("pk")
    plain = people.exclude(assignments__tier__in=[1, 2])
    chosen = [person for person in plain if homes.get(person.pk)][:count]
    chosen += _newly_charged([p for p in plain if p.pk not in homes], count - len(chosen), today)
    homes = _homes_in_charge(today)
    every = set(Assignment.objects.filter(tier=3).values_list("household", flat=True))
    made = []
    for number, person in enumerate(chosen):
        user = User.objects.create(username=f"may{number:03d}")
        Person.objects.filter(pk=person.pk).update(user=user)
        own = homes[person.pk]
        made.append(phone_of(person, user, own, min(every - set(own))))
    return made


def _homes_in_charge(today: date) -> dict[int, list[int]]:
    from apps.assignments.models import Assignment

    rows = Assignment.objects.filter(tier=3, period__contains=today, household__left_on=None)
    homes: dict[int, list[int]] = {}
    for person, household in rows.order_by("household").values_list("person", "household"):
        homes.setdefault(person, []).append(household)
    return homes


def _newly_charged(people: "list[Person]", count: int, today: date) -> "list[Person]":
    from django.db.backends.postgresql.psycopg_any import DateRange

    from apps.assignments.models import Assignment
    from apps.households.models import Household

    chosen = people[: max(count, 0)]
    taken = Assignment.objects.filter(tier=3).values("household")
    free = Household.objects.filter(left_on=None).exclude(pk__in=taken).order_by("pk")
    homes = iter(free.values_list("pk", flat=True)[: 3 * len(chosen)])
    period = DateRange(today - timedelta(days=60), None)
    for person in chosen:
        for home in (next(homes), next(homes), next(homes)):
            Assignment.objects.create(tier=3, person=person, household_id=home, period=period)
    return chosen


def relieve(person: int) -> None:
    """Somebody relieved today: no duty any more from this day on."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from apps.assignments.models import Assignment
    from apps.common import clock

    today = clock.local_day(clock.now())
    for row in Assignment.objects.filter(person=person, period__contains=today):
        row.period = DateRange(row.period.lower, today)
        row.save(update_fields=["period"])


def close(person: int) -> None:
    from apps.accounts.models import User

    User.objects.filter(person=person).update(is_active=False)


def main(arguments: list[str]) -> int:
    django.setup()
    match arguments:
        case ["cast", count]:
            print(json.dumps(cast(int(count))))
        case ["relieve", person]:
            relieve(int(person))
        case ["close", person]:
            close(int(person))
        case _:
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
