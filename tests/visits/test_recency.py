"""Recency classes and the commune's month, for any day and any rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.visits.recency import DEFAULT_CLASS_DAYS, month_of, recency_class

BOUNDS = st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True).map(sorted)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
STARTS = st.integers(1, 28)


@pytest.mark.parametrize(
    ("days", "index"),
    [(-1, 0), (0, 0), (7, 0), (8, 1), (15, 1), (16, 2), (30, 2), (31, 3), (60, 3), (61, 4)],
)
def test_the_classes_of_the_domain(days: int, index: int) -> None:
    assert recency_class(days) == index


def test_never_is_a_class_of_its_own() -> None:
    assert recency_class(None) == len(DEFAULT_CLASS_DAYS) + 1


@given(st.integers(-5, 5000), BOUNDS)
def test_every_number_of_days_has_the_class_that_holds_it(days: int, bounds: list[int]) -> None:
    index = recency_class(days, bounds)
    assert index == len(bounds) or days <= bounds[index]
    assert index == 0 or days > bounds[index - 1]


@given(st.integers(-5, 5000), st.integers(0, 500), BOUNDS)
def test_longer_ago_is_never_a_lower_class(days: int, more: int, bounds: list[int]) -> None:
    assert recency_class(days, bounds) <= recency_class(days + more, bounds)
    assert recency_class(days + more, bounds) < recency_class(None, bounds)


@given(DAYS, STARTS)
def test_a_month_holds_its_day_and_begins_on_the_communes_day(day: date, start: int) -> None:
    first, following = month_of(day, start)
    assert first <= day < following
    assert first.day == following.day == start
    assert 28 <= (following - first).days <= 31


@given(DAYS, STARTS)
def test_months_follow_each_other_without_gap(day: date, start: int) -> None:
    first, following = month_of(day, start)
    assert month_of(following, start)[0] == following
    assert month_of(first - timedelta(days=1), start)[1] == first


@pytest.mark.parametrize("start", [0, 29, -1])
def test_a_month_cannot_begin_on_a_day_that_some_months_lack(start: int) -> None:
    with pytest.raises(ValueError, match="month_start"):
        month_of(date(2026, 1, 1), start)
