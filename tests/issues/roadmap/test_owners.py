"""A step is had by somebody who sees the household, whatever took it out of the owner's sight."""

from datetime import date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household
from apps.households.timeline import moments_of
from apps.issues import inbox
from apps.issues.jobs import run_issue_clocks
from apps.issues.models import RoadStep
from apps.issues.roadmap.departing import hand_on_unseen
from apps.issues.roadmap.owners import out_of_sight, seeing
from apps.people.models import Person, Post
from tests.factories.households import put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory, UserFactory
from tests.factories.roadmap import step, target
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def person_of(world: World, role: Role) -> Person:
    found = world.users[role].person
    assert found is not None
    return found


def waiting(person: Person, now: datetime) -> list[int]:
    assert person.user is not None
    rows = inbox.waiting_for(actor_for(person.user, at=now), at=now.date())
    return [int(row.key) for row in rows if row.source == "road"]


def another_member(world: World) -> Person:
    person = PersonFactory.create(commune=world.commune, user=UserFactory.create())
    MembershipFactory.create(person=person, cell=world.cell)
    return person


def new_plan(world: World, successor: Person, at: date) -> None:
    """As one comes into force: the member stays in the cell, and is in charge no more."""
    rows = Assignment.objects.filter(person=world.member, tier=Tier.HOUSEHOLD)
    rows.update(period=DateRange(at - timedelta(days=100), at))
    put_in_charge(successor, world.in_charge_of, since=at)


def test_after_a_new_plan_the_successor_has_it_and_a_chosen_owner_keeps_theirs(
    world: World, now: datetime, at: date
) -> None:
    home, successor = world.in_charge_of, another_member(world)
    road, due = target(home), at + timedelta(days=9)
    row = step(road, world.member, due_on=due)
    done = step(road, world.member, due_on=due)
    RoadStep.objects.filter(pk=done.pk).update(done_on=at, outcome="done")
    chosen = {
        role: step(road, person_of(world, role), due_on=due)
        for role in (
            Role.CELL_COMMITTEE,
            Role.VILLAGE_HEAD,
            Role.COMMITTEE_MEMBER,
            Role.GROUP_OFFICER,
            Role.COMMUNE_OFFICE,
        )
    }
    assert hand_on_unseen(at=now) == 0
    new_plan(world, successor, at)
    assert waiting(world.member, now) == waiting(successor, now) == []
    run_issue_clocks(timestamp=0)
    assert hand_on_unseen(at=now) == 0
    assert waiting(successor, now) == [row.pk]
    owners = dict(RoadStep.objects.values_list("pk", "owner"))
    assert owners.pop(row.pk) == successor.pk
    assert owners.pop(done.pk) == world.member.pk
    assert owners == {each.pk: person_of(world, role).pk for role, each in chosen.items()}
    told = moments_of(actor_for(world.users[Role.COMMUNE_OFFICE], at=now), home)
    (moment,) = [each for each in told if each.title == "Lộ trình: đổi người lo hoặc hạn"]
    assert moment.lines[1:] == (
        f"{world.member.full_name} → {successor.full_name}",
        "Người lo trước không còn phụ trách hộ",
    )


def test_with_nobody_near_the_commune_has_it_and_without_anybody_it_waits(
    world: World, now: datetime, at: date
) -> None:
    row = step(target(world.in_charge_of), world.member, due_on=at)
    Assignment.objects.all().delete()
    commune = Post.objects.filter(commune=world.commune)
    Post.objects.exclude(pk__in=commune).delete()
    assert hand_on_unseen(at=now) == 1
    row.refresh_from_db()
    assert row.owner in {person_of(world, r) for r in (Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE)}
    commune.delete()
    assert hand_on_unseen(at=now) == 0


def test_who_sees_a_household_is_who_reaches_it(world: World, now: datetime, at: date) -> None:
    """The rule asked from the household's side agrees with the one asked from the reader's."""
    ungrouped = world.households[1]
    Household.objects.filter(pk=ungrouped.pk).update(group=None)
    users = [*world.users.values(), world.outsider]
    people = [user.person for user in users if user is not None and hasattr(user, "person")]
    everybody = Person.objects.all()
    for home in Household.objects.all():
        reaching = {
            person.pk
            for person in people
            if person.user
            and Household.objects.visible_to(actor_for(person.user, at=now))
            .filter(pk=home.pk)
            .exists()
        }
        assert set(seeing(everybody, home, at=at).values_list("pk", flat=True)) == reaching
        road = target(home)
        rows = {person.pk: step(road, person, due_on=at) for person in people}
        unseen = out_of_sight(RoadStep.objects.filter(target=road), at=at)
        gone = set(unseen.values_list("owner", flat=True))
        assert gone == rows.keys() - reaching
