"""Rows of a file with the units they belong to, on their way into the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from apps.households.models import Household
from apps.imports.ledger import Change
from apps.imports.wording import place_words, words_for
from apps.imports.writers.household_sql import COMPARED

_FIELDS = {field.name: field for field in Household._meta.concrete_fields}


class Arrived(NamedTuple):
    """Rows with their units; `villages` None: they only say where known households stand."""

    sheet: str | None
    #: `CleanHousehold` turned: field → values
    homes: Mapping[str, Sequence[Any]]
    villages: Sequence[int | None] | None
    groups: Sequence[int | None]
    #: what was remarked, by the row's place in the columns
    codes: Mapping[int, Sequence[str]]
    #: of each row, whether the file itself names the village, and the group
    names: tuple[Sequence[bool], Sequence[bool]] = ((), ())

    def without(self, rejected: AbstractSet[int]) -> Arrived:
        """The others."""
        if not rejected:
            return self
        kept = [index for index in range(len(self.groups)) if index not in rejected]
        villages = self.villages
        return Arrived(
            self.sheet,
            {name: [column[index] for index in kept] for name, column in self.homes.items()},
            None if villages is None else [villages[index] for index in kept],
            [self.groups[index] for index in kept],
            {new: self.codes[old] for new, old in enumerate(kept) if old in self.codes},
            _of(self.names, kept) if self.names[0] else self.names,
        )

    def missing(self) -> list[str | None]:
        """Why a row has no place: of a list always said, of a layer of places only if known."""
        unsaid = "not_given" if self.villages is not None else None
        return [
            (missing or unsaid) if lon is None else None
            for lon, missing in zip(self.homes["lon"], self.homes["position_missing"], strict=True)
        ]


def _of(
    names: tuple[Sequence[bool], Sequence[bool]], kept: Sequence[int]
) -> tuple[Sequence[bool], Sequence[bool]]:
    villages, groups = ([column[index] for index in kept] for column in names)
    return villages, groups


class Ready(NamedTuple):
    """Rows, and the text of them that COPY reads."""

    arrived: Arrived
    text: str


def changes_of(pairs: Sequence[Any]) -> Iterator[Change]:
    """``pairs``: new and old of each of ``household_sql.COMPARED``, and of the place."""
    for index, name in enumerate(COMPARED):
        new, old = pairs[2 * index], pairs[2 * index + 1]
        if new is not None and new != old:
            field = _FIELDS[name]
            yield Change(name, words_for(old, field), words_for(new, field))
    moved, new_lon, new_lat, old_lon, old_lat = pairs[2 * len(COMPARED) :]
    if moved:
        yield Change("position", place_words(old_lon, old_lat), place_words(new_lon, new_lat))
