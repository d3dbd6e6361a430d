"""Working days in Vietnam, and the legal clocks counted with them. Pure, over data per year.

The day on which something comes in is not counted (Civil Code 2015, article 147). A term that ends
on a day off ends with the next working day (article 148).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from apps.issues.rights.kinds import RequestKind

_FOLDER: Final = Path(__file__).resolve().parent / "data"
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """``fixed``: (month, day) of every year; ``movable``: year → days. What it does not know is a
    working day, which makes a deadline earlier and never later.
    """

    fixed: frozenset[tuple[int, int]]
    movable: Mapping[int, frozenset[date]]
    announced: frozenset[int]

    def holidays(self, year: int) -> frozenset[date]:
        """Days off of a year, with those made up for a holiday on a weekend."""
        days = {date(year, month, day) for month, day in self.fixed}
        days |= self.movable.get(year, frozenset())
        made_up: set[date] = set()
        for day in sorted(days):
            if day.weekday() >= _SATURDAY:
                made_up.add(_next_free(day, days | made_up))
        return frozenset(days | made_up)

    def is_working(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays(day.year)

    def working_days_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``."""
        while count > 0:
            day += _DAY
            count -= self.is_working(day)
        return day

    def days_after(self, day: date, count: int) -> date:
        """``count`` calendar days after ``day``, or the next working day if that one is off."""
        end = day + timedelta(days=count)
        while not self.is_working(end):
            end += _DAY
        return end


def _next_free(day: date, taken: Iterable[date]) -> date:
    off = set(taken)
    while day.weekday() >= _SATURDAY or day in off:
        day += _DAY
    return day


def parsed_calendar(raw: Mapping[str, Any]) -> Calendar:
    """A calendar as the file holds it; ValueError or KeyError for a file that is none."""
    fixed = frozenset((int(text[:2]), int(text[3:])) for text in raw["fixed"])
    years = {int(year): entry for year, entry in raw["movable"].items()}
    return Calendar(
        fixed=fixed,
        movable={
            year: frozenset(date.fromisoformat(day) for day in entry["days"])
            for year, entry in years.items()
        },
        announced=frozenset(year for year, entry in years.items() if entry["is_announced"]),
    )


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    return parsed_calendar(_read("holidays.json"))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Last days to answer a request and to carry it out."""

    answer_by: date
    act_by: date


def clocks_for(kind: RequestKind, received_on: date) -> Clocks:
    """The legal deadlines of a request that came in on that day."""
    rules = _deadlines()
    days = calendar()
    return Clocks(
        days.working_days_after(received_on, rules["answer_working_days"]),
        days.days_after(received_on, rules["act_days"][kind.value]),
    )


@lru_cache(maxsize=1)
def _deadlines() -> Mapping[str, Any]:
    return _read("deadlines.json")


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return found
