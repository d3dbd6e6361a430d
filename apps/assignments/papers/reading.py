"""A plan's papers as their reader may have them, out of the database.

The number of queries does not depend on that of the households.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.papers.content import HomeLine, PaperContent, PersonPart, Place
from apps.assignments.papers.layout import layout
from apps.assignments.papers.posts import commune_secretary_of, posts_of, secretary_of
from apps.assignments.papers.printing import day_text, printed
from apps.assignments.papers.unit_reading import unit_parts
from apps.assignments.plan_states import OPEN, PlanState
from apps.assignments.plans.models import AssignmentPlan, PlanDuty, PlanPair
from apps.assignments.plans.register import register_of
from apps.assignments.plans.resolving import HOUSEHOLD_GONE, impossible
from apps.assignments.plans.units.models import PlanSeat
from apps.assignments.plans.writing import held_by
from apps.common.db import by_person_name, by_unit_name
from apps.households.models import Household, PositionSource
from apps.households.statuses import statuses_of
from apps.people.models import Person


@dataclass(frozen=True, slots=True)
class ReadablePlan:
    """A plan whose papers the actor may have; ``is_whole``: those of all its people too."""

    plan: AssignmentPlan
    is_whole: bool


def find_papers(actor: Actor, pk: int) -> ReadablePlan:
    """The plan, or 404. Who does not read plans whole has papers of what is in force only."""
    rows = AssignmentPlan.objects.visible_to(actor).filter(pk=pk)
    joined = rows.select_related("commune__province", "cell", "term", "amends")
    plan = joined.defer("commune__geom", "commune__province__geom").first()
    if plan is None:
        raise Http404
    whole = AssignmentPlan.objects.read_whole_by(actor).filter(pk=pk).exists()
    if not whole and plan.state != PlanState.IN_FORCE:
        raise Http404
    return ReadablePlan(plan, whole)


def content_of(
    actor: Actor, papers: ReadablePlan, *, at: date, person: int | None = None
) -> PaperContent:
    """What the papers say on the day ``at``; with ``person`` only that one's part (else 404)."""
    plan = papers.plan
    # A resolution says what people were when it was passed.
    day = plan.resolution_date or at
    if plan.cell is None:
        people = unit_parts(actor, plan, shown=_own_home(actor, papers), day=day)
    else:
        people = _people(actor, papers, day, at)
    if person is not None:
        people = [part for part in people if part.key == person and part.homes]
        if not people:
            raise Http404
    amended = plan.amends
    return PaperContent(
        commune=printed(plan.commune.full_name),
        commune_name=printed(plan.commune.name),
        cell=_issuer(plan),
        year=plan.year,
        state=plan.state,
        number=printed(plan.resolution_number),
        decided_on=plan.resolution_date,
        effective_on=plan.effective_on,
        ended_on=plan.ended_on,
        amended=(printed(amended.resolution_number), amended.resolution_date)
        if amended is not None and amended.resolution_date is not None
        else None,
        signer=_signer(actor, plan, day) if papers.is_whole else "",
        people=people,
        is_partial=_is_partial(actor, papers, people, person),
        tier=plan.tier,
        province=printed(plan.commune.province.name),
    )


def _issuer(plan: AssignmentPlan) -> str:
    """Whose paper it is: the cell's, else the commune's committee's."""
    if plan.cell is not None:
        return printed(plan.cell.name)
    kind = plan.commune.get_kind_display().lower()
    return printed(layout(plan.tier).say("issuer", kind=kind, name=plan.commune.name))


def _signer(actor: Actor, plan: AssignmentPlan, day: date) -> str:
    if plan.cell is None:
        return printed(commune_secretary_of(actor, plan.commune_id, at=day))
    return printed(secretary_of(actor, plan.cell, at=day))


def carriers_of(actor: Actor, papers: ReadablePlan) -> list[tuple[int, str]]:
    """Keys and names of the people whose own lists the actor may have, in their order."""
    rows: Any = PlanSeat.objects.visible_to(actor).filter(plan=papers.plan)
    if papers.plan.cell_id is not None:
        rows = _pairs(actor, papers.plan)
    people = Person.objects.filter(pk__in=rows.order_by().values("person"))
    return list(people.order_by(*by_person_name(), "pk").values_list("pk", "full_name"))


def _pairs(actor: Actor, plan: AssignmentPlan) -> Any:
    """Pairs in sight; a household that is no longer in reach is in none."""
    homes = Household.objects.visible_to(actor)
    return PlanPair.objects.visible_to(actor).filter(plan=plan, household__in=homes.values("pk"))


def _is_partial(
    actor: Actor, papers: ReadablePlan, people: Sequence[PersonPart], person: int | None
) -> bool:
    """Whether there may be more than the reader sees of what the papers are about."""
    if not papers.is_whole:
        return any(part.key != actor.person_id for part in people)
    if papers.plan.cell_id is None:
        return False
    pairs = PlanPair.objects.filter(plan=papers.plan)
    if person is not None:
        pairs = pairs.filter(person=person)
    return pairs.count() > sum(len(part.homes) for part in people)


def _void(plan: AssignmentPlan, at: date) -> dict[int, str]:
    """Household → why its pair did not come into force, or could not if it were decided today."""
    if plan.state in OPEN and plan.cell is not None:
        pairs = {household: held.person for household, held in held_by(plan).items()}
        return impossible(pairs, register_of(plan.cell, at=at))
    return dict(plan.left_out)


def _people(actor: Actor, papers: ReadablePlan, day: date, at: date) -> list[PersonPart]:
    plan = papers.plan
    homes = _homes(actor, plan, at)
    duties = dict(
        PlanDuty.objects.visible_to(actor).filter(plan=plan).values_list("person_id", "text")
    )
    rows = Person.objects.filter(pk__in={*homes, *duties}).order_by(*by_person_name(), "pk")
    posts = posts_of(actor, {*homes, *duties}, at=day)
    shown = _home_shown(actor, papers, homes)
    return [
        PersonPart(
            number=number,
            key=row.pk,
            name=printed(row.full_name),
            post=printed(posts.get(row.pk, "")),
            duty=printed(duties.get(row.pk, "")),
            home=(row.home.x, row.home.y) if row.home and row.pk in shown else None,
            homes=homes.get(row.pk, ()),
        )
        for number, row in enumerate(rows, start=1)
    ]


def _home_shown(actor: Actor, papers: ReadablePlan, people: Iterable[int]) -> set[int]:
    """Where somebody lives is for who reads the plan whole, and for themselves."""
    own = _own_home(actor, papers)
    if own is not None:
        return own
    seen = Person.objects.visible_to(actor).filter(pk__in=people)
    return set(seen.values_list("pk", flat=True))


def _own_home(actor: Actor, papers: ReadablePlan) -> set[int] | None:
    """Of who does not read the plan whole: only oneself; None: of everybody in sight."""
    if papers.is_whole:
        return None
    return {actor.person_id} if actor.person_id is not None else set()


def _homes(actor: Actor, plan: AssignmentPlan, at: date) -> dict[int, list[HomeLine]]:
    """Person → households by village and group."""
    rows = (
        _pairs(actor, plan)
        .select_related("household__village", "household__group")
        .defer("household__village__geom", "household__group__geom")
        .order_by(
            by_unit_name("household__village__name"),
            "household__village",
            by_unit_name("household__group__name"),
            by_unit_name("household__code"),
        )
    )
    rung, void = _rung(actor, plan), _void(plan, at)
    found: dict[int, list[HomeLine]] = {}
    for row in rows:
        lines = found.setdefault(row.person_id, [])
        line = _line(row.household, len(lines) + 1, rung, at)
        reason = void.get(row.household_id)
        lines.append(line if reason is None else _as_void(line, reason))
    return found


def _as_void(line: HomeLine, reason: str) -> HomeLine:
    # That a household has left is told with its day.
    note = line.note if reason == HOUSEHOLD_GONE else ""
    return replace(line, is_void=True, note=note or layout().say(f"note_{reason}"))


def _rung(actor: Actor, plan: AssignmentPlan) -> frozenset[int]:
    """Households whose telephone number the actor's post needs."""
    homes = Household.objects.reached_by(actor, PHONE_ROLES).filter(plan_pairs__plan=plan)
    return frozenset(homes.values_list("pk", flat=True))


def _line(home: Household, number: int, rung: frozenset[int], at: date) -> HomeLine:
    units = [home.village.name, home.group.name if home.group else ""]
    return HomeLine(
        number=number,
        head=printed(home.head_name),
        unit=", ".join(printed(unit) for unit in units if unit),
        size=home.size,
        status=printed(", ".join(statuses_of(home))),
        phone=printed(home.phone) if home.pk in rung else "",
        note=_note(home, at),
        village=home.village_id,
        group=home.group_id,
        place=_place(home),
        is_provisional=home.position_source == PositionSource.GROUP_CENTRE,
    )


def _place(home: Household) -> Place | None:
    return None if home.position is None else (home.position.x, home.position.y)


def _note(home: Household, at: date) -> str:
    if home.left_on is not None and home.left_on <= at:
        return layout().say("note_left", day=day_text(home.left_on))
    if home.position is None:
        return layout().say("note_no_position")
    if home.position_source == PositionSource.GROUP_CENTRE:
        return layout().say("note_provisional")
    return ""
