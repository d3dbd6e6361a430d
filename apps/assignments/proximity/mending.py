"""Why homes are left, and what would mend it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from apps.assignments.proximity.arcs import Arcs, Reach
from apps.assignments.proximity.proposal import Left, Mend, MendKind, Reason
from apps.assignments.proximity.raising import raises
from apps.assignments.proximity.table import Ints, Table

#: One more person would help these, living among them.
_WANT_A_PERSON = frozenset(
    {Reason.NOBODY_HERE, Reason.NOBODY_IN_REACH, Reason.FORBIDDEN, Reason.EVERYONE_FULL}
)


def left_homes(table: Table, reach: Reach, left: Ints, loads: Ints) -> tuple[Left, ...]:
    """Of each home in ``left`` (numbers, rising): the reason and the mends."""
    if not len(left):
        return ()
    gaps = _Gaps(table, reach, loads)
    reasons = dict(zip(left.tolist(), map(gaps.reason, left.tolist()), strict=True))
    raised = _raises(gaps, [home for home in reasons if gaps.is_everyone_full(home)])
    wanted = _wanted(gaps, reasons)
    found = []
    for home, reason in reasons.items():
        mends = list(gaps.mends(home, reason))
        if home in raised:
            mends.insert(0, raised[home])
        if home in wanted:
            mends.append(wanted[home])
        found.append(Left(table.homes[home].id, reason, tuple(mends)))
    return tuple(found)


def _wanted(gaps: _Gaps, reasons: Mapping[int, Reason]) -> dict[int, Mend]:
    """For homes that one more person would help: where, and how many one could take."""
    waiting: dict[tuple[MendKind, int], list[int]] = defaultdict(list)
    for home, why in reasons.items():
        if gaps.wants_a_person(home, why):
            waiting[_neighbourhood(gaps.table, home)].append(home)
    found: dict[int, Mend] = {}
    for (kind, subject), homes in waiting.items():
        number = _taken_by_one(gaps.table, np.array(homes))
        if number:
            found |= dict.fromkeys(homes, Mend(kind, subject, number, len(homes)))
    return found


def _taken_by_one(table: Table, homes: Ints) -> int:
    """How many of ``homes`` somebody could take who lives at one of them, wherever is best."""
    usual, most = table.problem.usual, len(homes)
    if usual is not None:
        most = min(most, usual)
    reached = 0
    places = table.home_places[homes]
    for place in places:
        if reached >= most:
            break
        metres = table.problem.distances.metres(places, np.tile(place, (len(places), 1)))
        near = int((metres <= table.problem.terms.max_metres).sum())
        reached = max(reached, near)
    return min(reached, most)


def _neighbourhood(table: Table, home: int) -> tuple[MendKind, int]:
    """Where one more person would help this home."""
    group = table.homes[home].group
    if group is None:
        return MendKind.PERSON_IN_VILLAGE, table.homes[home].village
    return MendKind.PERSON_IN_GROUP, group


def _raises(gaps: _Gaps, homes: list[int]) -> dict[int, Mend]:
    """For homes that all in reach are too full for: whose load to raise, and to what."""
    arcs = gaps.allowed_arcs
    mine = arcs.where(np.isin(arcs.home, homes))
    given = raises(mine, step=gaps.table.problem.terms.max_metres)
    more = Counter(given.values())
    return {
        home: Mend(
            MendKind.RAISE_LOAD,
            gaps.table.carriers[carrier].id,
            int(gaps.loads[carrier]) + more[carrier],
        )
        for home, carrier in given.items()
    }


class _Gaps:
    """The state of a plan, asked home by home; homes and carriers are numbers."""

    def __init__(self, table: Table, reach: Reach, loads: Ints) -> None:
        self.table, self.reach, self.loads = table, reach, loads
        self.allowed_arcs = reach.arcs.where(reach.allowed)
        self.has_room = loads < table.capacity
        self._takers: dict[int, Ints] = {}

    def reason(self, home: int) -> Reason:
        """Of those who are known to live in reach; who does unknown is told by the mends."""
        if not self.is_placed(home):
            return Reason.NO_POSITION
        allowed = _known(_of_home(self.allowed_arcs, home))
        if len(allowed):
            has_room = self.has_room[allowed.carrier].any()
            return Reason.ROOM_IN_REACH if has_room else Reason.EVERYONE_FULL
        if not len(self._takers_of(home)):
            return Reason.NOBODY_HERE
        in_reach = len(_known(_of_home(self.reach.arcs, home)))
        return Reason.FORBIDDEN if in_reach else Reason.NOBODY_IN_REACH

    def is_everyone_full(self, home: int) -> bool:
        """Whether some could take it, the one in charge among them, and none has room."""
        allowed = _of_home(self.allowed_arcs, home)
        return len(allowed) > 0 and not self.has_room[allowed.carrier].any()

    def is_placed(self, home: int) -> bool:
        return self.table.homes[home].spot is not None

    def wants_a_person(self, home: int, reason: Reason) -> bool:
        return reason in _WANT_A_PERSON and self.is_placed(home)

    def mends(self, home: int, reason: Reason) -> Iterator[Mend]:
        """Those that concern this home alone, without raised loads."""
        yield from self._give_to(home)
        if not self.is_placed(home):
            yield Mend(MendKind.PLACE_HOME, self.table.homes[home].id, 1)
        elif self.wants_a_person(home, reason):
            yield from self._widen(home)
            yield from self._place(home)

    def _give_to(self, home: int) -> Iterator[Mend]:
        arcs = _of_home(self.allowed_arcs, home)
        arcs = arcs.where(self.has_room[arcs.carrier])
        if not len(arcs):
            return
        nearest = int(np.argmin(np.nan_to_num(arcs.metres, nan=np.inf)))
        carrier = self.table.carriers[arcs.carrier[nearest]].id
        metres = float(arcs.metres[nearest])
        if math.isnan(metres):
            yield Mend(MendKind.KEEP, carrier, 1)
        else:
            yield Mend(MendKind.GIVE_TO, carrier, math.ceil(metres))

    def _widen(self, home: int) -> Iterator[Mend]:
        takers = self._takers_of(home)
        takers = takers[self.has_room[takers]]
        metres = self.table.metres(np.full(len(takers), home), takers)
        far = np.isfinite(metres) & (metres > self.table.problem.terms.max_metres)
        order = np.lexsort((takers[far], metres[far]))
        for taker, apart in zip(takers[far][order].tolist(), metres[far][order], strict=True):
            pair = self.table.homes[home].id, self.table.carriers[taker].id
            if pair not in self.table.problem.forbidden:
                yield Mend(MendKind.WIDEN_REACH, pair[1], math.ceil(apart))
                return

    def _place(self, home: int) -> Iterator[Mend]:
        takers = self._takers_of(home)
        nowhere = np.isnan(self.table.carrier_places[takers, 0]) & self.has_room[takers]
        for taker in takers[nowhere].tolist():
            carrier = self.table.carriers[taker]
            if (self.table.homes[home].id, carrier.id) not in self.table.problem.forbidden:
                room = carrier.capacity - int(self.loads[taker])
                yield Mend(MendKind.PLACE_CARRIER, carrier.id, room)
                return

    def _takers_of(self, home: int) -> Ints:
        """All with a capacity who may work in the home's village."""
        village = self.table.homes[home].village
        if village not in self._takers:
            self._takers[village] = np.array(
                [
                    number
                    for number, carrier in enumerate(self.table.carriers)
                    if carrier.capacity > 0
                    and (carrier.villages is None or village in carrier.villages)
                ],
                dtype=np.int64,
            )
        return self._takers[village]


def _known(arcs: Arcs) -> Arcs:
    """Those whose distance is known."""
    return arcs.where(~np.isnan(arcs.metres))


def _of_home(arcs: Arcs, home: int) -> Arcs:
    first, last = np.searchsorted(arcs.home, [home, home + 1])
    return arcs.at(np.arange(first, last))
