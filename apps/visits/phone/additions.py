"""What apps above add to what a phone keeps: to each household, and to the words of its forms.

An app registers its addition when Django starts. What it adds to a household is part of the row
that the cursor's digest is made of, so a phone is told when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rest_framework import serializers

from apps.accounts.actor import Actor

# By the household's key, rows as JSON holds them; those without any may be left out.
RowsOf = Callable[[Actor, Collection[int], date], Mapping[int, list[dict[str, Any]]]]
Words = Callable[[], dict[str, Any]]
Described = type[serializers.Serializer[Any]]


@dataclass(frozen=True, slots=True)
class Addition:
    """``rows`` stand under ``name`` in each household, ``words`` under ``words_name`` beside them.

    ``row`` and ``word``: the serializers that describe them.
    """

    name: str
    rows: RowsOf
    row: Described
    words_name: str
    words: Words
    word: Described


_additions: dict[str, Addition] = {}


def register_addition(addition: Addition) -> None:
    _additions[addition.name] = addition


def additions() -> Iterable[Addition]:
    return _additions.values()


def add_to(rows: list[dict[str, Any]], actor: Actor, *, at: date) -> None:
    """Put what others know of these households into their rows."""
    keys = [row["id"] for row in rows]
    for addition in additions():
        found = addition.rows(actor, keys, at) if keys else {}
        for row in rows:
            row[addition.name] = found.get(row["id"], [])


def words() -> dict[str, Any]:
    return {addition.words_name: addition.words() for addition in additions()}
