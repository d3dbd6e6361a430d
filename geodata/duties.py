"""Who is in charge of which household today: partly done, and unevenly, as in real communes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.households import Household, places
from geodata.members import ASSIGNABLE, ELSEWHERE, TEMPORARY, WEAK, Member

#: Households one member carries, at least and at most.
LIGHTEST, HEAVIEST = 3, 10
_NEARLY_ALL, _NEARLY_NONE = 3, 4


@dataclass(frozen=True)
class Duty:
    """A member in charge of a household; both by position in their lists."""

    member: int
    household: int
    since: date


def _coverage_aims(room: Sequence[float], rng: np.random.Generator) -> list[float]:
    """Share of households to cover, per village: a few nearly all, a few hardly any.

    ``room`` is what each village's members could carry, per household. Only where there are
    members enough can nearly everybody have one.
    """
    order = sorted(range(len(room)), key=lambda k: (-room[k], k))
    others = [order[_NEARLY_ALL + int(i)] for i in rng.permutation(len(room) - _NEARLY_ALL)]
    aims = [0.0] * len(room)
    for rank, k in enumerate([*order[:_NEARLY_ALL], *others]):
        if rank < _NEARLY_ALL:
            aims[k] = float(rng.uniform(0.93, 0.99))
        elif rank < _NEARLY_ALL + _NEARLY_NONE:
            aims[k] = float(rng.uniform(0.0, 0.09))
        else:
            aims[k] = float(rng.uniform(0.26, 0.78))
    return aims


def _load(member: Member, aim: float, rng: np.random.Generator) -> int:
    """How many households a member is given; fewer for the weak and those serving elsewhere."""
    if member.kind in (ELSEWHERE, TEMPORARY):
        return int(rng.integers(3, 6))
    if member.health == WEAK:
        return int(rng.integers(3, 5))
    return int(rng.integers(8, 11) if aim > 0.9 else rng.integers(4, 10))


def _loads(
    able: Sequence[int],
    members: Sequence[Member],
    wanted: int,
    aim: float,
    rng: np.random.Generator,
) -> dict[int, int]:
    """Members in turn until ``wanted`` households are given out."""
    loads: dict[int, int] = {}
    for i in (able[int(k)] for k in rng.permutation(len(able))):
        left = wanted - sum(loads.values())
        if left < LIGHTEST:
            break
        loads[i] = min(_load(members[i], aim, rng), left)
    return loads


def usual_start(until: date) -> date:
    """The first of February that lies before the four months of contacts."""
    start = until - timedelta(days=150)
    return date(start.year if start >= date(start.year, 2, 1) else start.year - 1, 2, 1)


def assign(
    households: Sequence[Household], members: Sequence[Member], *, seed: int, until: date
) -> list[Duty]:
    """Duties in force, member by member, each member's nearest free households first."""
    rng = np.random.default_rng([seed, 53])
    spots, start = places(households), usual_start(until)
    villages = sorted({household.village for household in households})
    able = {
        village: [i for i, m in enumerate(members) if m.village == village and m.kind in ASSIGNABLE]
        for village in villages
    }
    homes = Counter(household.village for household in households)
    aims = _coverage_aims([len(able[v]) / homes[v] for v in villages], rng)
    duties: list[Duty] = []
    for village, aim in zip(villages, aims, strict=True):
        free = {i for i, household in enumerate(households) if household.village == village}
        loads = _loads(able[village], members, round(aim * len(free)), aim, rng)
        for i in sorted(loads):
            home = members[i].home
            near = sorted(free - {home}, key=lambda h: (np.hypot(*(spots[h] - spots[home])), h))
            # Now and then somebody took over later in the year.
            since = start + timedelta(days=74) if rng.random() < 0.08 else start
            duties += [Duty(i, h, since) for h in near[: loads[i]]]
            free -= set(near[: loads[i]])
    return duties
