"""Small numbers are hidden, and what is shown does not give them away."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.reports.suppression import SMALLEST_SHOWN, suppress, suppress_table

CELLS = st.dictionaries(st.integers(0, 7), st.integers(0, 40), min_size=1, max_size=7)


def _hidden(cells: dict[int, int]) -> set[int]:
    return {key for key, shown in suppress(cells).items() if shown is None}


@given(CELLS)
def test_no_number_from_one_to_four_is_shown(cells: dict[int, int]) -> None:
    shown = [number for number in suppress(cells).values() if number is not None]
    assert all(number == 0 or number >= SMALLEST_SHOWN for number in shown)


@given(CELLS)
def test_what_is_shown_is_true(cells: dict[int, int]) -> None:
    for key, shown in suppress(cells).items():
        assert shown is None or shown == cells[key]


@given(CELLS)
def test_nothing_is_hidden_without_need(cells: dict[int, int]) -> None:
    if all(number == 0 or number >= SMALLEST_SHOWN for number in cells.values()):
        assert not _hidden(cells)


@given(CELLS)
def test_zero_is_shown(cells: dict[int, int]) -> None:
    assert all(suppress(cells)[key] == 0 for key, number in cells.items() if number == 0)


@given(CELLS)
def test_a_hidden_number_cannot_be_derived_from_the_total(cells: dict[int, int]) -> None:
    """Zero is always shown, so a hidden number is at least one; the total is known from five up.

    A number is given away when the hidden ones can be filled in only one way.
    """
    total, hidden = sum(cells.values()), _hidden(cells)
    if total >= SMALLEST_SHOWN and hidden:
        rest = total - sum(cells[key] for key in cells.keys() - hidden)
        assert len(hidden) >= 2
        # Each of k numbers, at least one and adding up to rest, is free when rest > k.
        assert rest > len(hidden)
        assert rest >= SMALLEST_SHOWN


def test_the_reasoning_above_holds_by_enumeration() -> None:
    for count, rest in product((2, 3), range(5, 9)):
        ways = [way for way in product(range(1, rest), repeat=count) if sum(way) == rest]
        if rest > count:
            assert all(len({way[cell] for way in ways}) > 1 for cell in range(count))


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({1: 3, 2: 90, 3: 12}, {1, 3}),
        ({1: 1, 2: 1, 3: 10, 4: 50}, {1, 2, 3}),
        ({1: 4, 2: 4, 3: 50}, {1, 2}),
        ({1: 3, 2: 0}, {1}),
        ({1: 0, 2: 60}, set()),
    ],
)
def test_examples(cells: dict[int, int], hidden: set[int]) -> None:
    assert _hidden(cells) == hidden


PARTS = st.lists(
    st.fixed_dictionaries({key: st.sampled_from([0, 0, 3, 5, 9, 20]) for key in "abc"}), max_size=4
)


TABLES = st.dictionaries(
    st.integers(0, 9),
    st.fixed_dictionaries({key: st.integers(0, 30) for key in "abc"}),
    min_size=1,
    max_size=8,
)


def _given_away(rows: dict[int, dict[str, int]], hidden: list[tuple[int, str]]) -> set[int]:
    """Indices of hidden cells that the sums of rows and columns determine, by linear algebra."""
    sums = [[cell[0] == row for cell in hidden] for row in rows]
    sums += [[cell[1] == key for cell in hidden] for key in "abc"]
    matrix = np.array(sums, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    unit = np.eye(len(hidden))
    return {
        index
        for index in range(len(hidden))
        if np.linalg.matrix_rank(np.vstack([matrix, unit[index]])) == rank
    }


@given(TABLES)
def test_sums_of_rows_and_columns_give_no_small_number_away(
    rows: dict[int, dict[str, int]],
) -> None:
    shown = suppress_table(rows)
    hidden = [(row, key) for row in rows for key in "abc" if shown[row][key] is None]
    small = {(r, k) for r, cells in rows.items() for k, n in cells.items() if 0 < n < 5}
    assert small <= set(hidden)
    assert all(shown[r][k] in {None, rows[r][k]} for r in rows for k in "abc")
    if small and len(hidden) < 3 * len(rows):
        assert not {hidden[index] for index in _given_away(rows, hidden)} & small


@given(TABLES)
def test_a_table_without_small_numbers_is_shown_whole(rows: dict[int, dict[str, int]]) -> None:
    large = {row: {key: n + 5 for key, n in cells.items()} for row, cells in rows.items()}
    assert suppress_table(large) == large


def test_one_village_with_a_small_number_hides_one_more_not_all() -> None:
    rows = {n: {"covered": 20 + n, "uncovered": 30} for n in range(6)}
    rows[0]["covered"] = 2
    shown = suppress_table(rows)
    closed = [row for row, cells in shown.items() if None in cells.values()]
    assert closed == [0, 1]


def test_a_closed_row_is_hidden_whole() -> None:
    rows = {n: {"covered": 20, "uncovered": 30} for n in range(4)}
    assert suppress_table(rows, closed=[2])[2] == {"covered": None, "uncovered": None}
