"""What is known of a household itself: written anew, changed a part at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.accounts.roles import Role
from apps.areas.models import SelfManagedGroup, Village
from apps.common.errors import DomainError
from apps.common.text import name_key, same_name
from apps.households.desk.codes import next_code_in
from apps.households.desk.orders import (
    Order,
    Verb,
    carry_out,
    hold_boundaries,
    locked_household,
    require_past,
)
from apps.households.models import (
    Household,
    HouseholdMember,
    MissingReason,
    PovertyStatus,
)
from apps.households.querysets import EDITOR_ROLES, KEEPER_ROLES

_HEAD: Final = HouseholdMember.Relation.HEAD


class Part(StrEnum):
    """Facts that are changed together, by one form."""

    BASICS = "basics"
    REACHING = "reaching"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class _Rule:
    verb: Verb
    roles: frozenset[Role]
    fields: tuple[str, ...]


RULES: Final[dict[Part, _Rule]] = {
    Part.BASICS: _Rule(
        Verb.BASICS, EDITOR_ROLES, ("code", "head_name", "head_birth_year", "moved_in_on")
    ),
    Part.REACHING: _Rule(Verb.REACHING, KEEPER_ROLES, ("phone", "address", "size")),
    Part.STATUS: _Rule(
        Verb.STATUS,
        EDITOR_ROLES,
        (
            "poverty_status",
            "poverty_decision_number",
            "poverty_decision_date",
            "is_policy_family",
            "policy_decision_number",
            "policy_decision_date",
        ),
    ),
}


def change_facts(
    *, order: Order, household: int, version: int, part: Part, values: Mapping[str, Any]
) -> Answer:
    """Put ``values`` in place of the facts of one part.

    Raises DomainError as ``carry_out`` and ``locked_household`` do, and for a status without its
    decision.
    """
    rule = RULES[part]
    wanted = {name: values[name] for name in rule.fields}

    def work() -> Answer:
        home = locked_household(household, order, version=version, roles=rule.roles)
        if part is Part.STATUS:
            _check_status(home, wanted, order)
        if part is Part.BASICS:
            _check_arrival(home, wanted["moved_in_on"], order)
        changed = [name for name, value in wanted.items() if getattr(home, name) != value]
        for name in changed:
            setattr(home, name, wanted[name])
        if changed:
            home.save(update_fields=changed)
        if {"head_name", "head_birth_year"} & set(changed):
            _name_head(home)
        return {"household": home.pk}

    return carry_out(order, rule.verb, body={"household": household, **wanted}, work=work)


def _name_head(home: Household) -> None:
    """Who is listed as the head, if anybody is, is the one by whom the household is called.

    Another resident of that name is the head from now on. Else it is the head's name put right,
    unless the head is somebody with a duty, of another name: DomainError ``head_is_another``.
    """
    residents = list(HouseholdMember.objects.current().filter(household=home).order_by("pk"))
    head = next((each for each in residents if each.relation == _HEAD), None)
    if head is None:
        return
    named = [each for each in residents if name_key(each.full_name) == name_key(home.head_name)]
    others = [each for each in named if each.pk != head.pk]
    if head not in named and len(others) == 1:
        _hand_over(head, others[0], home)
    elif head.person_id is not None and not same_name(head.full_name, home.head_name):
        raise DomainError(
            "head_is_another",
            _(
                "Chủ hộ trong danh sách nhân khẩu là %(name)s. Nếu chủ hộ nay là người khác, hãy"
                " thêm người ấy vào nhân khẩu rồi dùng “Đổi chủ hộ”."
            )
            % {"name": head.full_name},
            status=409,
            detail={"field": "head_name"},
        )
    else:
        head.full_name, head.birth_year = home.head_name, home.head_birth_year
        head.save(update_fields=["full_name", "birth_year"])


def _hand_over(former: HouseholdMember, head: HouseholdMember, home: Household) -> None:
    former.relation = HouseholdMember.Relation.MEMBER
    former.save(update_fields=["relation"])
    head.relation = _HEAD
    head.birth_year = home.head_birth_year or head.birth_year
    head.save(update_fields=["relation", "birth_year"])


def _check_arrival(home: Household, moved_in_on: date | None, order: Order) -> None:
    if moved_in_on is None:
        return
    require_past(moved_in_on, order, "moved_in_on")
    first = home.moves.order_by("moved_on").values_list("moved_on", flat=True).first()
    if first is not None and moved_in_on > first:
        raise DomainError(
            "moved_before",
            _("Hộ đã chuyển thôn, tổ trước ngày này; hãy ghi ngày đến ở sớm hơn."),
            detail={"field": "moved_in_on"},
        )


def _check_status(home: Household, wanted: Mapping[str, Any], order: Order) -> None:
    """A status mirrors a decision, so whoever sets it by hand names the decision.

    One that came by file without a decision may stay as it is while others change.
    """
    for name, flag, is_on in (
        ("poverty", "poverty_status", wanted["poverty_status"] != PovertyStatus.NONE),
        ("policy", "is_policy_family", wanted["is_policy_family"]),
    ):
        number, day = wanted[f"{name}_decision_number"], wanted[f"{name}_decision_date"]
        if day is not None:
            require_past(day, order, f"{name}_decision_date")
        newly = is_on and wanted[flag] != getattr(home, flag)
        if (newly or number or day) and not (number and day):
            missing = "number" if not number else "date"
            raise DomainError(
                "decision_needed",
                _("Hãy ghi đủ số và ngày của quyết định: diện của hộ theo quyết định ấy."),
                detail={"field": f"{name}_decision_{missing}"},
            )


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """What is known of a household that came. ``code`` "": the next one of its village."""

    village: int
    group: int | None
    code: str
    head_name: str
    head_birth_year: int | None
    size: int | None
    phone: str
    address: str
    moved_in_on: date | None


def create_household(*, order: Order, new: NewHousehold) -> Answer:
    """A new household with its head; on the worklist until somebody says where it stands."""

    def work() -> Answer:
        village = place_of(order, new.village, new.group)
        if new.moved_in_on is not None:
            require_past(new.moved_in_on, order, "moved_in_on")
        home = Household.objects.create(
            commune_id=village.commune_id,
            village=village,
            group_id=new.group,
            code=new.code or next_code_in(village),
            head_name=new.head_name,
            head_birth_year=new.head_birth_year,
            size=new.size,
            phone=new.phone,
            address=new.address,
            moved_in_on=new.moved_in_on,
            position_missing=MissingReason.NOT_GIVEN,
        )
        HouseholdMember.objects.create(
            household=home,
            full_name=new.head_name,
            birth_year=new.head_birth_year,
            relation=HouseholdMember.Relation.HEAD,
            joined_on=new.moved_in_on,
        )
        return {"household": home.pk}

    return carry_out(order, Verb.CREATE, body=asdict(new), work=work)


def place_of(order: Order, village: int, group: int | None) -> Village:
    """The village that somebody may write households into, in force, with that group in it.

    Nobody ends it until the transaction does. Raises DomainError 404, 409.
    """
    commune = Village.objects.drawn_by(order.actor).filter(pk=village)
    key = commune.values_list("commune_id", flat=True).first()
    if key is None:
        raise DomainError("no_village", _("Không tìm thấy thôn này trong xã."), status=404)
    hold_boundaries(key)
    found = Village.objects.in_force(at=order.today).filter(pk=village).first()
    groups = SelfManagedGroup.objects.in_force(at=order.today).filter(village=village)
    if found is None or (group is not None and not groups.filter(pk=group).exists()):
        raise DomainError(
            "unit_ended",
            _("Thôn hoặc tổ này không còn hiệu lực. Hãy chọn lại."),
            status=409,
            detail={"field": "place"},
        )
    return found
