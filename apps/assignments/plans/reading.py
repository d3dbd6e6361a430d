"""Plans as they are read: lists, one plan in full or in part, its edits, and "why this person?"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.http import Http404

from apps.accounts.actor import Actor
from apps.assignments import seeding
from apps.assignments.plans.expressions import JsonLength
from apps.assignments.plans.models import AssignmentPlan, PlanBan, PlanDuty, PlanEdit, PlanPair
from apps.assignments.plans.register import HomeRow, Register, register_of
from apps.assignments.plans.resolving import outcome_of
from apps.assignments.plans.roles import (
    Rights,
    drafting_cells,
    resolving_cells,
    rights_of,
)
from apps.assignments.plans.units.reading import told_outcome, units_in_full
from apps.assignments.plans.words import OBSTACLES, Words
from apps.assignments.plans.writing import changes_of, held_by, name_of, tell_change
from apps.assignments.proximity import Option, Proposal
from apps.common.db import by_person_name
from apps.households.models import Household
from apps.people.models import PartyCell, Person

LISTED: Final = 200
#: in place of a reason and mends
_COVERED: Final[Mapping[str, Any]] = {"reason": None, "reason_label": "", "mends": []}


def plans(
    actor: Actor,
    *,
    at: date,
    cell: int | None = None,
    commune: int | None = None,
    tier: int | None = None,
) -> list[dict[str, Any]]:
    """Headers of the plans that the actor sees, newest first; of a cell, commune, tier if named."""
    rows = AssignmentPlan.objects.visible_to(actor).select_related("cell", "term", "created_by")
    if cell is not None:
        rows = rows.filter(cell=cell)
    if commune is not None:
        rows = rows.filter(commune=commune)
    if tier is not None:
        rows = rows.filter(tier=tier)
    rights = rights_of(actor, at=at)
    newest = rows.order_by("-created_at", "-pk")[:LISTED]
    return [header_of(row, rights) for row in newest]


def cells(actor: Actor, *, at: date) -> list[dict[str, Any]]:
    """The cells that the actor sees, and for which a plan may be begun or resolved."""
    drafted, resolved = drafting_cells(actor, at=at), resolving_cells(actor, at=at)
    rows = PartyCell.objects.visible_to(actor).in_force(at=at).values_list("pk", "name", "commune")
    return [
        {
            "id": pk,
            "name": name,
            "commune": commune,
            "may_draft": pk in drafted,
            "may_resolve": pk in resolved,
        }
        for pk, name, commune in rows.order_by("pk")
    ]


def header_of(plan: AssignmentPlan, rights: Rights) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "commune": plan.commune_id,
        "cell": plan.cell_id,
        "cell_name": plan.cell.name if plan.cell else "",
        "tier": plan.tier,
        "tier_label": plan.get_tier_display(),
        "year": plan.year,
        "term": plan.term.name if plan.term else "",
        "state": plan.state,
        "state_label": plan.state_words,
        "seed": plan.seed,
        "revision": plan.revision,
        "amends": plan.amends_id,
        "amend_reason": plan.amend_reason,
        "amend_reason_label": plan.get_amend_reason_display(),
        "created_at": plan.created_at,
        "submitted_at": plan.submitted_at,
        "number": plan.resolution_number,
        "decided_on": plan.resolution_date,
        "effective_on": plan.effective_on,
        "ended_on": plan.ended_on,
        "may_draft": rights.drafts(plan),
        "may_resolve": rights.resolves(plan),
    }


def find_plan(actor: Actor, pk: int, *, whole: bool = False) -> AssignmentPlan:
    """The plan, or 404; ``whole``: only for who reads all of it."""
    rows = AssignmentPlan.objects.visible_to(actor)
    if whole:
        rows = rows.read_whole_by(actor)
    plan: AssignmentPlan | None = rows.select_related("cell__commune", "term").filter(pk=pk).first()
    if plan is None:
        raise Http404
    return plan


def plan_in_full(actor: Actor, pk: int, *, at: date) -> dict[str, Any]:
    """A plan with its households and people, as far as the actor sees them.

    Who reads it whole is told of every household of the cell, of loads and of forbidden pairs;
    others of their own pairs. A plan of tier 1 or 2 is told by its units.
    """
    plan = find_plan(actor, pk)
    header = header_of(plan, rights_of(actor, at=at))
    if plan.cell_id is None:
        return {"plan": header, **units_in_full(actor, plan, at=at)}
    whole = AssignmentPlan.objects.read_whole_by(actor).filter(pk=pk).exists()
    pairs = {row.household_id: row for row in PlanPair.objects.visible_to(actor).filter(plan=plan)}
    if whole and plan.cell is not None:
        return {"plan": header, **_whole(actor, plan, pairs, register_of(plan.cell, at=at))}
    return {"plan": header, **_partly(actor, plan, pairs)}


def _whole(
    actor: Actor, plan: AssignmentPlan, pairs: Mapping[int, PlanPair], register: Register
) -> dict[str, Any]:
    every = {
        household: row.person
        for household, row in held_by(plan).items()
        if register.may_carry(row.person, household)
    }
    proposal = seeding.weighed(register, every, seeding.bans_of(plan))
    metres = {pair.home: pair.metres for pair in proposal.pairs}
    words = Words(actor, proposal.left)
    rows = Household.objects.visible_to(actor).filter(pk__in={*register.homes, *pairs})
    seen = {home.pk: home for home in rows.order_by("pk")}
    bans = PlanBan.objects.visible_to(actor).filter(plan=plan).order_by("household", "person")
    return {
        "households": [
            _household(
                home,
                pairs.get(home.pk),
                register.homes.get(home.pk),
                metres.get(home.pk),
                gone=home.pk not in register.homes,
            )
            | {"stands": _stands(pairs.get(home.pk), register)}
            for home in seen.values()
        ],
        "people": _people(actor, plan, register, proposal, {p.person_id for p in pairs.values()}),
        "bans": [
            {"household": b.household_id, "person": b.person_id, "reason": b.reason} for b in bans
        ],
        "left": [
            {"household": left.home, **words.tell(left)}
            for left in proposal.left
            if left.home in seen
        ],
        "cost": asdict(proposal.cost),
    }


def _stands(pair: PlanPair | None, register: Register) -> bool:
    """Whether what is planned may still be; so does nothing."""
    return pair is None or register.may_carry(pair.person_id, pair.household_id)


def _household(
    home: Household,
    pair: PlanPair | None,
    row: HomeRow | None,
    metres: float | None,
    *,
    gone: bool = False,
) -> dict[str, Any]:
    lon, lat = (row.place if row is not None and row.place else None) or (None, None)
    return {
        "id": home.pk,
        "code": home.code,
        "head_name": home.head_name,
        "size": home.size,
        "poverty_status": home.poverty_status,
        "village": home.village_id,
        "group": home.group_id,
        "lon": lon,
        "lat": lat,
        "provisional": row.is_provisional if row is not None else False,
        # Planned once, and no household of the cell any more.
        "gone": gone,
        # Who is in charge today, whatever is planned.
        "present": row.person if row is not None else None,
        "person": pair.person_id if pair is not None else None,
        "locked": pair.is_locked if pair is not None else False,
        "source": pair.source if pair is not None else "",
        "metres": None if metres is None else round(metres),
    }


def _people(
    actor: Actor,
    plan: AssignmentPlan,
    register: Register,
    proposal: Proposal,
    planned: Collection[int],
) -> list[dict[str, Any]]:
    duties = dict(
        PlanDuty.objects.visible_to(actor).filter(plan=plan).values_list("person_id", "text")
    )
    rows = Person.objects.visible_to(actor).filter(pk__in={*register.carriers, *planned})
    return [_person(row, register, proposal, duties) for row in rows.order_by(*by_person_name())]


def _person(
    person: Person, register: Register, proposal: Proposal, duties: Mapping[int, str]
) -> dict[str, Any]:
    carrier, load = register.carriers.get(person.pk), proposal.loads.get(person.pk)
    lon, lat = (carrier.place if carrier is not None else None) or (None, None)
    villages = carrier.villages if carrier is not None else None
    return {
        "id": person.pk,
        "name": person.full_name,
        "lon": lon,
        "lat": lat,
        # Empty: anywhere in the cell.
        "villages": sorted(villages or ()),
        "may_carry": carrier is not None,
        "capacity": load.capacity if load else 0,
        "elsewhere": load.carried if load else 0,
        "given": load.given if load else 0,
        "room": load.room if load else 0,
        "over": load.over if load else 0,
        "duty": duties.get(person.pk, ""),
    }


def _partly(actor: Actor, plan: AssignmentPlan, pairs: Mapping[int, PlanPair]) -> dict[str, Any]:
    """One's own households, or one's groups', as the resolution gave them."""
    seen = Household.objects.visible_to(actor).filter(pk__in=pairs).order_by("pk")
    people = PlanPair.objects.visible_to(actor).filter(plan=plan).select_related("person")
    names = {row.person_id: row.person.full_name for row in people}
    duties = PlanDuty.objects.visible_to(actor).filter(plan=plan)
    said = dict(duties.values_list("person_id", "text"))
    return {
        "households": [_household(home, pairs[home.pk], None, None) for home in seen],
        "people": [
            {"id": pk, "name": name, "duty": said.get(pk, "")} for pk, name in sorted(names.items())
        ],
        "bans": [],
        "left": [],
        "cost": None,
    }


def edits(actor: Actor, pk: int, *, since: int) -> dict[str, Any]:
    """What was changed after the revision ``since``, oldest first: for a page that is open."""
    plan = find_plan(actor, pk, whole=True)
    rows = PlanEdit.objects.visible_to(actor).filter(plan=plan, revision__gt=since)
    undone = set(rows.exclude(undoes=None).values_list("undoes__key", flat=True))
    return {
        "revision": plan.revision,
        "state": plan.state,
        "edits": [
            {
                "key": str(row.key),
                "revision": row.revision,
                "kind": row.kind,
                "who": name_of(row),
                "mine": row.user_id == actor.user_id,
                "at": row.at,
                "undone": row.key in undone,
                "undoes": str(row.undoes.key) if row.undoes else None,
                "changes": [tell_change(change) for change in changes_of(row).every],
            }
            for row in rows.select_related("user__person", "undoes").order_by("revision")[:LISTED]
        ],
    }


def trail(actor: Actor, plan: AssignmentPlan) -> list[dict[str, Any]]:
    """The actor's edits of a draft, and what others took back: enough to take back one's own.

    Oldest first, the newest ``LISTED`` of them; without what they changed, which may be long.
    """
    rows = PlanEdit.objects.visible_to(actor).filter(plan=plan)
    told = rows.filter(Q(user=actor.user_id) | Q(undoes__isnull=False))
    counted = told.annotate(
        changed=JsonLength("pairs") + JsonLength("bans") + JsonLength("duties")
    ).order_by("-revision")
    fields = counted.values_list("key", "kind", "user_id", "undoes__key", "changed")
    return [
        {
            "key": str(key),
            "kind": kind,
            "mine": user == actor.user_id,
            "undoes": str(undoes) if undoes else None,
            "changed": changed,
        }
        for key, kind, user, undoes, changed in reversed(fields[:LISTED])
    ]


def outcome(actor: Actor, pk: int, *, since: date, at: date) -> dict[str, Any]:
    """What a resolution with effect from ``since`` would do; ``lost`` is what is to be agreed."""
    plan = find_plan(actor, pk, whole=True)
    if plan.cell is None:
        return {**told_outcome(plan, since=since, at=at), "revision": plan.revision}
    found = outcome_of(plan, register_of(plan.cell, at=at), since=since)
    seen = set(
        Household.objects.visible_to(actor)
        .filter(pk__in={*found.closed, *found.left_out})
        .values_list("pk", flat=True)
    )
    return {
        "kept": len(found.kept),
        "opened": len(found.opened),
        "replaced": len(found.replaced),
        "closed": [pk for pk in found.closed if pk in seen],
        "left_out": [
            {"household": pk, "reason": reason}
            for pk, reason in found.left_out.items()
            if pk in seen
        ],
        "lost": found.lost,
        "revision": plan.revision,
    }


def why(actor: Actor, pk: int, household: int, *, at: date) -> dict[str, Any]:
    """Why this person, or nobody, for a household of the plan; 404 outside the reach."""
    plan = find_plan(actor, pk, whole=True)
    home = Household.objects.visible_to(actor).filter(pk=household).first()
    if home is None or plan.cell is None:
        raise Http404
    register, held = register_of(plan.cell, at=at), held_by(plan)
    if household not in register.homes:
        raise Http404
    told = seeding.why(
        register,
        {pk: each.person for pk, each in held.items()},
        household,
        locked=seeding.locked_in(held),
        bans=seeding.bans_of(plan),
    )
    options = [each for each in (told.chosen, *told.others) if each is not None]
    keys = {each.carrier for each in options}
    names = dict(
        Person.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", "full_name")
    )
    left = told.left
    return {
        "household": household,
        "chosen": _option(told.chosen, names),
        "kept": told.pair.kept if told.pair else False,
        "locked": told.pair.fixed if told.pair else False,
        "provisional": register.homes[household].is_provisional,
        **(Words(actor, [left]).tell(left) if left else _COVERED),
        "others": [_option(each, names) for each in told.others if each.carrier in names],
    }


def _option(option: Option | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    if option is None:
        return None
    return {
        "person": option.carrier,
        "name": names.get(option.carrier, ""),
        "metres": None if option.metres is None else round(option.metres),
        "total": option.load.total,
        "capacity": option.load.capacity,
        "obstacle": option.obstacle.value if option.obstacle else None,
        "obstacle_label": str(OBSTACLES[option.obstacle]) if option.obstacle else "",
    }
