"""Poverty standards as data with versions: which indicators a year's review looked at.

The list lies in ``data/standards.json``: a new decree is a new entry with its days, and what was
decided under an older one can be read for ever. The software shows what the review found missing;
it never works out a status from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from apps.common.text import fold, tidy

FILE: Final = Path(__file__).resolve().parent / "data" / "standards.json"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name in both languages of the interface."""

    vi: str
    en: str

    @property
    def label(self) -> str:
        """In the reader's language."""
        return self.en if (get_language() or "vi").startswith("en") else self.vi


@dataclass(frozen=True, slots=True)
class Indicator:
    """``number``: its place in the standard, by which forms refer to it."""

    code: str
    number: int
    name: Named


@dataclass(frozen=True, slots=True)
class Service:
    key: str
    name: Named
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """``is_checked``: the entry was compared with the decree's official text."""

    key: str
    name: Named
    valid_from: date
    valid_to: date | None
    is_checked: bool
    services: tuple[Service, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(each for service in self.services for each in service.indicators)

    def labels(self, codes: Iterable[str]) -> list[str]:
        """What the codes stand for, in the standard's own order; unknown ones as they are."""
        wanted = list(codes)
        known = {each.code: each.name.label for each in self.indicators}
        found = [label for code, label in known.items() if code in wanted]
        return [*found, *(code for code in wanted if code not in known)]

    def code_of(self, words: str) -> str | None:
        """The code for a number, a code or a name as people write it; None for anything else."""
        plain = fold(tidy(words)).strip(" .")
        for each in self.indicators:
            if plain in {str(each.number), each.code, fold(each.name.vi), fold(each.name.en)}:
                return each.code
        return None


def parsed(raw: Mapping[str, Any]) -> tuple[Standard, ...]:
    """Standards as the file holds them; KeyError or ValueError for a file that is none."""
    return tuple(_standard(entry) for entry in raw["standards"])


def _standard(entry: Mapping[str, Any]) -> Standard:
    services: list[Service] = []
    number = 0
    for service in entry["services"]:
        indicators = []
        for each in service["indicators"]:
            number += 1
            indicators.append(Indicator(each["code"], number, _named(each)))
        services.append(Service(service["key"], _named(service), tuple(indicators)))
    until = entry["valid_to"]
    return Standard(
        key=entry["key"],
        name=_named(entry),
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_to=None if until is None else date.fromisoformat(until),
        is_checked=bool(entry["is_checked"]),
        services=tuple(services),
    )


def _named(entry: Mapping[str, Any]) -> Named:
    return Named(entry["vi"], entry["en"])


@lru_cache(maxsize=1)
def standards() -> tuple[Standard, ...]:
    """All known standards, the oldest first."""
    return parsed(json.loads(FILE.read_text(encoding="utf-8")))


def standard_for(year: int) -> Standard | None:
    """The standard by which the review of ``year`` was made; None before the first known one."""
    day = date(year, 12, 31)
    return next(
        (
            each
            for each in standards()
            if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
        ),
        None,
    )


def standard_of(key: str) -> Standard | None:
    return next((each for each in standards() if each.key == key), None)
