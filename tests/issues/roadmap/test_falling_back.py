"""The pure rule of falling back: who is watched, and by which signs."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.issues.kinds import IssueKind
from apps.issues.roadmap.falling_back import (
    TELLING,
    Known,
    Watch,
    is_watched,
    months_between,
    signs,
)
from apps.issues.roadmap.kinds import Sign

AT = date(2026, 11, 16)
WATCH = Watch(escaped_months=24, contact_days=30)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DAYS
KNOWN = st.builds(
    Known,
    escaped_on=MAYBE,
    last_contact_on=MAYBE,
    open_kinds=st.frozensets(st.sampled_from(sorted(IssueKind.values))),
    lost_work_on=MAYBE,
    found_work_on=MAYBE,
)
RULES = st.builds(Watch, escaped_months=st.integers(6, 60), contact_days=st.integers(7, 180))


# The first draw builds the strategies, which a busy machine takes long for.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(known=KNOWN, watch=RULES, at=DAYS)
def test_only_who_is_watched_is_at_risk(known: Known, watch: Watch, at: date) -> None:
    found = signs(known, watch, at=at)
    if not is_watched(known, watch, at=at):
        assert found == frozenset()
        return
    assert (Sign.OPEN_ISSUE in found) == bool(
        {str(kind) for kind in TELLING} & set(known.open_kinds)
    )
    silent = known.last_contact_on is None or at - known.last_contact_on > timedelta(
        days=watch.contact_days
    )
    assert (Sign.NO_CONTACT in found) == silent


@given(known=KNOWN, at=DAYS, months=st.integers(6, 59))
def test_a_longer_watch_never_forgets_a_household(known: Known, at: date, months: int) -> None:
    short, long = Watch(months, 30), Watch(months + 1, 30)
    assert signs(known, short, at=at) <= signs(known, long, at=at)


@given(earlier=DAYS, later=DAYS)
def test_months_grow_with_days(earlier: date, later: date) -> None:
    assert months_between(earlier, later) <= months_between(earlier, later + timedelta(days=1))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(None), set()),
        (Known(date(2024, 11, 16), AT), set()),
        (Known(date(2024, 11, 17), None), {Sign.NO_CONTACT}),
        (Known(date(2026, 1, 5), AT, {"housing"}), {Sign.OPEN_ISSUE}),
        (Known(date(2026, 1, 5), AT, {"land"}), set()),
        (Known(date(2026, 1, 5), AT, (), date(2026, 5, 1)), {Sign.WORK_LOST}),
        (Known(date(2026, 1, 5), AT, (), date(2025, 5, 1)), set()),
        (Known(date(2026, 1, 5), AT, (), date(2026, 5, 1), date(2026, 6, 1)), set()),
    ],
)
def test_signs(known: Known, expected: set[Sign]) -> None:
    assert signs(known, WATCH, at=AT) == expected
