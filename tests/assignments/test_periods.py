"""Cutting spans of days out of a span: against counting the days one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.assignments.periods import Span, without

FIRST = date(2026, 1, 1)
DAYS = range(40)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 30))
    length = draw(st.integers(1, 20) | st.none())
    return day(start), None if length is None else day(start + length)


def days_of(span: Span) -> set[date]:
    start, end = span
    return {day(n) for n in DAYS if start <= day(n) and (end is None or day(n) < end)}


@given(spans(), st.lists(spans(), max_size=4))
def test_what_is_left_is_what_nobody_took(span: Span, taken: list[Span]) -> None:
    left = without(span, taken)
    expected = days_of(span).difference(*map(days_of, taken))
    assert set().union(*map(days_of, left)) == expected
    assert sum(len(days_of(each)) for each in left) == len(expected)
    assert all(end is None or start < end for start, end in left)
