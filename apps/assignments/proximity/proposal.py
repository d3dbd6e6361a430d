"""What the solver answers: who takes whom, who is left and why, and what would mend it.

Reasons and mends are data; the words for them are the interface's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a home is left."""

    #: It has no position. The one in charge may have room all the same: ``MendKind.KEEP``.
    NO_POSITION = "no_position"
    #: Nobody with any capacity may work in its village.
    NOBODY_HERE = "nobody_here"
    #: Some may work in its village, none is known to live within the maximum distance.
    NOBODY_IN_REACH = "nobody_in_reach"
    #: Everybody in reach is forbidden.
    FORBIDDEN = "forbidden"
    #: Everybody in reach and allowed carries as much as they can.
    EVERYONE_FULL = "everyone_full"
    #: Somebody in reach has room. In a proposal taking it would cost more than
    #: ``unassigned_metres``; in a plan made by hand nobody has been given it yet.
    ROOM_IN_REACH = "room_in_reach"


class MendKind(StrEnum):
    """What would help a home that is left; what ``subject`` and ``number`` of a mend are."""

    #: subject: the home itself; number: 1.
    PLACE_HOME = "place_home"
    #: subject: somebody of its village with room but no position, lowest id; number: that room.
    PLACE_CARRIER = "place_carrier"
    #: subject: the nearest carrier in reach with room; number: metres, rounded up.
    GIVE_TO = "give_to"
    #: subject: the carrier in force, with room; number: 1. How far it is nobody knows, so it is
    #: said only where no other in reach has room.
    KEEP = "keep"
    #: subject: a carrier; number: the load that would make room for all homes told the same.
    RAISE_LOAD = "raise_load"
    #: subject: a group; number: how many of its homes one more person could take who lives at
    #: one of them and carries the usual number; ``among``: all that are left there for want of one.
    PERSON_IN_GROUP = "person_in_group"
    #: subject: a village, for homes without a group; number: as for a group.
    PERSON_IN_VILLAGE = "person_in_village"
    #: subject: the nearest carrier with room beyond reach; number: metres, rounded up.
    WIDEN_REACH = "widen_reach"


@dataclass(frozen=True, slots=True)
class Mend:
    kind: MendKind
    subject: int
    number: int
    among: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """``carrier`` takes ``home``.

    ``metres`` None: one of them has no position, or there is no way. ``provisional``: the home's
    position is not its own. ``kept``: the pair is in force already. ``beyond``: fixed, though
    further than the maximum.
    """

    home: int
    carrier: int
    metres: float | None
    provisional: bool = False
    kept: bool = False
    fixed: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A home that nobody takes; ``mends`` with the most direct first."""

    home: int
    reason: Reason
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody carries by the proposal: outside of the problem, and in it."""

    carried: int
    given: int
    capacity: int

    @property
    def total(self) -> int:
        return self.carried + self.given

    @property
    def room(self) -> int:
        return max(0, self.capacity - self.total)

    @property
    def over(self) -> int:
        """How many more than the capacity: only what was carried or fixed before can do that."""
        return max(0, self.total - self.capacity)


@dataclass(frozen=True, slots=True)
class Cost:
    """What the plan costs. Each distance counts as rounded to a decimetre, an unknown one 0.

    ``broken``: pairs in force that work and that the plan breaks, those of fixed homes not
    counted. ``left``: the weights of all homes left. ``total`` in metres: metres + broken ×
    change_metres + left × unassigned_metres, the last only where the terms say one.
    """

    metres: float
    broken: int
    left: int
    total: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pairs and homes left by the home's id; ``loads`` of every carrier, by id."""

    pairs: tuple[Pair, ...]
    left: tuple[Left, ...]
    loads: Mapping[int, Load]
    cost: Cost

    @property
    def over(self) -> dict[int, Load]:
        """Those who carry more than they can, by what was carried or fixed before."""
        return {carrier: load for carrier, load in self.loads.items() if load.over}


class Obstacle(StrEnum):
    """Why somebody else does not take a home. The first that holds, in this order."""

    #: Another person is fixed for the home.
    FIXED = "fixed"
    FORBIDDEN = "forbidden"
    OTHER_VILLAGE = "other_village"
    #: One of the two has no position.
    NO_POSITION = "no_position"
    BEYOND_REACH = "beyond_reach"
    #: Carries as much as they can.
    FULL = "full"
    #: Nearer, with room, but the present pair works and ``change_metres`` outweighs the gain.
    PAIR_WORKS = "pair_works"
    #: Has room, and nobody takes the home: ``Reason.ROOM_IN_REACH``.
    COSTS_MORE = "costs_more"
    #: Nearer and has room: only in a plan that was changed by hand.
    NEARER = "nearer"
    #: Has room and could take it; the one chosen is nearer, or as near and carries less.
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who might take a home; ``metres`` None: no position; ``obstacle`` None: chosen."""

    carrier: int
    metres: float | None
    load: Load
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why this person, or nobody: the one chosen and the others, nearest first."""

    home: int
    chosen: Option | None
    pair: Pair | None
    left: Left | None
    others: tuple[Option, ...]


class CancelledError(Exception):
    """The caller no longer wants the answer."""
