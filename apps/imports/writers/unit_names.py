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
        self._ended: set[int] = set()
        self._known: set[int] = set()
        self._taken: set[int] = set()
        # Looked up once a feature, of which there may be a hundred thousand. A unit that the file
        # calls otherwise stands under both, so what is found is compared once more.
        self._codes: dict[str, list[Unit]] = {}
        self._standing: dict[str, list[Unit]] = {}
        self._new: dict[str, list[Unit]] = {}
        self._over: dict[str, list[Unit]] = {}
        #: stem of a made code → the last number given to it
        self._numbers: dict[str, int] = {}
        for unit in units:
            self._known.add(id(unit))
            if _ended_by(unit, day):
                self._ended.add(id(unit))
                self._over.setdefault(name_key(unit.name), []).append(unit)
            else:
                self._stand(unit)
            self._list(self._codes, fold(unit.code), unit)

    def _stand(self, unit: Unit) -> None:
        for key in _keys(unit.name):
            self._list(self._standing, key, unit)

    def _list(self, index: dict[str, list[Unit]], key: str, unit: Unit) -> None:
        there = index.setdefault(key, [])
        if not any(unit is other for other in there):
            there.append(unit)

    def find(self, code: str, name: str) -> Found[Unit]:
        """What the feature of this code ("" for none) and name is."""
        alike = self._of_code(code) if code else self._of_name(name)
        if code and not alike:
            # Known so far by its name alone: this is its code.
            standing = [unit for unit in self._of_name(name) if id(unit) not in self._ended]
            alike = [unit for unit in standing if _code_is_made(unit)]
        if len(alike) > 1:
            return Found(refused="unit_ambiguous")
        if not alike:
            return Found()
        (unit,) = alike
        if id(unit) in self._ended:
            return Found(refused=about("unit_ended", words_for(unit.valid_to)))
        if id(unit) in self._taken:
            return Found(refused="unit_taken")
        return Found(unit)

    def take(self, unit: Unit) -> None:
        """A feature of the file is this unit; ``unit`` may be a new one."""
        self._taken.add(id(unit))
        self._list(self._codes, fold(unit.code), unit)
        if id(unit) in self._known:
            self._stand(unit)
        else:
            self._list(self._new, name_key(unit.name), unit)

    def _of_code(self, code: str) -> list[Unit]:
        folded = fold(code)
        alike = [unit for unit in self._codes.get(folded, ()) if fold(unit.code) == folded]
        return [unit for unit in alike if unit.code == code] or alike

    def _of_name(self, name: str) -> list[Unit]:
        """Of those in force by the first sign that finds any; else of the file, or ended."""
        perhaps: dict[int, Unit] = {}
        for key in _keys(name):
            perhaps |= {id(unit): unit for unit in self._standing.get(key, ())}
        for sign in self._signs:
            alike = [unit for unit in perhaps.values() if sign(name, unit.name)]
            if alike:
                return alike
        key = name_key(name)
        return [*self._new.get(key, ()), *self._over.get(key, ())][:1]

    def code_for(self, name: str, letters: int) -> str:
        """A code of so many letters at most, made of the name, that no other unit has."""
        whole = fold(tidy(name))
        code = whole[:letters]
        number = self._numbers.get(code, 1)
        stem = code
        while fold(code) in self._codes:
            number += 1
            ending = f"-{number}"
            code = whole[: letters - len(ending)] + ending
        self._numbers[stem] = number
        return code


def _keys(name: str) -> set[str]:
    """Names that any sign takes for one share a key."""
    return {fold(tidy(form)) for form in (name, bare_name(name), group_name(name))}


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
