"""Units are looked up, not gone through: a layer of plots must not hold the worker for an hour."""

from datetime import date

import pytest

from apps.areas.models import Village
from apps.common import text
from apps.imports.writers import unit_names
from apps.imports.writers.unit_names import VILLAGE_SIGNS, UnitNames, letters_of

DAY = date(2026, 11, 16)
LETTERS = letters_of(Village)


def _compared(count: int, patch: pytest.MonkeyPatch) -> int:
    """How often a name or code is folded for a layer of so many unknown polygons."""
    folded = 0
    fold, key = text.fold, text.name_key

    def counted_fold(word: str) -> str:
        nonlocal folded
        folded += 1
        return fold(word)

    def counted_key(word: str) -> str:
        nonlocal folded
        folded += 1
        return key(word)

    names = UnitNames[Village]([], DAY, VILLAGE_SIGNS)
    with patch.context() as counting:
        counting.setattr(unit_names, "fold", counted_fold)
        counting.setattr(unit_names, "name_key", counted_key)
        for number in range(count):
            name = f"Thửa {number}"
            assert names.find("", name) == (None, None)
            names.take(Village(code=names.code_for(name, LETTERS), name=name))
    return folded


def test_twice_the_polygons_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = _compared(500, monkeypatch), _compared(1000, monkeypatch)
    assert twice <= 2.1 * once


def test_made_codes_of_long_names_stay_apart() -> None:
    names = UnitNames[Village]([], DAY, VILLAGE_SIGNS)
    made = []
    for number in range(300):
        name = f"{'Thôn Rất Dài ' * 5}{number}"
        code = names.code_for(name, LETTERS)
        names.take(Village(code=code, name=name))
        made.append(code)
    assert len(set(made)) == 300
    assert max(map(len, made)) <= LETTERS
