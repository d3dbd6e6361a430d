"""When a check-in happened, by the server's reckoning, whatever the phone's clock said. Pure.

A phone tells when it wrote a check-in down and when it sends it, both by its own clock. The server
knows when it received. How far the clock is off *now* is therefore known, and what was said is put
right by as much. What was said is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from apps.common import clock

#: Clocks of phones drift, and a slow network takes its time: so much is nothing odd.
AGREE: Final = timedelta(minutes=5)
#: No phone keeps a check-in for longer (keys of requests are forgotten after as long): older by a
#: clock that is right now, it was wrong then.
LONGEST_WAIT: Final = timedelta(days=120)
#: Nothing is dated back further: two years, and a day for a leap year.
OLDEST: Final = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Mended:
    """``happened_at`` for all figures. ``offset``: seconds that the phone was behind when it sent
    (negative: ahead). ``apart``: seconds by which the clocks disagree, where that is odd.
    """

    happened_at: datetime
    offset: int
    apart: int | None

    @property
    def day(self) -> date:
        return clock.local_day(self.happened_at)


def mend(*, said_at: datetime, sent_at: datetime, received_at: datetime) -> Mended:
    """The best estimate, never in the future and never older than ``OLDEST``."""
    offset = received_at - sent_at
    behind = timedelta(0) if abs(offset) <= AGREE else offset
    age = (received_at - said_at) - behind
    happened_at = received_at - min(max(age, timedelta(0)), OLDEST)
    return Mended(happened_at, _seconds(offset), _apart(offset, age))


def _apart(offset: timedelta, age: timedelta) -> int | None:
    if abs(offset) > AGREE:
        return abs(_seconds(offset))
    # The clock was set between writing down and sending.
    if age < -AGREE or age > LONGEST_WAIT:
        return abs(_seconds(age))
    return None


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
