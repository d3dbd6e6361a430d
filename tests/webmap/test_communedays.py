"""Figures kept for a day are those that would be counted, and are counted once a version."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.actor import Actor
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.reports.selectors import AreaFigures, area_figures
from apps.webmap.communedays import counts_whole, figures_on, keep_days, same_day_last_month
from apps.webmap.models import CommuneDay
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, contact
from tests.factories.world import World

pytestmark = pytest.mark.django_db
ROLES = (
    Role.COMMUNE_LEADER,
    Role.COMMUNE_POLICE,
    Role.PROVINCE_VIEWER,
    Role.GROUP_OFFICER,
    Role.CELL_COMMITTEE,
    Role.MEMBER_IN_CHARGE,
)


def _actor(world: World, role: Role) -> Actor:
    return actor_for(world.users[role], at=NOW)


def _communes(world: World) -> set[int]:
    return {world.commune.pk, world.other_commune.pk}


def _asked(world: World, role: Role, day: date, at: date, *, units: bool = True) -> AreaFigures:
    actor = _actor(world, role)
    return figures_on(actor, at=day, told_on=at, communes=_communes(world), units=units)


def _plain(found: AreaFigures) -> list[dict[int, Any]]:
    """Without units of which nothing is counted."""
    return [
        {
            pk: (one.households, one.covered, one.unlocated, one.kept, one.near_poor, one.poor,
                 one.waiting, one.waiting_late,
                 {days: n for days, n in one.by_days.items() if n})
            for pk, one in part.items() if one.households
        }
        for part in (found.communes, found.villages, found.groups)
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_kept_figures_are_the_counted_ones(world: World, at: date, role: Role) -> None:
    HouseholdFactory.create(group=world.groups[1], position=None)
    for day in (at, same_day_last_month(at)):
        counted = area_figures(_actor(world, role), at=day, communes=_communes(world), told_on=at)
        assert _plain(_asked(world, role, day, at)) == _plain(counted)


def test_nobody_gets_a_commune_beyond_reach(world: World, at: date) -> None:
    keep_days(_communes(world), at=at)
    leader = _asked(world, Role.COMMUNE_LEADER, at, at)
    assert set(leader.communes) == {world.commune.pk}
    member = _asked(world, Role.MEMBER_IN_CHARGE, at, at)
    assert {pk: one.households for pk, one in member.communes.items()} == {world.commune.pk: 1}
    assert counts_whole(_actor(world, Role.CELL_COMMITTEE)) == set()


def test_counted_once_a_version(world: World, at: date) -> None:
    day = same_day_last_month(at)
    before = _asked(world, Role.COMMUNE_LEADER, day, at)
    actor = _actor(world, Role.COMMUNE_LEADER)
    with CaptureQueriesContext(connection) as queries:
        figures_on(actor, at=day, told_on=at, communes={world.commune.pk}, units=True)
    assert not any("households_household" in query["sql"] for query in queries)
    # Written down late: the household's last contact is a newer one, and last month changes.
    for contacted in (at, day - timedelta(days=1)):
        contact(world.in_charge_of, world.member, contacted)
    after = _asked(world, Role.COMMUNE_LEADER, day, at)
    assert _plain(after) != _plain(before)
    counted = area_figures(
        _actor(world, Role.COMMUNE_LEADER), at=day, communes={world.commune.pk}, told_on=at
    )
    assert _plain(after) == _plain(counted)


def test_of_many_communes_only_their_own_numbers_are_read(world: World, at: date) -> None:
    found = _asked(world, Role.PROVINCE_VIEWER, at, at, units=False)
    assert found.communes[world.commune.pk].households == 12
    assert (found.villages, found.groups) == ({}, {})


def test_days_that_no_page_asks_for_are_forgotten(world: World, at: date) -> None:
    keep_days(_communes(world), at=at)
    assert CommuneDay.objects.count() == 4
    tomorrow = at + timedelta(days=1)
    keep_days(_communes(world), at=tomorrow)
    days = set(CommuneDay.objects.values_list("day", "told_on"))
    assert days == {(tomorrow, tomorrow), (same_day_last_month(tomorrow), tomorrow)}


@pytest.mark.parametrize(
    ("day", "compared"),
    [(date(2026, 11, 16), date(2026, 10, 16)), (date(2027, 3, 31), date(2027, 2, 28))],
)
def test_the_day_to_compare_with(day: date, compared: date) -> None:
    assert same_day_last_month(day) == compared
