"""Whatever a phone's clock says, the server's reckoning is sane, and right where it can be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.visits.checkins.clocks import AGREE, OLDEST, mend

RECEIVED = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_clock_that_is_nearly_right_is_believed() -> None:
    said = RECEIVED - 3 * HOUR
    for slack in (timedelta(0), AGREE, -AGREE):
        found = mend(said_at=said, sent_at=RECEIVED - slack, received_at=RECEIVED)
        assert (found.happened_at, found.apart) == (said, None)


@pytest.mark.parametrize(
    "off", [HOUR, -HOUR, 7 * HOUR, timedelta(days=730), timedelta(days=-730), timedelta(minutes=6)]
)
def test_a_clock_that_is_off_is_put_right(off: timedelta) -> None:
    happened = RECEIVED - 3 * HOUR
    found = mend(said_at=happened + off, sent_at=RECEIVED + off, received_at=RECEIVED)
    assert found.happened_at == happened
    assert found.offset == -off.total_seconds()
    assert found.apart == abs(off.total_seconds())


@pytest.mark.parametrize("off", [timedelta(days=730), timedelta(days=-730)])
def test_a_clock_that_was_set_before_sending_is_told(off: timedelta) -> None:
    found = mend(said_at=RECEIVED + off, sent_at=RECEIVED, received_at=RECEIVED)
    assert found.apart == 730 * 86_400
    assert found.happened_at == min(RECEIVED, RECEIVED + off)


def test_a_week_without_a_signal_is_nothing_odd() -> None:
    said = RECEIVED - timedelta(days=7)
    assert mend(said_at=said, sent_at=RECEIVED, received_at=RECEIVED).apart is None


_moments = st.timedeltas(timedelta(days=-700_000), timedelta(days=2_900_000)).map(
    lambda span: RECEIVED + span
)


@given(said=_moments, sent=_moments)
def test_nothing_happens_in_the_future_or_long_ago(said: datetime, sent: datetime) -> None:
    found = mend(said_at=said, sent_at=sent, received_at=RECEIVED)
    assert RECEIVED - OLDEST <= found.happened_at <= RECEIVED
    if found.apart is None:
        assert abs(RECEIVED - sent) <= AGREE
        assert found.happened_at == min(said, RECEIVED)
