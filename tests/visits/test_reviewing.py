"""The committee says what it found behind a flag; the contact counts all the same."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.visits.checkins.kinds import FlagOutcome
from apps.visits.checkins.reviewing import review_flag
from apps.visits.checkins.tallies import Tally, contacts_of_person, tallies_of
from apps.visits.models import ContactFlag
from apps.visits.recency import month_of
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, check_in, row_of

pytestmark = pytest.mark.django_db


def review(world: World, role: Role, flag: ContactFlag, now: datetime, **how: Any) -> Any:
    wish: dict[str, Any] = {"key": uuid4(), "outcome": FlagOutcome.FINE, **how}
    return review_flag(actor=actor_for(world.users[role], at=now), flag=flag.pk, now=now, **wish)


@pytest.fixture
def flag(world: World, phone: Phone, now: datetime) -> ContactFlag:
    phone.accepted(check_in(world.in_charge_of, now, position=None))
    return ContactFlag.objects.get()


def test_a_review_is_kept(world: World, flag: ContactFlag, now: datetime) -> None:
    key = uuid4()
    first = review(world, Role.CELL_COMMITTEE, flag, now, key=key)
    assert review(world, Role.CELL_COMMITTEE, flag, now, key=key) == first
    flag.refresh_from_db()
    assert (flag.outcome, flag.reviewed_by) == ("fine", world.users[Role.CELL_COMMITTEE])
    with pytest.raises(DomainError, match="reviewed_already"):
        review(world, Role.COMMUNE_LEADER, flag, now)


@pytest.mark.parametrize("role", [Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER, Role.COMMUNE_POLICE])
def test_others_review_nothing(world: World, flag: ContactFlag, now: datetime, role: Role) -> None:
    with pytest.raises(DomainError, match="not_found"):
        review(world, role, flag, now)


def test_nobody_reviews_their_own(world: World, carry: Carry, now: datetime) -> None:
    carry(world.users[Role.CELL_COMMITTEE]).accepted(
        check_in(world.in_charge_of, now, position=None)
    )
    flag = ContactFlag.objects.get()
    with pytest.raises(DomainError, match="own_check_in"):
        review(world, Role.CELL_COMMITTEE, flag, now)
    review(world, Role.COMMUNE_LEADER, flag, now)


def test_a_pair_counts_for_each_and_once_for_the_household(
    world: World, phone: Phone, now: datetime
) -> None:
    home = world.in_charge_of
    officer = world.users[Role.GROUP_OFFICER].person
    together = check_in(home, now, companions=[officer.pk])
    alone = check_in(home, now - timedelta(hours=3))
    phone.accepted(together, alone)
    month = month_of(now.date())
    assert list(contacts_of_person(officer.pk, month)) == [row_of(together)]
    # With the contact of three days ago.
    assert contacts_of_person(world.member.pk, month).count() == 3
    assert tallies_of([officer.pk, world.member.pk, 999], month) == {
        officer.pk: Tally(1, 1, 1),
        world.member.pk: Tally(3, 1, 2),
        999: Tally(),
    }
    assert home.contacts.between(*month).month_days().days == 2
