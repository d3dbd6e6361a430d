"""Which village or group a feature of a map is: the one of its code, else the one of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

from apps.areas.models import SelfManagedGroup, Village
from apps.common.text import fold, name_key, same_name, tidy
from apps.imports.messages import about
from apps.imports.rows.cells import group_name
from apps.imports.wording import words_for
from apps.imports.writers.places import bare_name

Unit = TypeVar("Unit", bound=Village | SelfManagedGroup)
# Whether a feature's name and a unit's are one.
_Sign = Callable[[str, str], bool]


def _same(name: str, known: str) -> bool:
    return name_key(name) == name_key(known)


def _same_but_for_the_kind(name: str, known: str) -> bool:
    """ "Nà A" is "Thôn Nà A"; "TDP 1" is not "Thôn 1"."""
    bare, known_bare = bare_name(name), bare_name(known)
    one_says_no_kind = bare == tidy(name) or known_bare == tidy(known)
    return one_says_no_kind and _same(bare, known_bare)


def _same_number(name: str, known: str) -> bool:
    """ "Tổ số 03" is "Tổ 3"."""
    return _same(group_name(name), group_name(known))


def _written_without_accents(name: str, known: str) -> bool:
    return fold(tidy(name)) == tidy(name).lower() and same_name(name, known)


VILLAGE_SIGNS: Final = (_same, _same_but_for_the_kind, _written_without_accents)
GROUP_SIGNS: Final = (_same, _same_number, _written_without_accents)


class Found(NamedTuple, Generic[Unit]):
    """The unit, None for a new one; ``refused``: why the feature can be neither."""

    unit: Unit | None = None
    refused: str | None = None


class UnitNames(Generic[Unit]):
    """The villages of a commune, or the groups of a village, and what a file has taken of them."""

    def __init__(self, units: Iterable[Unit], day: date, signs: Sequence[_Sign]) -> None:
        self._signs = signs
        self._units: list[Unit] = list(units)
        self._ended: list[Unit] = [unit for unit in self._units if _ended_by(unit, day)]
        self._standing: list[Unit] = [unit for unit in self._units if not _ended_by(unit, day)]
        self._taken: list[Unit] = []
        self._new: list[Unit] = []

    def find(self, code: str, name: str) -> Found[Unit]:
        """What the feature of this code ("" for none) and name is."""
        alike = self._of_code(code) if code else self._of_name(name)
        if code and not alike:
            # Known so far by its name alone: this is its code.
            standing = [unit for unit in self._of_name(name) if unit not in self._ended]
            alike = [unit for unit in standing if _code_is_made(unit)]
        if len(alike) > 1:
            return Found(refused="unit_ambiguous")
        if not alike:
            return Found()
        (unit,) = alike
        if unit in self._ended:
            return Found(refused=about("unit_ended", words_for(unit.valid_to)))
        if any(unit is taken for taken in self._taken):
            return Found(refused="unit_taken")
        return Found(unit)

    def take(self, unit: Unit) -> None:
        """A feature of the file is this unit; ``unit`` may be a new one."""
        self._taken.append(unit)
        if not any(unit is known for known in self._units):
            self._new.append(unit)

    def _of_code(self, code: str) -> list[Unit]:
        every = [*self._units, *self._new]
        exact = [unit for unit in every if unit.code == code]
        return exact or [unit for unit in every if fold(unit.code) == fold(code)]

    def _of_name(self, name: str) -> list[Unit]:
        """Of those in force by the first sign that finds any; else of the file, or ended."""
        for sign in self._signs:
            alike = [unit for unit in self._standing if sign(name, unit.name)]
            if alike:
                return alike
        others = [*self._new, *self._ended]
        return [unit for unit in others if _same(name, unit.name)][:1]

    def code_for(self, name: str, letters: int) -> str:
        """A code of so many letters at most, made of the name, that no other unit has."""
        codes = {unit.code for unit in (*self._units, *self._new)}
        whole = fold(tidy(name))
        code, number = whole[:letters], 1
        while code in codes:
            number += 1
            ending = f"-{number}"
            code = whole[: letters - len(ending)] + ending
        return code


def _code_is_made(unit: Village | SelfManagedGroup) -> bool:
    """Whether the unit came without a code and ``code_for`` made it one."""
    whole = fold(tidy(unit.name))
    if whole[: letters_of(type(unit))] == unit.code:
        return True
    stem, _dash, number = unit.code.rpartition("-")
    return bool(stem) and number.isdigit() and whole.startswith(stem)


def letters_of(model: type[Village] | type[SelfManagedGroup]) -> int:
    """How long a code may be."""
    return model._meta.get_field("code").max_length or 0


def _ended_by(unit: Village | SelfManagedGroup, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to <= day
