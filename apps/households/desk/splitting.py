"""Some of a household's people become a household of their own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.households.desk.codes import next_code_like
from apps.households.desk.orders import (
    Order,
    Verb,
    carry_out,
    hold_boundaries,
    locked_household,
    require_living,
    require_past,
)
from apps.households.models import Household, HouseholdMember, MissingReason

HEAD: Final = HouseholdMember.Relation.HEAD


@dataclass(frozen=True, slots=True)
class Split:
    """Who goes (keys), which of them is the head, from which day.

    ``code`` "": the next free one. ``same_place``: in the same house, else on the worklist until
    somebody says where.
    """

    residents: tuple[int, ...]
    head: int
    day: date
    code: str
    same_place: bool


def split_household(*, order: Order, household: int, version: int, split: Split) -> Answer:
    """The new household, split off from the old one; contacts stay with the old one.

    Those who go leave the old household on the day and join the new one: its history keeps them.
    """

    def work() -> Answer:
        key = Household.objects.filter(pk=household).values_list("commune_id", flat=True).first()
        hold_boundaries(key or 0)
        old = locked_household(household, order, version=version)
        require_living(old)
        require_past(split.day, order)
        if old.moved_in_on is not None and split.day < old.moved_in_on:
            raise DomainError(
                "too_early",
                _("Ngày tách hộ không được trước ngày hộ đến ở."),
                detail={"field": "day"},
            )
        going = _going(old, split)
        new = _new_household(old, split, going)
        _move(going, new, split)
        if old.size is not None and old.size > len(going):
            old.size -= len(going)
            old.save(update_fields=["size"])
        return {"household": old.pk, "new": new.pk}

    body = {"household": household, **asdict(split)}
    return carry_out(order, Verb.SPLIT, body=body, work=work)


def _going(old: Household, split: Split) -> list[HouseholdMember]:
    """Those who go, locked; somebody stays, the head among them. DomainError else."""
    current = list(
        HouseholdMember.objects.current().filter(household=old).order_by("pk").select_for_update()
    )
    going = [one for one in current if one.pk in set(split.residents)]
    if not going or len(going) != len(set(split.residents)):
        raise DomainError(
            "nobody_goes",
            _("Hãy chọn những người tách ra, đang ở trong hộ."),
            detail={"field": "residents"},
        )
    if len(going) == len(current) or any(one.relation == HEAD for one in going):
        raise DomainError(
            "head_goes",
            _("Chủ hộ ở lại hộ cũ. Nếu chủ hộ tách ra, hãy đổi chủ hộ trước."),
            detail={"field": "residents"},
        )
    if split.head not in {one.pk for one in going}:
        raise DomainError(
            "head_stays",
            _("Chủ hộ mới phải là một trong những người tách ra."),
            detail={"field": "head"},
        )
    return going


def _new_household(old: Household, split: Split, going: list[HouseholdMember]) -> Household:
    head = next(one for one in going if one.pk == split.head)
    place = (
        {
            "position": old.position,
            "position_source": old.position_source,
            "position_accuracy": old.position_accuracy,
        }
        if split.same_place and old.position is not None
        else {"position_missing": MissingReason.NOT_GIVEN}
    )
    return Household.objects.create(
        commune_id=old.commune_id,
        village_id=old.village_id,
        group_id=old.group_id,
        code=split.code or next_code_like(old),
        head_name=head.full_name,
        head_birth_year=head.birth_year,
        size=len(going),
        address=old.address if split.same_place else "",
        moved_in_on=split.day,
        split_from=old,
        **place,
    )


def _move(going: list[HouseholdMember], new: Household, split: Split) -> None:
    """First out, then in: a person with a duty lives in one home at a time."""
    for one in going:
        one.left_on = split.day
        one.save(update_fields=["left_on"])
    for one in going:
        HouseholdMember.objects.create(
            household=new,
            person_id=one.person_id,
            full_name=one.full_name,
            birth_year=one.birth_year,
            # What they are to the new head nobody has said yet.
            relation=HEAD if one.pk == split.head else HouseholdMember.Relation.MEMBER,
            residence=one.residence,
            is_working_away=one.is_working_away,
            job=one.job,
            joined_on=split.day,
        )
