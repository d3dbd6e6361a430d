"""Who lives in a household: they come, change, leave, and one of them is the head."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.households.desk.orders import (
    Order,
    Verb,
    carry_out,
    locked_household,
    locked_resident,
    require_past,
)
from apps.households.models import Household, HouseholdMember
from apps.households.querysets import KEEPER_ROLES
from apps.people.models import Person

HEAD: Final = HouseholdMember.Relation.HEAD


@dataclass(frozen=True, slots=True)
class Resident:
    """What is known of somebody who lives in a household.

    ``person``: the key of the person with a duty that it is, if it is one.
    """

    full_name: str
    birth_year: int | None
    relation: str
    residence: str
    is_working_away: bool
    job: str
    joined_on: date | None
    person: int | None = None


def add_resident(*, order: Order, household: int, resident: Resident) -> Answer:
    """Somebody more lives there. The first head gives the household its name."""

    def work() -> Answer:
        home = locked_household(household, order, roles=KEEPER_ROLES)
        _require_lived_in(home)
        _check(home, resident, order)
        row = HouseholdMember.objects.create(household=home, **_columns(resident))
        if row.relation == HEAD:
            _name_after(home, row)
        return {"household": home.pk, "resident": row.pk}

    body = {"household": household, **asdict(resident)}
    return carry_out(order, Verb.JOIN, body=body, work=work)


def change_resident(
    *, order: Order, household: int, resident: int, version: int, facts: Resident
) -> Answer:
    """Put ``facts`` in place of what was known; who is the head is changed by ``make_head``."""

    def work() -> Answer:
        home = locked_household(household, order, roles=KEEPER_ROLES)
        row = locked_resident(home, resident, order, version=version)
        if (row.relation == HEAD) != (facts.relation == HEAD):
            raise DomainError(
                "head_stays",
                _("Muốn thay chủ hộ, hãy dùng “Đổi chủ hộ”."),
                detail={"field": "relation"},
            )
        _check(home, facts, order, was=row.person_id)
        columns = _columns(facts)
        changed = [name for name, value in columns.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, columns[name])
        if changed:
            row.save(update_fields=changed)
        # Whatever else is put right of the head says nothing about what the household is called.
        if row.relation == HEAD and {"full_name", "birth_year"} & set(changed):
            _name_after(home, row)
        return {"household": home.pk, "resident": row.pk}

    body = {"household": household, "resident": resident, **asdict(facts)}
    return carry_out(order, Verb.RESIDENT, body=body, work=work)


def end_residence(
    *, order: Order, household: int, resident: int, version: int, day: date
) -> Answer:
    """Somebody left the household on ``day``, and stays in its history."""

    def work() -> Answer:
        home = locked_household(household, order, roles=KEEPER_ROLES)
        row = locked_resident(home, resident, order, version=version)
        require_past(day, order)
        if row.relation == HEAD:
            raise DomainError(
                "head_leaves",
                _("Người này là chủ hộ. Hãy đổi chủ hộ trước, hoặc ghi cả hộ chuyển đi."),
                status=409,
            )
        row.left_on = day
        row.save(update_fields=["left_on"])
        return {"household": home.pk, "resident": row.pk}

    body = {"household": household, "resident": resident, "day": day}
    return carry_out(order, Verb.DEPART, body=body, work=work)


def make_head(*, order: Order, household: int, resident: int, version: int, former: str) -> Answer:
    """Somebody becomes the head; the head until now is ``former`` (a relation) to the new one."""

    def work() -> Answer:
        home = locked_household(household, order, roles=KEEPER_ROLES)
        row = locked_resident(home, resident, order, version=version)
        if former == HEAD:
            raise DomainError("two_heads", _("Hộ chỉ có một chủ hộ."), detail={"field": "former"})
        residents = HouseholdMember.objects.current().filter(household=home, relation=HEAD)
        for head in residents.exclude(pk=row.pk):
            head.relation = former
            head.save(update_fields=["relation"])
        if row.relation != HEAD:
            row.relation = HEAD
            row.save(update_fields=["relation"])
        _name_after(home, row)
        return {"household": home.pk, "resident": row.pk}

    body = {"household": household, "resident": resident, "former": former}
    return carry_out(order, Verb.HEAD, body=body, work=work)


def _columns(resident: Resident) -> dict[str, object]:
    columns = asdict(resident)
    columns["person_id"] = columns.pop("person")
    return columns


def _require_lived_in(home: Household) -> None:
    """Nobody moves into a household that has left; whoever lived there can still be put right."""
    if home.left_on is not None:
        raise DomainError(
            "home_left",
            _(
                "Hộ này đã ghi chuyển đi từ %(day)s, nên không thêm nhân khẩu được. "
                "Nếu ghi nhầm, hãy bỏ ghi chuyển đi trước; nếu hộ đi thật rồi về, hãy lập hộ mới."
            )
            % {"day": date_format(home.left_on, "SHORT_DATE_FORMAT")},
            status=409,
        )


def _check(home: Household, resident: Resident, order: Order, was: int | None = None) -> None:
    if resident.joined_on is not None:
        require_past(resident.joined_on, order, "joined_on")
    if resident.person is None or resident.person == was:
        return
    people = Person.objects.visible_to(order.actor).filter(commune=home.commune_id)
    if not people.filter(pk=resident.person).exists():
        raise DomainError(
            "no_person",
            _("Không tìm thấy người này trong danh sách của xã."),
            detail={"field": "person"},
        )


def _name_after(home: Household, head: HouseholdMember) -> None:
    """A household is called by its head."""
    named = (home.head_name, home.head_birth_year)
    if named != (head.full_name, head.birth_year):
        home.head_name, home.head_birth_year = head.full_name, head.birth_year
        home.save(update_fields=["head_name", "head_birth_year"])
