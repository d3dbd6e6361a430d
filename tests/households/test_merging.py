"""Merging two entries of one household, and taking it back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.households import merging, unmerging
from apps.households.merging import Merger, kept_key, merged_ids
from apps.households.models import (
    Household,
    HouseholdMember,
    HouseholdMerge,
    LeavingReason,
    PositionSource,
)
from apps.households.versions import version_of
from apps.visits.models import Contact
from apps.webmap.models import HouseholdMark
from tests.database import refused
from tests.factories.households import HouseholdMemberFactory, contact, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World
from tests.households.desk import another_request, merge, merger_of, office, register, unmerge

pytestmark = pytest.mark.django_db


def _periods(household: Household) -> list[tuple[int, date, date | None]]:
    rows = Assignment.objects.filter(household=household).order_by("period")
    return [(row.person_id, row.period.lower, row.period.upper) for row in rows]


def test_the_double_leaves_today_and_leads_to_the_kept_one(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[0], world.households[1]
    answer = merge(world, now, kept, double)
    double.refresh_from_db()
    assert (double.left_on, double.left_reason) == (at, LeavingReason.DOUBLE)
    assert double.merged_into == kept
    assert not Household.objects.living(at=at).filter(pk=double.pk).exists()
    assert kept_key(double.pk) == kept_key(kept.pk) == kept.pk
    assert merged_ids(kept) == sorted([kept.pk, double.pk])
    assert answer["contacts"] == 1
    row = HouseholdMerge.objects.get()
    assert (row.kept, row.double, row.context is not None) == (kept, double, True)


def test_a_chain_of_merges_leads_to_its_end(world: World, now: datetime) -> None:
    one, two, three = world.households[:3]
    merge(world, now, two, one)
    merge(world, now, three, two)
    assert kept_key(one.pk) == three.pk
    assert merged_ids(three) == sorted([one.pk, two.pk, three.pk])
    assert Contact.objects.filter(household=three).count() == 2


def test_values_are_taken_field_by_field(world: World, now: datetime) -> None:
    kept, double = world.households[0], world.households[3]
    Household.objects.filter(pk=double.pk).update(
        head_name="Lý Thị Mai",
        phone="0987654321",
        size=7,
        position_source=PositionSource.PHONE,
        position_accuracy=9.5,
    )
    double.refresh_from_db()
    choices = {"phone": "double", "position": "double", "size": "kept"}
    merge(world, now, kept, double, choices)
    before = kept
    kept = Household.objects.get(pk=kept.pk)
    assert (kept.phone, kept.size, kept.head_name) == ("0987654321", 4, before.head_name)
    assert kept.position == double.position
    assert (kept.position_source, kept.position_accuracy) == (PositionSource.PHONE, 9.5)
    assert (kept.code, kept.village_id) == (before.code, before.village_id)


def test_the_person_in_force_stays(world: World, now: datetime, at: date) -> None:
    kept, double = world.in_charge_of, world.households[1]
    other = PersonFactory.create(commune=world.commune)
    put_in_charge(other, double, since=at - timedelta(days=50))
    put_in_charge(other, double, since=at - timedelta(days=300), until=at - timedelta(days=200))
    before = _periods(kept)
    merge(world, now, kept, double)
    # The past one had room; the one in force did not, and ends with the double.
    past = (other.pk, at - timedelta(days=300), at - timedelta(days=200))
    assert _periods(kept) == [past, *before]
    assert _periods(double) == [(other.pk, at - timedelta(days=50), at)]


def test_a_kept_one_with_nobody_gets_the_doubles_person(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[1], world.in_charge_of
    before = _periods(double)
    merge(world, now, kept, double)
    assert _periods(kept) == before
    assert _periods(double) == []


def test_a_person_in_force_takes_over_where_the_past_overlaps(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[1], world.in_charge_of
    former = PersonFactory.create(commune=world.commune)
    put_in_charge(former, kept, since=at - timedelta(days=90), until=at - timedelta(days=80))
    merge(world, now, kept, double)
    assert _periods(kept)[1:] == [(world.member.pk, at, None)]
    assert _periods(double) == [(world.member.pk, at - timedelta(days=100), at)]


def test_what_had_not_begun_is_withdrawn_and_comes_back(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.in_charge_of, world.households[1]
    other = PersonFactory.create(commune=world.commune)
    put_in_charge(other, double, since=at + timedelta(days=5))
    before = register()
    answer = merge(world, now, kept, double)
    assert _periods(double) == []
    unmerge(world, now, answer)
    assert register() == before


def test_nobody_gets_the_own_household_by_a_merge(world: World, now: datetime, at: date) -> None:
    """The double's person lives in the kept one: the charge ends, and only that."""
    kept, double = world.households[1], world.in_charge_of
    HouseholdMemberFactory.create(household=kept, person=world.member)
    merge(world, now, kept, double)
    assert _periods(kept) == []
    assert _periods(double) == [(world.member.pk, at - timedelta(days=100), at)]


def test_a_person_in_charge_who_lives_in_the_double_is_named_first(
    world: World, now: datetime
) -> None:
    kept, double = world.in_charge_of, world.households[1]
    HouseholdMemberFactory.create(household=double, person=world.member)
    before = register()
    with pytest.raises(DomainError) as caught:
        merge(world, now, kept, double)
    assert (caught.value.code, caught.value.status) == ("merge_refused", 409)
    assert "phân công người khác" in caught.value.message
    assert register() == before


def test_residents_move_once_each(world: World, now: datetime, at: date) -> None:
    kept, double = world.households[1], world.households[2]
    person = PersonFactory.create(commune=world.commune)
    head = HouseholdMemberFactory.create(household=kept, full_name="Lý Văn An", relation="head")
    same = HouseholdMemberFactory.create(
        household=double, full_name="LÝ VĂN ẤN", relation="head", person=person
    )
    child = HouseholdMemberFactory.create(household=double, full_name="Lý Thị Bé", birth_year=2015)
    gone = HouseholdMemberFactory.create(household=double, left_on=at - timedelta(days=9))
    second = HouseholdMemberFactory.create(
        household=double, full_name="Lý Văn An", birth_year=1990, relation="child"
    )
    before = register()
    answer = merge(world, now, kept, double)
    assert answer["members"] == 2
    living = HouseholdMember.objects.filter(household=kept, left_on__isnull=True)
    assert set(living.values_list("pk", flat=True)) == {head.pk, child.pk, second.pk}
    head.refresh_from_db()
    same.refresh_from_db()
    gone.refresh_from_db()
    assert head.person == person
    assert (same.household, same.left_on) == (double, at)
    assert gone.household == double
    unmerge(world, now, answer)
    assert register() == before


def test_a_second_head_becomes_a_member(world: World, now: datetime) -> None:
    kept, double = world.households[1], world.households[2]
    HouseholdMemberFactory.create(household=kept, full_name="Lý Văn An", relation="head")
    other = HouseholdMemberFactory.create(household=double, full_name="Tô Thị Ba", relation="head")
    merge(world, now, kept, double)
    other.refresh_from_db()
    assert (other.household, other.relation) == (kept, "member")


def test_the_same_key_is_the_same_merge(world: World, now: datetime) -> None:
    kept, double, key = world.households[0], world.households[1], uuid4()
    merger = merger_of(kept, double)
    actor = office(world, now)
    first = merging.merge(actor=actor, key=key, merger=merger, now=now)
    assert merging.merge(actor=actor, key=key, merger=merger, now=now) == first
    assert HouseholdMerge.objects.count() == 1
    other = Merger(double.pk, kept.pk, merger.versions, {}, merger.reason)
    with pytest.raises(DomainError) as caught:
        merging.merge(actor=actor, key=key, merger=other, now=now)
    assert (caught.value.code, caught.value.status) == ("key_used", 409)


def test_what_changed_since_it_was_opened_is_not_merged(world: World, now: datetime) -> None:
    kept, double = world.households[0], world.households[1]
    merger = merger_of(kept, double)
    Household.objects.filter(pk=double.pk).update(phone="0999")
    with pytest.raises(DomainError) as caught:
        merging.merge(actor=office(world, now), key=uuid4(), merger=merger, now=now)
    assert (caught.value.code, caught.value.status) == ("stale", 409)


def test_who_left_or_was_merged_is_not_merged(world: World, now: datetime, at: date) -> None:
    one, two, three = world.households[:3]
    merge(world, now, one, two)
    with pytest.raises(DomainError, match="merged_already"):
        merge(world, now, three, two)
    Household.objects.filter(pk=three.pk).update(left_on=at, left_reason="moved")
    with pytest.raises(DomainError, match="has_left"):
        merge(world, now, one, three)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"reason": "x" * 301}, "reason_too_long"),
        ({"choices": {"code": "double"}}, "bad_choice"),
        ({"choices": {"phone": "other"}}, "bad_choice"),
    ],
)
def test_bad_orders_are_refused(
    world: World, now: datetime, change: Mapping[str, object], code: str
) -> None:
    kept, double = world.households[0], world.households[1]
    given = {
        "kept": kept.pk,
        "double": double.pk,
        "versions": (version_of(kept.pk), version_of(double.pk)),
        "choices": {},
        "reason": "thử",
        **change,
    }
    with pytest.raises(DomainError, match=code):
        merging.merge(actor=office(world, now), key=uuid4(), merger=Merger(**given), now=now)  # type: ignore[arg-type]  # bad on purpose


def test_a_household_is_not_merged_with_itself(world: World, now: datetime) -> None:
    home = world.households[0]
    with pytest.raises(DomainError, match="same_household"):
        merge(world, now, home, home)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}))
def test_nobody_else_merges(world: World, now: datetime, role: Role) -> None:
    merger = merger_of(world.households[0], world.households[1])
    actor = actor_for(world.users[role], at=now)
    with pytest.raises(DomainError) as caught:
        merging.merge(actor=actor, key=uuid4(), merger=merger, now=now)
    assert caught.value.status == 404
    assert not HouseholdMerge.objects.exists()


def test_another_communes_office_neither_merges_nor_undoes(world: World, now: datetime) -> None:
    assert world.outsider is not None
    stranger = actor_for(world.outsider, at=now)
    merger = merger_of(world.households[0], world.other_households[0])
    for actor in (stranger, office(world, now)):
        with pytest.raises(DomainError, match="not_found"):
            merging.merge(actor=actor, key=uuid4(), merger=merger, now=now)
    answer = merge(world, now, world.households[0], world.households[1])
    with pytest.raises(DomainError, match="not_found"):
        unmerging.unmerge(actor=stranger, key=uuid4(), merge=answer["merge"], reason="thử", now=now)


def test_undoing_gives_everything_back(world: World, now: datetime, at: date) -> None:
    kept, double = world.households[1], world.in_charge_of
    HouseholdMemberFactory.create_batch(2, household=double)
    before = register()
    answer = merge(world, now, kept, double, {"phone": "double", "head_name": "double"})
    assert register() != before
    unmerge(world, now, answer)
    assert register() == before
    row = HouseholdMerge.objects.get()
    assert (row.undone_at, row.undone_reason) == (now, "Nhầm, là hai hộ")
    with pytest.raises(DomainError, match="undone_already"):
        unmerge(world, now, answer)
    # And once more, since it was none.
    merge(world, now, kept, double)


def test_what_was_written_for_the_kept_one_since_stays_with_it(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[0], world.households[1]
    answer = merge(world, now, kept, double)
    with another_request():
        new = contact(kept, world.member, at)
    unmerge(world, now, answer)
    new.refresh_from_db()
    assert new.household == kept


def test_undoing_is_refused_when_something_changed_and_says_what(
    world: World, now: datetime, at: date
) -> None:
    kept, double = world.households[0], world.households[1]
    old = contact(double, world.member, at - timedelta(days=12))
    answer = merge(world, now, kept, double, {"phone": "double"})
    with another_request():
        Contact.objects.filter(pk=old.pk).update(note="đã sửa")
    unmerge(world, now, answer)  # a note is nothing that the merge wrote
    answer = merge(world, now, kept, double, {"head_name": "double"})
    with another_request():
        Contact.objects.filter(pk=old.pk).update(household=world.households[5])
        Household.objects.filter(pk=kept.pk).update(head_name="Tên Khác")
    with pytest.raises(DomainError) as caught:
        unmerge(world, now, answer)
    assert (caught.value.code, caught.value.status) == ("changed_since", 409)
    assert f"hộ {kept.code}" in caught.value.message
    assert "lần nắm tình hình ngày 04/11/2026" in caught.value.message
    assert HouseholdMerge.objects.standing().count() == 1


def test_a_later_merge_is_undone_first(world: World, now: datetime) -> None:
    one, two, three = world.households[:3]
    before = register()
    first = merge(world, now, two, one)
    second = merge(world, now, three, two)
    with pytest.raises(DomainError, match="changed_since"):
        unmerge(world, now, first)
    unmerge(world, now, second)
    unmerge(world, now, first)
    assert register() == before


def test_a_contact_for_the_double_reaches_the_kept_one(
    world: World, now: datetime, at: date
) -> None:
    one, two, three = world.households[:3]
    merge(world, now, two, one)
    merge(world, now, three, two)
    late = contact(one, world.member, at)
    late.refresh_from_db()
    assert late.household == three


def test_nobody_is_put_in_charge_of_a_double(world: World, now: datetime, at: date) -> None:
    merge(world, now, world.households[0], world.households[1])
    person = PersonFactory.create(commune=world.commune)
    with refused("assignment_not_of_double"):
        put_in_charge(person, world.households[1], since=at)


def test_the_map_follows_at_once(world: World, now: datetime, at: date) -> None:
    kept, double = world.households[2], world.in_charge_of
    marks = HouseholdMark.objects.living(at=at)
    answer = merge(world, now, kept, double)
    assert not marks.filter(pk=double.pk).exists()
    mark = marks.get(pk=kept.pk)
    assert (mark.person, mark.last_day) == (world.member, at - timedelta(days=3))
    unmerge(world, now, answer)
    mark = marks.get(pk=kept.pk)
    assert (mark.person, mark.last_day) == (None, None)
    assert marks.get(pk=double.pk).person == world.member


def test_history_says_who_and_why(world: World, now: datetime) -> None:
    kept, double = world.households[0], world.households[1]
    merge(world, now, kept, double)
    row = HouseholdMerge.objects.get()
    for model in ("households.HouseholdEvent", "visits.ContactEvent"):
        event = apps.get_model(model)._default_manager.latest("pgh_id")
        assert event.pgh_context_id == row.context
        said = event.pgh_context.metadata
        assert (said["reason"], said["user"]) == ("Ghi hai lần", office(world, now).user_id)


def test_who_was_to_move_in_later_never_did(world: World, now: datetime, at: date) -> None:
    kept, double = world.households[0], world.households[1]
    Household.objects.filter(pk=double.pk).update(moved_in_on=at + timedelta(days=9))
    merge(world, now, kept, Household.objects.get(pk=double.pk))
    for day in (at, at + timedelta(days=9), at + timedelta(days=20)):
        assert not Household.objects.living(at=day).filter(pk=double.pk).exists()
