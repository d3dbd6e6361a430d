"""The proximity solver beside exact optima (scipy, HiGHS), and beside PuLP with CBC.

CommCare's microplanning asks CBC the classic question: everybody taken exactly once, distances
alone. Ours answers that one too, and then what it does not ask: present pairs, loads, who is left
and why.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from apps.assignments.proximity import Problem, Proposal, Terms, propose
from apps.assignments.proximity.arcs import reach_of
from apps.assignments.proximity.cheapest import cheapest
from apps.assignments.proximity.piece import split
from apps.assignments.proximity.table import UNITS_PER_METRE, Table
from benchmarks.assignment_cases import (
    BY_AMENDMENT,
    BY_DEFAULT_RULE,
    changed_for,
    commune,
    in_force,
    province,
    tangled_village,
    village,
    without,
)
from benchmarks.assignment_peers import cbc, exact
from benchmarks.goals import limit_row, percentile, row

T = TypeVar("T")
#: when somebody leaves: the share of the other pairs that may move, and how much further one walks
#: than by a plan solved afresh
MOST_MOVED, MOST_DEARER = 0.05, 1.05
_LEAVING = {"default rule": BY_DEFAULT_RULE, "amendment": BY_AMENDMENT}
VILLAGES = 200
CELLS, HOMES, CARRIERS = 700, 286, 40
CBC = "PuLP and CBC, as CommCare asks"


def report() -> dict[str, Any]:
    """Rows of the report, and how far single cases lie from the means."""
    leaving = {name: _somebody_leaves(name, change) for name, change in _LEAVING.items()}
    rows = [*_exactness(), *_beside_cbc(), *_in_one_piece(), *_province(), *_short()]
    for found, _cases in leaving.values():
        rows += found
    return {
        "rows": rows,
        "somebody leaves": {name: cases for name, (_rows, cases) in leaving.items()},
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _units(found: Proposal) -> int:
    return round(found.cost.total * UNITS_PER_METRE)


def _exactness() -> list[dict[str, Any]]:
    """The worst of all villages; where coverage comes first, the weight left must be least too."""
    costs, weights = [1.0], [1.0]
    for seed in range(VILLAGES):
        problem = tangled_village(seed)
        ours, best = propose(problem), exact(problem)
        costs.append(_apart(_units(ours), best.units))
        if problem.terms.unassigned_metres is None:
            weights.append(_apart(ours.cost.left, best.left))
    _say(f"{VILLAGES} villages: cost {max(costs)}, weight left {max(weights)}")
    optimum = "exact optimum (HiGHS)"
    measure = f"worst of {VILLAGES} villages"
    return [
        row(f"cost, {measure}", max(costs), 1, peer_name=optimum, unit="×", goal=1.0),
        row(f"weight left, {measure}", max(weights), 1, peer_name=optimum, unit="×", goal=1.0),
    ]


def _apart(ours: int, best: int) -> float:
    """How far from the optimum. Better than the optimum would be a mistake as well."""
    return 1.0 if ours == best else max((ours + 1) / (best + 1), (best + 1) / (ours + 1))


def _seconds(work: Callable[[], T]) -> tuple[float, T]:
    # What a peer left behind is not to be swept up in somebody else's time.
    gc.collect()
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _thousand(capacity: int) -> Problem:
    """1,000 homes, 100 people, all in reach of each other, distances alone."""
    problem = village(7, 1_000, 100, capacity, width=3_000.0)
    return replace(problem, terms=Terms(10_000.0))


def _best_of(times: int, problem: Problem) -> float:
    return min(_seconds(lambda: propose(problem))[0] for _turn in range(times))


def _beside_cbc(turns: int = 3) -> list[dict[str, Any]]:
    """Both are given the same lists and give back an answer; they take turns."""
    problem = _thousand(11)
    propose(problem)
    ratios, ours, theirs = [], [], []
    for turn in range(turns):
        mine, found = _seconds(lambda: propose(problem))
        other, best = _seconds(lambda: cbc(problem))
        _say(f"1,000 × 100, {turn + 1}/{turns}: ours {mine:.3f} s, CBC {other:.1f} s")
        ours.append(mine)
        theirs.append(other)
        ratios.append(_apart(_units(found), best or 0))
    time_row = row(
        "1,000 × 100, time",
        statistics.median(ours) * 1000,
        statistics.median(theirs) * 1000,
        peer_name=CBC,
        unit="ms",
        goal=0.01,
    )
    cost_row = row("1,000 × 100, cost", max(ratios), 1, peer_name=CBC, unit="×", goal=1.0)
    return [time_row, cost_row]


def _in_one_piece() -> list[dict[str, Any]]:
    problem = commune()
    small = _best_of(3, _thousand(11))
    large = _best_of(3, problem)
    found = propose(problem)
    bound, pieces = _bound(problem)
    _say(f"7,237 × 2,178 in {pieces} piece: {large:.2f} s, {len(found.left)} left")
    name = "7,237 × 2,178 in one piece"
    pairs = 7_237 * 2_178 / (1_000 * 100)
    return [
        row(f"{name}, cost", _units(found), bound, peer_name="dual bound", unit="dm", goal=1.0),
        row(f"{name}, time", large, small, peer_name="ours, 1,000 × 100", unit="s", goal=pairs),
    ]


def _bound(problem: Problem) -> tuple[int, int]:
    """What no plan can go below (dm), by the prices of carriers alone, and the number of pieces.

    Each home costs at least its cheapest choice at these prices, of which the places there are
    give back no more than their own price (weak duality).
    """
    table = Table.of(problem)
    pieces = list(split(table, reach_of(table)))
    total = 0
    for piece in pieces:
        prices = cheapest(piece, lambda: None).prices
        least = piece.left_cost.copy()
        for home, carrier, cost in zip(piece.home, piece.carrier, piece.cost, strict=True):
            least[home] = min(least[home], cost + prices[carrier])
        total += int(least.sum() - prices @ piece.room)
    return total, len(pieces)


def _province(turns: int = 2) -> list[dict[str, Any]]:
    """Cell by cell, two processes; handing problems over and answers back is counted.

    They take turns, and the smaller time counts: both cores are busy, so any other work tells.
    """
    provinces = [
        province(CELLS, HOMES, CARRIERS),
        province(2 * CELLS, HOMES, CARRIERS),
        province(CELLS, 2 * HOMES, 2 * CARRIERS),
    ]
    times = [[_cell_by_cell(cells) for cells in provinces] for _turn in range(turns)]
    once, more_cells, fuller_cells = (min(each) for each in zip(*times, strict=True))
    name = "a province of 200,200 households in 700 cells"
    return [
        limit_row(f"{name}, time", once, 30, unit="s"),
        row("400,400 in 1,400 cells, time", more_cells, once, peer_name=name, unit="s", goal=2.2),
        row("400,400 in 700 cells, time", fuller_cells, once, peer_name=name, unit="s", goal=2.2),
    ]


def _cell_by_cell(cells: list[Problem]) -> float:
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(propose, cells[:2]))
        seconds, found = _seconds(lambda: list(pool.map(propose, cells, chunksize=10)))
    _say(f"{len(cells)} cells: {seconds:.1f} s, {sum(len(each.left) for each in found)} left")
    return seconds


def _short() -> list[dict[str, Any]]:
    problem = _thousand(9)
    found = propose(problem)
    told = sum(bool(left.reason and left.mends) for left in found.left)
    name = "1,000 households, room for 900"
    taken_by_cbc = 0 if cbc(problem) is None else 1_000
    return [
        row(
            f"{name}: left",
            len(found.left),
            1_000 - taken_by_cbc,
            peer_name=CBC,
            unit="households",
            goal=0.1,
        ),
        row(
            f"{name}: left",
            len(found.left),
            told,
            peer_name="ours, told why and what mends it",
            unit="households",
            goal=1.0,
        ),
    ]


def _somebody_leaves(
    terms: str, change: float, villages: int = 50
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each of 12 people of each village in turn, from a plan in force for 96 homes.

    The rows hold means; a village whose people live unluckily moves more, so it is told besides how
    far single cases lie out, and how many of them reach the goal by themselves.
    """
    moved, dearer = [], []
    for seed in range(villages):
        before = in_force(changed_for(village(seed, 96, 12, 10), change))
        for carrier in before.carriers:
            stayed = sum(each != carrier.id for each in before.current.values())
            problem = without(before, carrier.id)
            after, afresh = propose(problem), propose(replace(problem, current={}))
            moved.append(1 - sum(pair.kept for pair in after.pairs) / stayed)
            dearer.append(after.cost.metres / afresh.cost.metres)
    name = f"one of 12 leaves, {terms}, mean of {len(moved)} times"
    rows = [
        limit_row(
            f"{name}: other pairs moved", 100 * statistics.mean(moved), 100 * MOST_MOVED, unit="%"
        ),
        row(
            f"{name}: metres walked",
            statistics.mean(dearer),
            1,
            peer_name="solved afresh",
            unit="×",
            goal=MOST_DEARER,
        ),
    ]
    both = [m <= MOST_MOVED and d <= MOST_DEARER for m, d in zip(moved, dearer, strict=True)]
    return rows, {
        "share of the other pairs moved": _spread(moved, MOST_MOVED),
        "metres walked beside solved afresh": _spread(dearer, MOST_DEARER),
        "share of cases within both goals": round(statistics.mean(both), 3),
    }


def _spread(values: list[float], goal: float) -> dict[str, float]:
    return {
        "share of cases within the goal": round(statistics.mean(v <= goal for v in values), 3),
        "mean": round(statistics.mean(values), 3),
        "19 of 20 at most": round(percentile(values, 0.95), 3),
        "worst": round(max(values), 3),
    }
