"""Long runs of things: some at a time, and made ahead of whoever uses them."""

import threading
from collections.abc import Iterator

import pytest

from apps.common.ahead import ahead
from apps.common.chunks import chunks


def test_chunks_lose_nothing_and_keep_the_order() -> None:
    assert list(chunks(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(chunks([], 3)) == []


def test_chunks_hold_no_more_than_one() -> None:
    numbers = iter(range(100))
    assert next(chunks(numbers, 5)) == [0, 1, 2, 3, 4]
    assert next(numbers) == 5


def test_ahead_gives_every_item_in_order() -> None:
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([])) == []


def test_the_next_item_is_made_while_one_is_used() -> None:
    second_made = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second_made.set()
        yield 2

    found = ahead(items())
    assert next(found) == 1
    assert second_made.wait(timeout=10)
    assert list(found) == [2]


def test_what_goes_wrong_in_making_comes_out() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no second")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="no second"):
        next(found)


def test_giving_up_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    found = ahead(range(100))
    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]  # a generator, as said there
    assert threading.active_count() == before
