"""Working days and legal clocks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.issues.rights.kinds import RequestKind
from apps.issues.rights.workdays import calendar, clocks_for

DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 1))


@pytest.mark.parametrize(
    ("received", "answer", "access", "erasure"),
    [
        # A Monday; a Friday, over the weekend; before Tết; before 30 April and 1 May.
        ((2026, 11, 16), (2026, 11, 18), (2026, 11, 26), (2026, 12, 7)),
        ((2026, 11, 13), (2026, 11, 17), (2026, 11, 23), (2026, 12, 3)),
        ((2026, 2, 12), (2026, 2, 23), (2026, 2, 23), (2026, 3, 4)),
        ((2026, 4, 29), (2026, 5, 5), (2026, 5, 11), (2026, 5, 19)),
    ],
)
def test_clocks(
    received: tuple[int, int, int],
    answer: tuple[int, int, int],
    access: tuple[int, int, int],
    erasure: tuple[int, int, int],
) -> None:
    day = date(*received)
    clocks = clocks_for(RequestKind.ACCESS, day)
    assert (clocks.answer_by, clocks.act_by) == (date(*answer), date(*access))
    assert clocks_for(RequestKind.ERASURE, day).act_by == date(*erasure)


def test_a_holiday_on_a_weekend_is_made_up_for() -> None:
    # The ancestors' day of 2026 is a Sunday; New Year's Day of 2028 a Saturday.
    assert not calendar().is_working(date(2026, 4, 27))
    assert not calendar().is_working(date(2028, 1, 3))
    assert calendar().announced == {2026}


@given(day=DAYS, count=st.integers(1, 12))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    end = calendar().working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(calendar().is_working, between)) == count
    assert calendar().is_working(end)


@given(day=DAYS, kind=st.sampled_from(RequestKind))
def test_no_clock_ends_on_a_day_off_or_moves_back(day: date, kind: RequestKind) -> None:
    today, tomorrow = clocks_for(kind, day), clocks_for(kind, day + timedelta(days=1))
    assert calendar().is_working(today.act_by)
    assert today.act_by <= tomorrow.act_by
    assert today.answer_by <= tomorrow.answer_by
