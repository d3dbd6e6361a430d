"""Plans of the upper tiers as they are read: in full or in part, what a decision does, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.http import Http404

from apps.accounts.actor import Actor
from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.plans.changes import Seat
from apps.assignments.plans.models import AssignmentPlan, PlanDuty
from apps.assignments.plans.units import seeding
from apps.assignments.plans.units.models import PlanSeat, PlanSeatBan, PlanSecretary
from apps.assignments.plans.units.register import UnitRegister, units_of
from apps.assignments.plans.units.resolving import unit_outcome
from apps.assignments.plans.units.words import OBSTACLES, tell_left
from apps.assignments.plans.units.writing import Seats
from apps.assignments.proximity import Option, Proposal
from apps.assignments.tiers import Tier
from apps.common.db import by_person_name, by_unit_name
from apps.people.models import Person


@dataclass(frozen=True, slots=True)
class UnitName:
    """``village``: the key; ``village_name``: of a group, "" of a village itself."""

    unit: int
    name: str
    village: int
    village_name: str


def names_of_units(tier: int, units: Collection[int]) -> dict[int, UnitName]:
    """Names are public; in the order in which people read them: by village, then by group."""
    if tier == Tier.OFFICER:
        groups = SelfManagedGroup.objects.filter(pk__in=units).order_by(
            by_unit_name("village__name"), by_unit_name(), "pk"
        )
        told = groups.values_list("pk", "name", "village", "village__name")
        return {pk: UnitName(pk, name, village, of) for pk, name, village, of in told}
    rows = Village.objects.filter(pk__in=units).order_by(by_unit_name(), "pk")
    return {pk: UnitName(pk, name, pk, "") for pk, name in rows.values_list("pk", "name")}


def units_in_full(actor: Actor, plan: AssignmentPlan, *, at: date) -> dict[str, Any]:
    """The commune's units with their people, loads and gaps; or what is about the reader."""
    rows = PlanSeat.objects.visible_to(actor).filter(plan=plan).select_related("person")
    seats = list(rows.order_by("pk"))
    named = PlanSecretary.objects.visible_to(actor).filter(plan=plan).select_related("person")
    said = PlanDuty.objects.visible_to(actor).filter(plan=plan)
    duties = dict(said.values_list("person_id", "text"))
    if AssignmentPlan.objects.read_whole_by(actor).filter(pk=plan.pk).exists():
        return _whole(actor, plan, seats, list(named), duties, units_of(plan, at=at))
    return _partly(plan, seats, list(named), duties)


def _held(seats: Iterable[PlanSeat]) -> Seats:
    return {
        (seat.unit, seat.person_id): Seat(seat.is_locked, seat.is_provisional, seat.source)
        for seat in seats
    }


def _whole(
    actor: Actor,
    plan: AssignmentPlan,
    seats: list[PlanSeat],
    named: list[PlanSecretary],
    duties: Mapping[int, str],
    register: UnitRegister,
) -> dict[str, Any]:
    held = _held(seats)
    bans = list(PlanSeatBan.objects.visible_to(actor).filter(plan=plan).order_by("pk"))
    proposal = seeding.weighed(register, held, {(ban.unit, ban.person_id) for ban in bans})
    metres = seeding.metres_of(register, held)
    who = {seat.person_id for seat in seats} | {ban.person_id for ban in bans}
    who |= {row.person_id for row in named}
    people = _names(actor, register, who)
    left = {each.home: each for each in proposal.left}
    names = names_of_units(plan.tier, {*register.units, *(unit for unit, _person in held)})
    secretaries = {row.village_id: row.person_id for row in named}
    return {
        "units": [
            {
                **_unit(name, register, held, metres, secretaries.get(pk)),
                **(tell_left(left[pk], people) if pk in left else _COVERED),
            }
            for pk, name in names.items()
        ],
        "people": [_person(pk, name, register, proposal, duties) for pk, name in people.items()],
        "bans": [{"unit": b.unit, "person": b.person_id, "reason": b.reason} for b in bans],
        "cost": asdict(proposal.cost),
    }


_COVERED: dict[str, Any] = {"reason": None, "reason_label": "", "mends": []}


def _names(actor: Actor, register: UnitRegister, planned: Collection[int]) -> dict[int, str]:
    present = {person for unit in register.units.values() for person in unit.people}
    officers = {person for people in register.officers.values() for person in people}
    keys = {*register.carriers, *planned, *present, *officers, *register.secretaries.values()}
    rows = Person.objects.visible_to(actor).filter(pk__in=keys).order_by(*by_person_name())
    return dict(rows.values_list("pk", "full_name"))


def _unit(
    name: UnitName,
    register: UnitRegister,
    held: Seats,
    metres: Mapping[tuple[int, int], int],
    secretary: int | None,
) -> dict[str, Any]:
    row = register.units.get(name.unit)
    people = [
        {
            "person": person,
            "locked": seat.locked,
            "provisional": seat.provisional,
            "source": seat.source,
            "metres": metres.get((unit, person)),
        }
        for (unit, person), seat in held.items()
        if unit == name.unit
    ]
    return {
        **asdict(name),
        "households": row.households if row else 0,
        # Planned once, and no unit of the commune any more.
        "gone": row is None,
        "present": sorted(row.people) if row else [],
        "people": people,
        "secretary": secretary,
        "secretary_present": register.secretaries.get(name.unit),
        "officers": sorted(register.officers.get(name.unit, ())),
    }


def _person(
    pk: int, name: str, register: UnitRegister, proposal: Proposal, duties: Mapping[int, str]
) -> dict[str, Any]:
    carrier, load = register.carriers.get(pk), proposal.loads.get(pk)
    return {
        "id": pk,
        "name": name,
        "may_carry": carrier is not None,
        "placed": carrier is not None and carrier.place is not None,
        "total": load.total if load else 0,
        "capacity": load.capacity if load else 0,
        "room": load.room if load else 0,
        "over": load.over if load else 0,
        "duty": duties.get(pk, ""),
    }


def _partly(
    plan: AssignmentPlan,
    seats: list[PlanSeat],
    named: list[PlanSecretary],
    duties: Mapping[int, str],
) -> dict[str, Any]:
    """What is about the reader, as it was decided."""
    units = names_of_units(plan.tier, {seat.unit for seat in seats})
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for seat in seats:
        of[seat.unit].append({"person": seat.person_id, "locked": False, "metres": None})
    secretaries = {row.village_id: row.person_id for row in named}
    people = [*(seat.person for seat in seats), *(row.person for row in named)]
    names = {person.pk: person.full_name for person in people}
    return {
        "units": [
            {**asdict(name), "people": of[pk], "secretary": secretaries.get(pk)}
            for pk, name in units.items()
        ],
        "people": [
            {"id": pk, "name": name, "duty": duties.get(pk, "")}
            for pk, name in sorted(names.items())
        ],
        "bans": [],
        "cost": None,
    }


def told_outcome(plan: AssignmentPlan, *, since: date, at: date) -> dict[str, Any]:
    """What a decision with effect from ``since`` would do; for who reads the plan whole."""
    found = unit_outcome(plan, units_of(plan, at=at), since=since)
    return {
        "kept": len(found.kept),
        "opened": len(found.opened),
        "replaced": 0,
        "closed": found.closed,
        "left_out": [
            {"unit": unit, "person": person, "reason": reason}
            for (unit, person), reason in found.left_out.items()
        ],
        "began": [{"unit": unit, "person": person} for unit, person in found.opened],
        "ended": [{"unit": unit, "person": person} for unit, person in found.ended],
        "secretaries": [{"village": v, "person": person} for v, person in found.named.items()],
        "unnamed": found.unnamed,
        "refused": [{"village": v, "reason": reason} for v, reason in found.refused.items()],
        "lost": found.lost,
    }


def why_unit(actor: Actor, plan: AssignmentPlan, unit: int, *, at: date) -> dict[str, Any]:
    """Why these people, or nobody, and who else is near; 404 for a unit that is none of it."""
    register = units_of(plan, at=at)
    if unit not in register.units:
        raise Http404
    held = _held(PlanSeat.objects.visible_to(actor).filter(plan=plan).order_by("pk"))
    bans = PlanSeatBan.objects.visible_to(actor).filter(plan=plan)
    told = seeding.why(register, held, unit, {(ban.unit, ban.person_id) for ban in bans})
    names = _names(actor, register, set())
    seated = {person for place, person in held if place == unit}
    others = [each for each in told.others if each.carrier not in seated]
    options = [] if told.chosen is None else [told.chosen]
    return {
        "unit": unit,
        "chosen": [_option(each, names) for each in options],
        **(tell_left(told.left, names) if told.left else _COVERED),
        "others": [_option(each, names) for each in others if each.carrier in names],
    }


def _option(option: Option, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "person": option.carrier,
        "name": names.get(option.carrier, ""),
        "metres": None if option.metres is None else round(option.metres),
        "total": option.load.total,
        "capacity": option.load.capacity,
        "obstacle": option.obstacle.value if option.obstacle else None,
        "obstacle_label": str(OBSTACLES[option.obstacle]) if option.obstacle else "",
    }
