"""Spreading over the grid: borders where the effort is equal, regions never left."""

import numpy as np

from geodata.frame import GRID
from geodata.spread import NOBODY, spread

WEST, EAST = 1, 2
MIDDLE_ROW = 200


def cell(row: int, column: int) -> int:
    return row * GRID.columns + column


def test_two_equal_seeds_meet_half_way() -> None:
    cost = np.ones(GRID.rows * GRID.columns)
    label = spread(cost, {cell(MIDDLE_ROW, 100): WEST, cell(MIDDLE_ROW, 301): EAST})
    row = label.reshape(GRID.rows, GRID.columns)[MIDDLE_ROW]
    assert set(row[1:201]) == {WEST}
    assert set(row[201:-1]) == {EAST}


def test_a_ridge_holds_the_border() -> None:
    cost = np.ones((GRID.rows, GRID.columns))
    cost[:, 140:150] = 200.0
    label = spread(cost.ravel(), {cell(MIDDLE_ROW, 100): WEST, cell(MIDDLE_ROW, 301): EAST})
    row = label.reshape(GRID.rows, GRID.columns)[MIDDLE_ROW]
    border = int(np.argmax(row[1:] == EAST)) + 1
    assert 140 <= border <= 150


def test_a_spread_stays_in_its_region_and_off_the_rim() -> None:
    cost = np.ones(GRID.rows * GRID.columns)
    region = np.zeros((GRID.rows, GRID.columns), dtype=np.int64)
    region[:, 210:] = 1
    label = spread(cost, {cell(MIDDLE_ROW, 100): WEST}, region.ravel())
    square = label.reshape(GRID.rows, GRID.columns)
    assert set(square[1:-1, 1:210].ravel()) == {WEST}
    assert set(square[:, 210:].ravel()) == {NOBODY}
    assert set(square[0]) == {NOBODY}
