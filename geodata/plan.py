"""The whole demo commune in memory, before any file is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geodata.contacts import Contact, keep_log
from geodata.duties import Duty, assign
from geodata.faults import deal_faults
from geodata.households import Household, register_households
from geodata.members import Member, enrol_members
from geodata.roads import Road, build_roads
from geodata.settlement import settle
from geodata.streams import Stream, draw_streams
from geodata.terrain import raise_terrain
from geodata.territory import Territory, lay_out

DEFAULT_SEED = 7


@dataclass(frozen=True)
class Commune:
    """Land, people and what they do. Lists refer to each other by position."""

    seed: int
    until: date
    streams: Sequence[Stream]
    roads: Sequence[Road]
    territory: Territory
    households: Sequence[Household]
    members: Sequence[Member]
    duties: Sequence[Duty]
    log: Sequence[Contact]
    faults: dict[int, str]


def plan_commune(*, seed: int = DEFAULT_SEED, until: date) -> Commune:
    """Make the commune up. The same seed and day give the same commune."""
    rng = np.random.default_rng([seed, 1])
    streams = draw_streams(rng)
    terrain = raise_terrain(streams, rng)
    roads = build_roads(streams, rng)
    territory = lay_out(terrain, streams, roads, seed=seed)
    homes = settle(territory, terrain, streams, roads, seed=seed)
    households = register_households(territory, homes, seed=seed, until=until)
    members = enrol_members(households, seed=seed, until=until)
    duties = assign(households, members, seed=seed, until=until)
    log = keep_log(households, members, duties, seed=seed, until=until)
    needed = {duty.household for duty in duties} | {member.home for member in members}
    faults = deal_faults(households, needed, seed=seed)
    return Commune(seed, until, streams, roads, territory, households, members, duties, log, faults)
