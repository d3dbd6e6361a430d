"""A plan of tier 1 or 2 as its pages show it: what ``plans.units.reading`` tells, with names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.accounts.actor import Actor
from apps.assignments.pages.content import Content, content_of
from apps.assignments.pages.wording import Names
from apps.assignments.plan_states import OPEN
from apps.assignments.plans.kinds import BanReason
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.reading import plan_in_full


@dataclass(frozen=True, slots=True)
class PlanSeatRow:
    """Somebody in a unit; ``metres`` from the home to its middle, where both are known.

    ``stands``: as far as the reader knows, they can still be given it.
    """

    person: int
    name: str
    metres: int | None
    locked: bool
    provisional: bool
    is_new: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class PlanUnit:
    """A group or a village. ``reason``: why nobody is planned; ``officers``: (key, name)."""

    pk: int
    name: str
    village_name: str
    households: int
    gone: bool
    people: list[PlanSeatRow]
    present: str
    reason: str
    mends: list[str]
    secretary: int | None
    secretary_name: str
    secretary_present: str
    officers: list[tuple[int, str]]

    @property
    def full_name(self) -> str:
        return ", ".join(part for part in (self.name, self.village_name) if part)

    @property
    def is_left(self) -> bool:
        """Whether nobody of those planned would have it if it were decided today."""
        return not any(seat.stands for seat in self.people)

    @property
    def told(self) -> str:
        """Its people by name."""
        return ", ".join(seat.name for seat in self.people)

    def has(self, folded: str, fold: Any) -> bool:
        """Whether a searched text (folded) is in its name or its people's."""
        return folded in fold(f"{self.full_name} {self.told}")


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """Somebody with ``total`` of ``capacity`` units; ``placed``: it is known where they live."""

    pk: int
    name: str
    duty: str
    may_carry: bool
    placed: bool
    total: int
    capacity: int
    room: int
    over: int
    units: list[tuple[PlanUnit, PlanSeatRow]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnitContent:
    """``bans``: unit → person → reason, in words."""

    units: list[PlanUnit]
    people: list[UnitPerson]
    bans: dict[int, dict[int, str]]
    names: Names

    @property
    def living(self) -> list[PlanUnit]:
        return [unit for unit in self.units if not unit.gone]

    @property
    def left(self) -> list[PlanUnit]:
        return [unit for unit in self.living if unit.is_left]

    @property
    def all(self) -> int:
        return len(self.living)

    @property
    def uncovered(self) -> int:
        return len(self.left)

    @property
    def covered(self) -> int:
        return self.all - self.uncovered

    @property
    def percent(self) -> int | None:
        """Whole percents, down: it is 100 only when nobody is left."""
        return 100 * self.covered // self.all if self.all else None

    @property
    def with_room(self) -> list[UnitPerson]:
        return [person for person in self.people if person.room]

    @property
    def over(self) -> list[UnitPerson]:
        return [person for person in self.people if person.over]

    def unit(self, pk: int) -> PlanUnit | None:
        return next((unit for unit in self.units if unit.pk == pk), None)

    def person(self, pk: int) -> UnitPerson | None:
        return next((person for person in self.people if person.pk == pk), None)


def unit_content(actor: Actor, plan: int, *, at: date) -> UnitContent:
    """The plan as far as the actor sees it; 404."""
    told = plan_in_full(actor, plan, at=at)
    names = {row["id"]: row["name"] for row in told["people"]}
    # What was resolved is told as it was, whatever came after.
    is_open = told["plan"]["state"] in OPEN
    gone = {row["id"] for row in told["people"] if is_open and not row.get("may_carry", True)}
    units = [_unit(row, names, gone) for row in told["units"]]
    people = [_person(row) for row in told["people"]]
    of = {person.pk: person.units for person in people}
    for unit in units:
        for seat in unit.people:
            if seat.person in of:
                of[seat.person].append((unit, seat))
    bans: dict[int, dict[int, str]] = {}
    for row in told["bans"]:
        bans.setdefault(row["unit"], {})[row["person"]] = str(BanReason(row["reason"]).label)
    shown = [each for each in people if each.may_carry or each.units or each.duty]
    titles = {unit.pk: unit.full_name for unit in units}
    return UnitContent(units, shown, bans, Names(people=names, units=titles))


def any_content(actor: Actor, plan: AssignmentPlan, *, at: date) -> Content | UnitContent:
    """Of a cell's plan by households, of a commune's by units."""
    if plan.cell_id is None:
        return unit_content(actor, plan.pk, at=at)
    return content_of(actor, plan.pk, at=at)


def _unit(row: Mapping[str, Any], names: Mapping[int, str], gone: Collection[int]) -> PlanUnit:
    present = row.get("present", [])
    now = row.get("secretary_present")
    return PlanUnit(
        pk=row["unit"],
        name=row["name"],
        village_name=row["village_name"],
        households=row.get("households", 0),
        gone=row.get("gone", False),
        people=[_seat(seat, names, present, gone) for seat in row["people"]],
        present=", ".join(names[person] for person in present if person in names),
        reason=row.get("reason_label", ""),
        mends=[mend["text"] for mend in row.get("mends", [])],
        secretary=row["secretary"],
        secretary_name=names.get(row["secretary"] or 0, ""),
        secretary_present=names.get(now or 0, ""),
        officers=[(pk, names[pk]) for pk in row.get("officers", []) if pk in names],
    )


def _seat(
    seat: Mapping[str, Any],
    names: Mapping[int, str],
    present: list[int],
    gone: Collection[int],
) -> PlanSeatRow:
    return PlanSeatRow(
        person=seat["person"],
        name=names.get(seat["person"], ""),
        metres=seat["metres"],
        locked=seat["locked"],
        provisional=seat.get("provisional", False),
        is_new=seat["person"] not in present,
        stands=seat["person"] not in gone,
    )


def _person(row: Mapping[str, Any]) -> UnitPerson:
    """Who reads a plan in part is told of no loads."""
    return UnitPerson(
        pk=row["id"],
        name=row["name"],
        duty=row["duty"],
        may_carry=row.get("may_carry", True),
        placed=row.get("placed", True),
        **{name: row.get(name, 0) for name in ("total", "capacity", "room", "over")},
    )
