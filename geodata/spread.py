"""Who reaches a place first: seeds spread over the grid, faster on easy ground.

Where two spreads meet is the border between them. Because steep and high ground costs more,
borders come to lie on the ridges and across the valley floors, as real ones do.
"""

import heapq
from collections.abc import Mapping

import numpy as np

from geodata.frame import GRID, Floats, Ints

NOBODY = -1


def _neighbours() -> list[tuple[int, float]]:
    across, width = GRID.cell, GRID.columns
    diagonal = across * 2**0.5
    return [
        (-1, across), (1, across), (-width, across), (width, across),
        (-width - 1, diagonal), (-width + 1, diagonal),
        (width - 1, diagonal), (width + 1, diagonal),
    ]  # fmt: skip


def spread(cost: Floats, seeds: Mapping[int, int], within: Ints | None = None) -> Ints:
    """Label of the seed that reaches each cell at least cost.

    ``cost`` is per metre, per flat cell; ``seeds`` maps a cell to its label; a spread never
    leaves the region (equal values of ``within``) it starts in. Cells on the grid's rim and
    regions without a seed stay ``NOBODY``.
    """
    open_cells = np.zeros((GRID.rows, GRID.columns), dtype=bool)
    open_cells[1:-1, 1:-1] = True
    region = (np.zeros(len(cost), dtype=np.int64) if within is None else within).copy()
    region[~open_cells.ravel()] = -2
    regions: list[int] = region.tolist()
    price: list[float] = cost.tolist()
    label = [NOBODY] * len(price)
    best = [float("inf")] * len(price)
    queue: list[tuple[float, int]] = []
    for cell, name in seeds.items():
        if regions[cell] != -2:
            best[cell], label[cell] = 0.0, name
            queue.append((0.0, cell))
    heapq.heapify(queue)
    steps = _neighbours()
    while queue:
        spent, cell = heapq.heappop(queue)
        if spent > best[cell]:
            continue
        here, mine, name = price[cell], regions[cell], label[cell]
        for offset, metres in steps:
            other = cell + offset
            if regions[other] != mine:
                continue
            total = spent + metres * (here + price[other]) * 0.5
            if total < best[other]:
                best[other], label[other] = total, name
                heapq.heappush(queue, (total, other))
    return np.array(label, dtype=np.int64)
