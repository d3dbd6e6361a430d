"""The leak checks are silent on the real code and speak up for every planted leak."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from apps.accounts.models import User
from tests.architecture.boundary_leaks import BOUNDARY_CHECKS
from tests.architecture.boundary_plants import BOUNDARY_PLANTS
from tests.architecture.contact_leaks import CONTACT_CHECKS
from tests.architecture.contact_plants import CONTACT_PLANTS
from tests.architecture.desk_leaks import DESK_CHECKS
from tests.architecture.desk_plants import DESK_PLANTS
from tests.architecture.household_leaks import HOUSEHOLD_CHECKS
from tests.architecture.household_plants import HOUSEHOLD_PLANTS
from tests.architecture.import_leaks import IMPORT_CHECKS
from tests.architecture.import_plants import IMPORT_PLANTS
from tests.architecture.issue_leaks import ISSUE_CHECKS
from tests.architecture.issue_page_leaks import ISSUE_PAGE_CHECKS
from tests.architecture.issue_page_plants import ISSUE_PAGE_PLANTS
from tests.architecture.issue_plants import ISSUE_PLANTS
from tests.architecture.issuemap_leaks import ISSUEMAP_CHECKS
from tests.architecture.issuemap_plants import ISSUEMAP_PLANTS
from tests.architecture.leaks import CHECKS, Check, Site
from tests.architecture.meeting_leaks import MEETING_CHECKS
from tests.architecture.meeting_plants import MEETING_PLANTS
from tests.architecture.paper_leaks import PAPER_CHECKS
from tests.architecture.paper_plants import PAPER_PLANTS
from tests.architecture.phone_leaks import PHONE_CHECKS
from tests.architecture.phone_plants import PHONE_PLANTS
from tests.architecture.plan_leaks import PLAN_CHECKS
from tests.architecture.plan_plants import PLAN_PLANTS
from tests.architecture.planning_leaks import PLANNING_CHECKS
from tests.architecture.planning_plants import PLANNING_PLANTS
from tests.architecture.plants import PLANTS, Plant
from tests.architecture.road_leaks import ROAD_CHECKS
from tests.architecture.road_plants import ROAD_PLANTS
from tests.architecture.shortcut_leaks import SHORTCUT_CHECKS
from tests.architecture.shortcut_plants import SHORTCUT_PLANTS
from tests.architecture.takeaway_leaks import TAKEAWAY_CHECKS
from tests.architecture.tier_leaks import TIER_CHECKS
from tests.architecture.tier_plants import TIER_PLANTS
from tests.architecture.worklist_leaks import WORKLIST_CHECKS
from tests.architecture.worklist_plants import WORKLIST_PLANTS
from tests.conftest import NOW
from tests.factories.households import HouseholdMemberFactory, contact
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.world import World, build_world
from tests.sharing import shared_rows

EVERY_CHECK = (
    CHECKS
    + TAKEAWAY_CHECKS
    + BOUNDARY_CHECKS
    + DESK_CHECKS
    + HOUSEHOLD_CHECKS
    + IMPORT_CHECKS
    + WORKLIST_CHECKS
    + SHORTCUT_CHECKS
    + PLAN_CHECKS
    + TIER_CHECKS
    + PAPER_CHECKS
    + PHONE_CHECKS
    + CONTACT_CHECKS
    + ISSUE_CHECKS
    + ISSUE_PAGE_CHECKS
    + ROAD_CHECKS
    + MEETING_CHECKS
    + ISSUEMAP_CHECKS
    + PLANNING_CHECKS
)
EVERY_PLANT = (
    PLANTS
    + BOUNDARY_PLANTS
    + DESK_PLANTS
    + HOUSEHOLD_PLANTS
    + IMPORT_PLANTS
    + WORKLIST_PLANTS
    + SHORTCUT_PLANTS
    + PLAN_PLANTS
    + TIER_PLANTS
    + PAPER_PLANTS
    + PHONE_PLANTS
    + CONTACT_PLANTS
    + ISSUE_PLANTS
    + ISSUE_PAGE_PLANTS
    + ROAD_PLANTS
    + MEETING_PLANTS
    + ISSUEMAP_PLANTS
    + PLANNING_PLANTS
)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with shared_rows(django_db_blocker, _made) as world:
        yield world


def _made() -> World:
    world = build_world(NOW.date())
    first = world.households[0].contacts.get()
    for household in (*world.households[1:], *world.other_households):
        HouseholdMemberFactory.create(household=household)
        contact(household, world.member, first.day)
    stranger = PersonFactory.create(commune=world.other_commune)
    MembershipFactory.create(person=stranger, cell__commune=world.other_commune)
    return world


@pytest.fixture
def site(made: World, forgetful: None, login: Callable[[User], Client]) -> Site:
    """The cast, with a resident and a contact in every household, the other commune's too."""
    return Site(deepcopy(made), login)


@pytest.mark.django_db
@pytest.mark.parametrize("check", EVERY_CHECK, ids=lambda check: check.__name__)
def test_nothing_leaks(site: Site, check: Check) -> None:
    assert list(check(site)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("plant", EVERY_PLANT, ids=lambda plant: plant.name)
def test_a_planted_leak_is_caught(
    site: Site, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.leak(monkeypatch)
    silent = [check.__name__ for check in plant.caught_by if not any(check(site))]
    assert not silent, f"{plant.name}: not noticed by {silent}"


def test_every_check_has_caught_something() -> None:
    used = {check for plant in EVERY_PLANT for check in plant.caught_by}
    assert used == set(EVERY_CHECK)
    assert len(EVERY_PLANT) >= 10
