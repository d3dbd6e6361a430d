"""Who is given households, and how many: by kind, health and posts, as the commune sets it."""

import pytest

from apps.assignments.models import AssignmentRule
from apps.assignments.plans.rates import assignment_rate
from apps.assignments.plans.reading import plan_in_full
from apps.assignments.plans.register import register_of
from apps.people.capacities import capacities_of, is_assigned
from apps.people.kinds import Health, MemberKind, PostKind
from apps.people.models import CapacityRule, Membership, Person, VillageWorker
from tests.assignments.plans.conftest import Committee
from tests.conftest import NOW
from tests.factories.people import PersonFactory, PostFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_who_leads_a_cell_or_a_village_carries_the_communes_share(committee: Committee) -> None:
    members = Membership.objects.filter(cell=committee.world.cell).order_by("pk")
    head, both, plain = members
    members.update(capacity=None)
    village, cell = committee.world.villages[0], committee.world.cell
    PostFactory.create(person=head.person, kind=PostKind.VILLAGE_HEAD, village=village)
    PostFactory.create(person=both.person, kind=PostKind.CELL_DEPUTY_SECRETARY, cell=cell)
    Membership.objects.filter(pk=both.pk).update(health=Health.WEAK)

    def limits() -> list[int]:
        found = register_of(committee.world.cell, at=TODAY).carriers
        return [found[row.person_id].limit for row in (head, both, plain)]

    # Where the commune says nothing they carry as everybody.
    assert limits() == [8, 4, 8]
    AssignmentRule.objects.create(commune=committee.world.commune, post_percent=50)
    assert limits() == [4, 2, 8]


def _serving(committee: Committee) -> tuple[Person, Person, Person]:
    """Of village 1, members of no cell: who works there, who heads it too, who only heads it."""
    world = committee.world
    worker, both, head = (PersonFactory.create(commune=world.commune) for _n in range(3))
    for person in (worker, both):
        VillageWorker.objects.create(person=person, village=world.villages[0], work="Công an viên")
    for person in (both, head):
        PostFactory.create(person=person, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    return worker, both, head


def test_a_village_head_carries_the_communes_share_without_being_a_member(
    committee: Committee,
) -> None:
    serving = _serving(committee)
    rule = AssignmentRule.objects.create(commune=committee.world.commune)

    def limits() -> list[int]:
        found = register_of(committee.world.cell, at=TODAY).carriers
        return [found[person.pk].limit for person in serving]

    assert limits() == [6, 6, 6]
    rule.post_percent = 50
    rule.save()
    assert limits() == [6, 3, 3]
    carriers = register_of(committee.world.cell, at=TODAY).carriers
    assert carriers[serving[2].pk].villages == frozenset({committee.world.villages[0].pk})


def test_the_committee_sees_the_head_of_its_village_by_name(committee: Committee) -> None:
    head = _serving(committee)[2]
    seen = Person.objects.visible_to(committee.actor())
    assert seen.filter(pk=head.pk).exists()
    told = plan_in_full(committee.actor(), committee.start().pk, at=TODAY)
    assert head.full_name in {person["name"] for person in told["people"]}
    head.posts.update(valid_to=TODAY)
    assert not seen.filter(pk=head.pk).exists()


def test_of_the_next_village_or_no_longer_head_they_carry_nothing(committee: Committee) -> None:
    head = _serving(committee)[2]
    head.posts.update(village=committee.world.villages[1])
    assert head.pk not in register_of(committee.world.cell, at=TODAY).carriers
    head.posts.update(village=committee.world.villages[0], valid_to=TODAY)
    assert head.pk not in register_of(committee.world.cell, at=TODAY).carriers


def test_a_kind_to_which_the_commune_gives_none_is_not_assigned(committee: Committee) -> None:
    members = Membership.objects.filter(cell=committee.world.cell).order_by("pk")
    first, second, third = members
    members.update(capacity=None, kind=MemberKind.RETIRED)
    Membership.objects.filter(pk=second.pk).update(capacity=2)
    Membership.objects.filter(pk=third.pk).update(kind=MemberKind.RESIDENT)
    actor, cell = committee.actor(), committee.world.cell
    before = assignment_rate(actor, at=TODAY, cell=cell.pk)
    CapacityRule.objects.create(commune=committee.world.commune, kind="retired", households=0)
    carriers = register_of(cell, at=TODAY).carriers
    # Of the second something else is said.
    assert first.person_id not in carriers
    assert (carriers[second.person_id].limit, carriers[third.person_id].limit) == (2, 8)
    after = assignment_rate(actor, at=TODAY, cell=cell.pk)
    assert (before.excused, after.excused, after.members) == (0, 1, before.members)
    able = set(Membership.objects.filter(is_assigned(), cell=cell).values_list("pk", flat=True))
    usual = capacities_of([cell.commune_id])[cell.commune_id]
    assert able == {row.pk for row in members.all() if usual.assigns(row)}
