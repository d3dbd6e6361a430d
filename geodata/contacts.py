"""Four months of contacts: some villages diligent, some not, some that gave up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.duties import Duty
from geodata.households import Household
from geodata.members import Member

DAYS = 122
IN_PERSON, BY_PHONE, BY_ZALO = "Trực tiếp", "Điện thoại", "Zalo"
_CHANNEL_SHARES = (0.955, 0.025, 0.02)
_NEVER = 0.07  # share of assigned households nobody has been to yet
_NOTES = (
    "Thăm hộ định kỳ", "Nhắc lịch họp thôn", "Hỏi thăm việc làm, thu nhập", "Hộ vắng một phần",
    "Hướng dẫn làm thẻ bảo hiểm y tế", "Cập nhật số khẩu", "Hộ đề nghị sửa đường vào xóm",
    "Nhắc phòng cháy rừng", "Thông báo tiêm phòng gia súc",
)  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """One line of the visiting book; ``spot`` is in local metres, or None when not in person."""

    day: date
    member: int
    household: int
    channel: str
    spot: tuple[float, float] | None
    note: str


@dataclass(frozen=True)
class _Habit:
    """A village's way: contacts per household a month, and days since it stopped."""

    monthly: float
    silent: int


def _habits(villages: int, rng: np.random.Generator) -> list[_Habit]:
    diligent, given_up = villages // 3, villages // 5
    habits = [_Habit(float(rng.uniform(2.1, 2.8)), 0) for _ in range(diligent)]
    habits += [
        _Habit(float(rng.uniform(0.8, 1.6)), int(rng.integers(33, 75))) for _ in range(given_up)
    ]
    habits += [
        _Habit(float(rng.uniform(0.6, 1.6)), 0) for _ in range(villages - diligent - given_up)
    ]
    return [habits[int(i)] for i in rng.permutation(villages)]


def _days(monthly: float, silent: int, rng: np.random.Generator, until: date) -> list[date]:
    """Different days of contact, oldest first, none in the last ``silent`` days."""
    gap = 30.0 / monthly
    at, days = float(rng.uniform(0, gap)), set()
    while at <= DAYS - 1 - silent:
        days.add(until - timedelta(days=DAYS - 1 - int(at)))
        at += gap * float(rng.uniform(0.45, 1.55))
    return sorted(days)


def _spot(household: Household, rng: np.random.Generator) -> tuple[float, float]:
    """Where the phone says it was: near the home, seldom farther off."""
    spread = 130.0 if rng.random() < 0.02 else 11.0
    east, north = rng.normal(0.0, spread, 2)
    return household.east + float(east), household.north + float(north)


def keep_log(
    households: Sequence[Household],
    members: Sequence[Member],
    duties: Sequence[Duty],
    *,
    seed: int,
    until: date,
) -> list[Contact]:
    """The commune's visiting book, day by day; one line a household and day."""
    rng = np.random.default_rng([seed, 61])
    habits = _habits(max(household.village for household in households), rng)
    zeal = rng.gamma(6.0, 1 / 6.0, len(members)).clip(0.3, 1.8)
    log: list[Contact] = []
    for duty in duties:
        if rng.random() < _NEVER:
            continue
        habit = habits[members[duty.member].village - 1]
        for day in _days(habit.monthly * float(zeal[duty.member]), habit.silent, rng, until):
            channel = str(rng.choice((IN_PERSON, BY_PHONE, BY_ZALO), p=_CHANNEL_SHARES))
            spot = _spot(households[duty.household], rng) if channel == IN_PERSON else None
            note = _NOTES[int(rng.integers(len(_NOTES)))] if rng.random() < 0.2 else ""
            if day >= duty.since:
                log.append(Contact(day, duty.member, duty.household, channel, spot, note))
    return sorted(log, key=lambda c: (c.day, c.member, c.household))
