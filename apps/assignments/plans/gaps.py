"""Where nobody is in charge and why, who has room, who carries too much; and the rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, AreaKind
from apps.areas.models import Commune, Village
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.rates import Rate, assignment_rate
from apps.assignments.plans.register import Register, register_of, register_of_commune
from apps.assignments.plans.units.gaps import gaps_of_units
from apps.assignments.plans.words import Words
from apps.assignments.plans.writing import held_by
from apps.assignments.proximity import Load, Proposal
from apps.assignments.seeding import AnyRegister, bans_of, weighed
from apps.common.db import by_person_name, by_unit_name
from apps.common.errors import not_found
from apps.households.models import Household
from apps.people.models import PartyCell, Person


@dataclass(frozen=True, slots=True)
class Gap:
    """A household that nobody looks after; ``reason`` and ``mends`` as ``proximity`` says them."""

    household: int
    code: str
    head_name: str
    village: int
    group: int | None
    reason: str
    reason_label: str
    mends: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class VillageGaps:
    """Living households of a village, and how many are uncovered by reason."""

    village: int
    name: str
    households: int
    uncovered: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Carrying:
    """What one person carries: elsewhere and here, of how many they can."""

    person: int
    name: str
    total: int
    capacity: int
    room: int
    over: int


def gaps_of_plan(actor: Actor, plan: int, *, at: date) -> dict[str, Any]:
    """The gaps that a plan leaves; 404 for who does not read it whole."""
    row = AssignmentPlan.objects.read_whole_by(actor).filter(pk=plan).select_related("cell").first()
    if row is None:
        raise not_found()
    if row.cell is None:
        return gaps_of_units(actor, row, at=at)
    register = register_of(row.cell, at=at)
    pairs = {
        household: held.person
        for household, held in held_by(row).items()
        if register.may_carry(held.person, household)
    }
    return _told(actor, register, weighed(register, pairs, bans_of(row)))


def gaps_of_cell(actor: Actor, cell: int, *, at: date) -> dict[str, Any]:
    """The gaps as things are: households that nobody is in charge of on the day.

    ``unable``: how many somebody is in charge of who is given none any more; they count as covered.
    """
    row = PartyCell.objects.visible_to(actor).filter(pk=cell).first()
    if row is None:
        raise not_found()
    register = register_of(row, at=at)
    proposal, unable = _today(register)
    return _told(actor, register, proposal) | {"unable": unable}


def _today(register: AnyRegister) -> tuple[Proposal, int]:
    """Who is in charge on the day, weighed like a plan, with only the uncovered left."""
    present = {pk: home.person for pk, home in register.homes.items() if home.person is not None}
    found = weighed(register, present)
    uncovered = tuple(each for each in found.left if each.home not in present)
    return replace(found, left=uncovered), len(found.left) - len(uncovered)


def _told(actor: Actor, register: Register, proposal: Proposal) -> dict[str, Any]:
    homes = {
        home.pk: home
        for home in Household.objects.visible_to(actor)
        .filter(pk__in=register.homes)
        .only("code", "head_name", "village", "group")
    }
    words = Words(actor, proposal.left)
    gaps = [
        Gap(
            household=left.home,
            code=homes[left.home].code,
            head_name=homes[left.home].head_name,
            village=homes[left.home].village_id,
            group=homes[left.home].group_id,
            **words.tell(left),
        )
        for left in proposal.left
        if left.home in homes
    ]
    living = [home.village_id for home in homes.values()]
    left = [(gap.village, gap.reason) for gap in gaps]
    rate = assignment_rate(actor, at=register.at, cell=register.cell.pk)
    return {
        "cell": register.cell.pk,
        "villages": [asdict(each) for each in _by_village(living, left)],
        "gaps": [asdict(gap) for gap in gaps],
        **_people(actor, proposal),
        "rate": _rate(rate),
    }


def _people(actor: Actor, proposal: Proposal) -> dict[str, Any]:
    people = carrying_of(actor, proposal)
    return {
        "with_room": [asdict(each) for each in people if each.room],
        "over": [asdict(each) for each in people if each.over],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {**asdict(rate), "assignable": rate.assignable, "percent": rate.percent}


def carrying_of(actor: Actor, proposal: Proposal) -> list[Carrying]:
    """Loads of the people whom the actor sees, in the order of their names."""
    rows = Person.objects.visible_to(actor).filter(pk__in=proposal.loads)
    names = rows.order_by(*by_person_name()).values_list("pk", "full_name")
    return [_carrying(pk, name, proposal.loads[pk]) for pk, name in names]


def _carrying(person: int, name: str, load: Load) -> Carrying:
    return Carrying(person, name, load.total, load.capacity, load.room, load.over)


def _by_village(living: Iterable[int], left: Iterable[tuple[int, str]]) -> list[VillageGaps]:
    """``living``: the village of each household; ``left``: village and reason of each uncovered."""
    counts: dict[int, int] = {}
    for village in living:
        counts[village] = counts.get(village, 0) + 1
    reasons: dict[int, dict[str, int]] = {village: {} for village in counts}
    for where, reason in left:
        of = reasons[where]
        of[reason] = of.get(reason, 0) + 1
    villages = Village.objects.filter(pk__in=counts).order_by(by_unit_name()).only("name")
    return [
        VillageGaps(
            village=village.pk,
            name=village.name,
            households=counts[village.pk],
            uncovered=sum(reasons[village.pk].values()),
            reasons=reasons[village.pk],
        )
        for village in villages
    ]


def gaps_of_commune(actor: Actor, commune: int, *, at: date) -> dict[str, Any]:
    """The same of a whole commune, its households only counted; 404 outside.

    Counted by villages, so that a village of two cells stands there once and one without a cell is
    not forgotten.
    """
    row = Commune.objects.filter(pk=commune).first()
    if row is None or commune not in actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES):
        raise not_found()
    register = register_of_commune(row, at=at)
    proposal, unable = _today(register)
    homes = {home.household: home.village for home in register.homes.values()}
    left = [(homes[each.home], each.reason.value) for each in proposal.left]
    rate = assignment_rate(actor, at=at, commune=commune)
    return {
        "commune": commune,
        "unable": unable,
        "villages": [asdict(each) for each in _by_village(homes.values(), left)],
        **_people(actor, proposal),
        "rate": _rate(rate),
    }
