"""A live server of the test's own database, and members with phones in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.test import override_settings

from apps.common import clock
from benchmarks.sync_phones import Phone
from benchmarks.sync_server import SITE, Server, served
from benchmarks.sync_site import phone_of
from benchmarks.tiles_database import Database, environment, named, plain
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory, UserFactory
from tests.factories.world import World


def database_address() -> str:
    """Of the database in which the test runs, as ``DATABASE_URL`` has it."""
    return named(os.environ["DATABASE_URL"], str(connection.settings_dict["NAME"]))


def psycopg_address() -> str:
    return plain(database_address())


def _settings() -> dict[str, str]:
    return environment(Database(database_address(), 0))


@contextmanager
def live(*, site: str = SITE) -> Iterator[Server]:
    """The site as production serves it."""
    with served(_settings(), site=site) as server:
        yield server


def phones_of(world: World, count: int, *, homes: int = 2) -> list[Phone]:
    """Members of the cell with so many households each, logged in on phones of their own."""
    today = clock.local_day(clock.now())
    made = []
    for number in range(count):
        user = UserFactory.create(username=f"may{number:03d}")
        person = PersonFactory.create(commune=world.commune, user=user)
        MembershipFactory.create(person=person, cell=world.cell)
        own = [
            HouseholdFactory.create(group=world.groups[0], code=f"M{number:03d}-{home}")
            for home in range(homes)
        ]
        for home in own:
            put_in_charge(person, home, since=today - timedelta(days=100))
        stranger = world.other_households[0].pk
        # The live site signs sessions with a key of its own.
        with override_settings(SECRET_KEY=_settings()["GANDAN_SECRET_KEY"]):
            told = phone_of(person, user, [home.pk for home in own], stranger)
        made.append(Phone(**told))
    return made
