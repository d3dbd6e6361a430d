"""Runs two things in turn and compares their medians."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Duel:
    """``ours`` and ``peer`` do the same work; ``goal`` is the highest ratio ours/peer wanted."""

    measure: str
    peer_name: str
    ours: Callable[[], object]
    peer: Callable[[], object]
    goal: float
    runs: int = 7


@dataclass(frozen=True, slots=True)
class Row:
    """Medians in ``unit``; ``ratio`` is the median of the ratios pair by pair."""

    measure: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    ratio: float
    goal: float
    met: bool


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(duel: Duel) -> Row:
    """One warm-up each, then ours, peer, ours, peer …, so that both meet the same weather."""
    duel.ours()
    duel.peer()
    pairs = [(_seconds(duel.ours), _seconds(duel.peer)) for _run in range(duel.runs)]
    ratio = statistics.median(ours / peer for ours, peer in pairs)
    return Row(
        measure=duel.measure,
        ours=round(statistics.median(ours for ours, _peer in pairs) * 1000, 2),
        peer=round(statistics.median(peer for _ours, peer in pairs) * 1000, 2),
        peer_name=duel.peer_name,
        unit="ms",
        ratio=round(ratio, 3),
        goal=duel.goal,
        met=ratio <= duel.goal,
    )


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "cores": os.cpu_count(),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }


def run(duels: Iterable[Duel]) -> Iterator[dict[str, Any]]:
    """The rows of all duels, as they come."""
    for duel in duels:
        yield asdict(compare(duel))
