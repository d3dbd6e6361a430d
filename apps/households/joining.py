"""The people of a double move into the household that is kept, each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from apps.common.text import same_name
from apps.households.models import HouseholdMember


def join_members(*, kept: int, double: int, at: date) -> int:
    """How many moved. Who is written in both lives on in the kept one, and ends in the double;
    who had left stays there as its history.
    """
    living = HouseholdMember.objects.select_for_update().filter(
        Q(left_on__isnull=True) | Q(left_on__gt=at)
    )
    there = list(living.filter(household=kept).order_by("pk"))
    coming = list(living.filter(household=double).order_by("pk"))
    has_head = any(member.relation == HouseholdMember.Relation.HEAD for member in there)
    moved = 0
    for member in coming:
        same = _same_person(member, there)
        if same is None:
            moved += 1
            _move(member, kept, has_head)
        else:
            # Nobody is matched twice: two children of one name are two children.
            there.remove(same)
            _end(member, same, at)
    return moved


def _same_person(
    member: HouseholdMember, there: Iterable[HouseholdMember]
) -> HouseholdMember | None:
    return next((other for other in there if _is_same(member, other)), None)


def _is_same(one: HouseholdMember, other: HouseholdMember) -> bool:
    if not same_name(one.full_name, other.full_name):
        return False
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year:
        return False
    # Two people with duties of their own are never one.
    return one.person_id is None or other.person_id is None


def _move(member: HouseholdMember, kept: int, has_head: bool) -> None:
    member.household_id = kept
    if has_head and member.relation == HouseholdMember.Relation.HEAD:
        # Whoever heads the kept household goes on heading it.
        member.relation = HouseholdMember.Relation.MEMBER
    member.save(update_fields=["household", "relation"])


def _end(member: HouseholdMember, same: HouseholdMember, at: date) -> None:
    member.left_on = max(at, member.joined_on or at)
    member.save(update_fields=["left_on"])
    if member.person_id is not None:
        # The duty is known in one home at a time: only now is it free for the other.
        same.person_id = member.person_id
        same.save(update_fields=["person"])
