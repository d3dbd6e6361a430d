"""Where a plan in force and the day have come apart: what an amendment would be about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from apps.accounts.actor import Actor
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.gaps import Carrying, carrying_of
from apps.assignments.plans.kinds import AmendReason
from apps.assignments.plans.known import far_among, known_far, known_over
from apps.assignments.plans.models import AssignmentPlan, PlanPair
from apps.assignments.plans.register import register_of
from apps.assignments.seeding import weighed
from apps.common.db import by_person_name
from apps.common.errors import not_found
from apps.households.models import Household
from apps.people.models import Person


@dataclass(frozen=True, slots=True)
class Share:
    """Somebody and how many households it is about."""

    person: int
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class Drift:
    """``lost``: who looked after households by the plan that nobody looks after today; ``unable``:
    who looks after some and is given none any more; ``far``: who now lives beyond ``max_metres`` of
    some; ``over``: who carries too much, both but for what the resolution knew.

    ``unplanned``: living households that the plan does not know and nobody looks after; ``gone``:
    households of the plan that are none of the cell's any more.
    """

    lost: tuple[Share, ...]
    unable: tuple[Share, ...]
    far: tuple[Share, ...]
    over: tuple[Carrying, ...]
    unplanned: int
    gone: int
    max_metres: int

    @property
    def calls_for_change(self) -> bool:
        return bool(self.lost or self.unable or self.far or self.over or self.unplanned)

    @property
    def reason(self) -> AmendReason | None:
        """The reason that an amendment would most likely have; None where nothing calls for one."""
        told = [
            (bool(self.lost or self.unable), AmendReason.MEMBER_LEFT),
            (bool(self.far), AmendReason.MEMBER_MOVED),
            (bool(self.over), AmendReason.MEMBER_UNABLE),
            (bool(self.unplanned), AmendReason.HOUSEHOLDS_CHANGED),
        ]
        return next((reason for is_so, reason in told if is_so), None)


#: of a plan that is not in force, and of those of the upper tiers
NONE: Final = Drift((), (), (), (), 0, 0, 0)


def read_drift(actor: Actor, plan: int, *, at: date) -> Drift:
    """Of a plan that the actor reads whole; 404."""
    rows = AssignmentPlan.objects.read_whole_by(actor).filter(pk=plan)
    row = rows.select_related("cell__commune").defer("cell__commune__geom").first()
    if row is None:
        raise not_found()
    return drift_of(actor, row, at=at)


def drift_of(actor: Actor, plan: AssignmentPlan, *, at: date) -> Drift:
    """As far as the actor sees the people and households; as many queries for ten as for 300."""
    if plan.cell is None or plan.state != PlanState.IN_FORCE:
        return NONE
    register = register_of(plan.cell, at=at)
    pairs = PlanPair.objects.visible_to(actor).filter(plan=plan)
    planned = dict(pairs.values_list("household_id", "person_id"))
    present = {pk: home.person for pk, home in register.homes.items() if home.person is not None}
    proposal = weighed(register, present)
    alone = set(register.homes) - set(present)
    lost = Counter(person for home, person in planned.items() if home in alone)
    unable = Counter(who for home, who in present.items() if not register.may_carry(who, home))
    far = Counter(who for _home, who in set(far_among(register, proposal)) - known_far(plan))
    before = known_over(plan)
    names = _names(actor, {*lost, *unable, *far})
    seen = Household.objects.visible_to(actor).filter(pk__in=alone - set(planned))
    return Drift(
        lost=_shares(lost, names),
        unable=_shares(unable, names),
        far=_shares(far, names),
        over=tuple(
            each for each in carrying_of(actor, proposal) if each.over > before.get(each.person, 0)
        ),
        unplanned=seen.count(),
        gone=len(set(planned) - set(register.homes)),
        max_metres=register.rule.max_metres,
    )


def _names(actor: Actor, people: set[int]) -> dict[int, str]:
    """In the order of their names."""
    rows = Person.objects.visible_to(actor).filter(pk__in=people).order_by(*by_person_name())
    return dict(rows.values_list("pk", "full_name"))


def _shares(counts: Mapping[int, int], names: Mapping[int, str]) -> tuple[Share, ...]:
    told = [Share(pk, name, counts[pk]) for pk, name in names.items() if pk in counts]
    hidden = sum(counts.values()) - sum(share.households for share in told)
    # Of who is out of sight, as those who left the cell are to its committee, only the number.
    return (*told, Share(0, "", hidden)) if hidden else tuple(told)


def as_json(drift: Drift) -> dict[str, Any]:
    """What programs are told."""
    return {
        **{
            name: [
                {"person": each.person or None, "name": each.name, "households": each.households}
                for each in getattr(drift, name)
            ]
            for name in ("lost", "unable", "far")
        },
        "over": [
            {"person": each.person, "name": each.name, "total": each.total, "of": each.capacity}
            for each in drift.over
        ],
        "unplanned": drift.unplanned,
        "gone": drift.gone,
        "reason": drift.reason,
    }
