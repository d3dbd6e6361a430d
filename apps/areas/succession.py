"""What other apps hear of when units change, and what they are asked.

Households, posts and assignments lie above this app: they subscribe, and whatever they do happens
in the transaction of the change. A receiver answers with counts for the user, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.dispatch import Signal

from apps.areas.levels import Level


@dataclass(frozen=True, slots=True)
class Succession:
    """From the day ``at`` on the ``ended`` units are followed, each by all ``successors``.

    ``rest`` is the successor of whatever has no place: households without a position.
    """

    level: Level
    at: date
    ended: tuple[int, ...]
    successors: tuple[int, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class Redrawing:
    """Outlines under one ``parent`` that changed together: key of the unit → before and after.

    None before: the unit is new. ``move`` are the households that the user wants to follow the
    outlines (None: all that lie in another unit now); the others keep theirs.
    """

    level: Level
    commune: int
    parent: int
    changes: Mapping[int, tuple[MultiPolygon | None, MultiPolygon]]
    at: date
    move: frozenset[int] | None = None


#: sent with ``succession=Succession``
units_succeeded = Signal()
#: sent with ``redrawing=Redrawing``
unit_redrawn = Signal()

# Key of a group, outlines of parts, the day → how many of its households lie in each part.
Census = Callable[[int, Sequence[MultiPolygon], date], list[int]]
_census: dict[str, Census] = {}


def register_census(name: str, census: Census) -> None:
    _census[name] = census


def homes_in_parts(group: int, parts: Sequence[MultiPolygon], at: date) -> list[int]:
    """How many living households of ``group`` lie in each of ``parts``."""
    counts = [census(group, parts, at) for census in _census.values()]
    return [sum(column) for column in zip(*counts, strict=True)] if counts else [0] * len(parts)


def announce(signal: Signal, **news: Any) -> dict[str, Any]:
    """Tell the subscribers; their answers in one dict. What one of them raises undoes it all."""
    said: list[tuple[Any, Any]] = signal.send(sender=None, **news)
    return together(answer for _receiver, answer in said if isinstance(answer, dict))


def together(answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Several answers as one: numbers and lists of the same name are added up."""
    total: dict[str, Any] = {}
    for answer in answers:
        for name, value in answer.items():
            total[name] = total[name] + value if name in total else value
    return total
