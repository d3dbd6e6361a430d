"""What the list of households and one household's page show, as far as the actor may see."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES, Role
from apps.areas.models import SelfManagedGroup, Village
from apps.common.db import UNIT_ORDER, by_head_name, by_person_name, by_unit_name
from apps.common.mapwords import map_words
from apps.common.text import tidy
from apps.households.desk.history import sees_phones
from apps.households.models import Household, HouseholdMember, HouseholdMove, PovertyStatus
from apps.households.positions import POSITION_ROLES
from apps.households.querysets import EDITOR_ROLES, KEEPER_ROLES, household_reach
from apps.households.sections import Section, sections_of
from apps.people.models import Person

A_PAGE: Final = 50
# Fewer digits find half the commune, and tell nothing.
_FEWEST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" or None: not at all. ``order`` is "code" or "name"."""

    search: str = ""
    village: int | None = None
    group: int | None = None
    status: str = ""
    located: str = ""
    left: str = ""
    order: str = "code"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list, and how many there are in all."""

    page: Page[Household]
    total: int
    unlocated: int


def households_listed(actor: Actor, wanted: Wanted, *, at: date, page: str | None) -> Listed:
    """Households in reach, narrowed, a page at a time."""
    rows = households_wanted(actor, wanted, at=at)
    rows = rows.with_places().order_by(*_ORDERS[wanted.order])
    paginator = Paginator(rows, A_PAGE)
    return Listed(
        paginator.get_page(page), paginator.count, rows.filter(position__isnull=True).count()
    )


def households_wanted(actor: Actor, wanted: Wanted, *, at: date) -> Any:
    """All of them, in no order: a queryset of households."""
    rows = _narrowed(Household.objects.visible_to(actor), wanted, at)
    return rows.filter(_found(actor, wanted.search)) if wanted.search else rows


_ORDERS: Final[dict[str, list[Any]]] = {
    "code": [Collate(F("code"), UNIT_ORDER), "pk"],
    "name": [*by_head_name(), "pk"],
}


def _narrowed(rows: Any, wanted: Wanted, at: date) -> Any:
    if wanted.left == "":
        rows = rows.living(at=at)
    elif wanted.left == "left":
        rows = rows.filter(left_on__lte=at)
    if wanted.village is not None:
        rows = rows.filter(village=wanted.village)
    if wanted.group is not None:
        rows = rows.filter(group=wanted.group)
    if wanted.status == "policy":
        rows = rows.filter(is_policy_family=True)
    elif wanted.status:
        rows = rows.filter(poverty_status=wanted.status)
    if wanted.located:
        rows = rows.filter(position__isnull=wanted.located == "no")
    return rows


def _found(actor: Actor, search: str) -> Q:
    """Head or code without accents and case; a number only where the actor may see it."""
    words = tidy(search)
    found = Q(head_name__unaccent__icontains=words) | Q(code__unaccent__icontains=words)
    digits = "".join(char for char in words if char.isascii() and char.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(char.isalpha() for char in words):
        # Else whoever may not read a number could find out whose it is.
        found |= Q(phone__contains=digits) & household_reach(actor, roles=PHONE_ROLES)
    return found


Places = list[tuple[Village, list[SelfManagedGroup]]]


def places_in_reach(actor: Actor, *, at: date) -> Places:
    """Villages and their groups that the list can be narrowed to."""
    villages = Village.objects.visible_to(actor).in_force(at=at)
    groups = SelfManagedGroup.objects.visible_to(actor).in_force(at=at)
    return _together(villages, groups)


def places_written(actor: Actor, *, at: date, commune: int | None = None) -> Places:
    """Villages and groups into which the actor may write households."""
    villages = Village.objects.drawn_by(actor).in_force(at=at)
    groups = SelfManagedGroup.objects.drawn_by(actor).in_force(at=at)
    if commune is not None:
        villages = villages.filter(commune=commune)
        groups = groups.filter(village__commune=commune)
    return _together(villages, groups)


def _together(villages: Any, groups: Any) -> Places:
    found = list(villages.defer("geom").order_by(by_unit_name(), "pk"))
    inside: dict[int, list[SelfManagedGroup]] = {village.pk: [] for village in found}
    for group in groups.defer("geom").order_by(by_unit_name(), "pk"):
        if group.village_id in inside:
            inside[group.village_id].append(group)
    return [(village, inside[village.pk]) for village in found]


@dataclass(frozen=True, slots=True)
class Relation:
    """Another household that this one has to do with; ``pk`` None out of the actor's reach."""

    text: str
    code: str
    pk: int | None


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """One household as far as the actor may know it, ready to be shown."""

    household: Household
    phone: str
    sees_phones: bool
    statuses: list[str]
    residents: list[HouseholdMember]
    gone: list[HouseholdMember]
    size_note: str
    relations: list[Relation]
    moves: list[HouseholdMove]
    sections: list[Section]
    may_edit: bool
    may_keep: bool
    may_place: bool


def find(actor: Actor, pk: int) -> Household | None:
    """The household, left or not, or None when it does not exist for this actor."""
    rows = Household.objects.visible_to(actor)
    return rows.select_related("village", "group").filter(pk=pk).first()


def may_change(actor: Actor, household: Household) -> tuple[bool, bool, bool]:
    """Whether the actor writes down everything about it, who lives there, where it stands."""
    if household.merged_into_id is not None:
        return False, False, False

    def reaches(roles: frozenset[Role]) -> bool:
        return Household.objects.reached_by(actor, roles).filter(pk=household.pk).exists()

    # Whoever may one of these may also the next.
    edits = reaches(EDITOR_ROLES)
    keeps = edits or reaches(KEEPER_ROLES)
    return edits, keeps, keeps or reaches(POSITION_ROLES)


def household_page(actor: Actor, household: Household, *, at: date) -> HouseholdPage:
    """The page of a household within the actor's reach."""
    rings = sees_phones(actor, household)
    everybody = list(
        HouseholdMember.objects.visible_to(actor)
        .filter(household=household)
        .select_related("person")
        .order_by("pk")
    )
    residents = sorted(
        (one for one in everybody if one.left_on is None), key=lambda one: one.relation != "head"
    )
    may_edit, may_keep, may_place = may_change(actor, household)
    return HouseholdPage(
        household=household,
        phone=household.phone if rings else "",
        sees_phones=rings,
        statuses=_statuses(household),
        residents=residents,
        gone=[one for one in everybody if one.left_on is not None],
        size_note=_size_note(household, len(residents)),
        relations=_relations(actor, household),
        moves=list(
            HouseholdMove.objects.visible_to(actor)
            .filter(household=household)
            .with_places()
            .order_by("-moved_on", "-pk")
        ),
        sections=sections_of(actor, household, at=at),
        may_edit=may_edit,
        may_keep=may_keep,
        may_place=may_place and (household.left_on is None or household.left_on > at),
    )


def _statuses(household: Household) -> list[str]:
    """Each status with the decision it follows from, where that is known."""
    told = []
    for is_on, name, number, day in (
        (
            household.poverty_status != PovertyStatus.NONE,
            household.get_poverty_status_display(),
            household.poverty_decision_number,
            household.poverty_decision_date,
        ),
        (
            household.is_policy_family,
            _("Gia đình chính sách"),
            household.policy_decision_number,
            household.policy_decision_date,
        ),
    ):
        if is_on and number and day:
            told.append(
                _("%(status)s, theo quyết định số %(number)s ngày %(day)s")
                % {"status": name, "number": number, "day": day.strftime("%d/%m/%Y")}
            )
        elif is_on:
            told.append(_("%(status)s, chưa ghi quyết định") % {"status": name})
    return told


def _size_note(household: Household, listed: int) -> str:
    """Where the number of people said and the number listed differ."""
    if household.size is None or listed in {0, household.size}:
        return ""
    return _("Số khẩu ghi %(size)s, danh sách dưới có %(listed)s người.") % {
        "size": household.size,
        "listed": listed,
    }


def _relations(actor: Actor, household: Household) -> list[Relation]:
    """From which household it was split off, which were split off it, and its doubles."""
    rows = Household.objects.visible_to(actor).filter(
        Q(split_from=household)
        | Q(merged_into=household)
        | Q(pk__in=[household.split_from_id or 0, household.merged_into_id or 0])
    )
    told = []
    seen = set()
    for other in rows.order_by("pk"):
        seen.add(other.pk)
        label = f"{other.code}, {other.head_name}"
        told.append(Relation(_relation(household, other), label, other.pk))
    for key, text in (
        (household.split_from_id, _("Tách ra từ hộ")),
        (household.merged_into_id, _("Ghi trùng, nay là hộ")),
    ):
        if key is not None and key not in seen:
            told.append(Relation(text, _("ngoài địa bàn của bạn"), None))
    return told


def _relation(household: Household, other: Household) -> str:
    if other.pk == household.split_from_id:
        return _("Tách ra từ hộ")
    if other.pk == household.merged_into_id:
        return _("Ghi trùng, nay là hộ")
    if other.split_from_id == household.pk:
        return _("Hộ tách ra")
    return _("Hộ ghi trùng đã nhập vào đây")


#: degrees; about five metres, less than a pixel of the little map
_COARSE: Final = 5e-5


def outline_around(household: Household) -> dict[str, Any]:
    """GeoJSON of the household's group, or village: the map says something without tiles too."""
    unit = household.group or household.village
    coarse = unit.geom.simplify(_COARSE, preserve_topology=True)
    outline: dict[str, Any] = json.loads(coarse.geojson)
    return outline


def map_strings() -> dict[str, str]:
    """Words of the little map on the page."""
    return {
        **map_words(),
        "here": _("Vị trí của hộ"),
    }


def relations_to_head(
    somebody: HouseholdMember | None, *, with_head: bool
) -> list[tuple[str, str]]:
    """What somebody may be to the head: the head itself only if already so, or ``with_head``."""
    relations = [(value, str(label)) for value, label in HouseholdMember.Relation.choices]
    if somebody is not None and somebody.relation == "head":
        return [relation for relation in relations if relation[0] == "head"]
    return [relation for relation in relations if with_head or relation[0] != "head"]


def has_head(actor: Actor, household: Household) -> bool:
    """Whether anybody among the residents is listed as the head."""
    rows = HouseholdMember.objects.visible_to(actor).current()
    return rows.filter(household=household, relation="head").exists()


def people_alike(
    actor: Actor, household: Household, somebody: HouseholdMember
) -> list[tuple[int, str]]:
    """People with a duty who may be this resident: of the same name, accents aside."""
    people = Person.objects.visible_to(actor).filter(commune=household.commune_id)
    same = Q(full_name__unaccent__iexact=somebody.full_name)
    found = people.filter(same | Q(pk=somebody.person_id or 0)).order_by(*by_person_name())
    return [(one.pk, _named(one)) for one in found]


def _named(person: Person) -> str:
    if person.born_in is None:
        return person.full_name
    return _("%(name)s, sinh %(year)s") % {
        "name": person.full_name,
        "year": person.born_in,
    }


def who_may_go(
    actor: Actor, household: Household, sent: Collection[int] = ()
) -> list[tuple[int, str]]:
    """Who may be split off: everybody but the head; and whom a form sent before named."""
    rows = HouseholdMember.objects.visible_to(actor).filter(household=household)
    here = Q(left_on__isnull=True) & ~Q(relation="head")
    others = rows.filter(here | Q(pk__in=sent)).order_by("pk")
    return [(one.pk, f"{one.full_name}, {one.get_relation_display().lower()}") for one in others]
