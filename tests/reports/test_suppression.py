"""Small numbers are hidden, and what is shown does not give them away."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.reports.suppression import SMALLEST_SHOWN, may_show_parts, suppress

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


@given(PARTS, st.fixed_dictionaries({key: st.sampled_from([0, 0, 2, 7]) for key in "abc"}))
def test_parts_are_shown_only_when_no_difference_is_small(
    parts: list[dict[str, int]], unseen: dict[str, int]
) -> None:
    """``unseen`` is counted in the whole but belongs to no part that is shown."""
    whole = {key: unseen[key] + sum(part[key] for part in parts) for key in "abc"}
    if may_show_parts(whole, parts):
        for key in "abc":
            shown = [part[key] for part in parts]
            differences = [whole[key] - sum(shown), whole[key], *shown]
            assert not any(0 < number < SMALLEST_SHOWN for number in differences)
    else:
        assert any(0 < n < SMALLEST_SHOWN for row in (*parts, unseen) for n in row.values())
