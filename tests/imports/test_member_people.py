"""Whom the rows of a list of members are about."""

from dataclasses import replace
from datetime import date

import pytest

from apps.common.text import name_key
from apps.imports.rows.members import CleanMember
from apps.imports.writers import member_people
from apps.imports.writers.member_people import Bearer, Match, identify

NAME = "Hà Văn Núi"
NEW = Match()
UNSURE = Match(refused="member_ambiguous")
TWICE = Match(refused="member_listed_twice")
Birth = date | int | None
# (birth, number, cell)
Said = tuple[Birth, int | None, str]
DAY, OTHER_DAY = date(1955, 3, 2), date(1955, 7, 8)


def _birth(birth: Birth) -> tuple[date | None, int | None]:
    return (birth, birth.year) if isinstance(birth, date) else (None, birth)


def row(said: Said) -> CleanMember:
    day, year = _birth(said[0])
    return CleanMember(
        number=2,
        sheet=None,
        list_number=said[1],
        full_name="HÀ VĂN NÚI",
        birth_date=day,
        birth_year=year,
        cell=f"Chi bộ thôn {said[2]}",
        posts=(),
        kind="resident",
        health="",
        joined_on=None,
        phone="",
        home_code="",
        lon=None,
        lat=None,
    )


def known(key: int, said: Said) -> Bearer:
    day, year = _birth(said[0])
    return Bearer(key, day, year, said[1], f"Chi bộ {said[2]}")


@pytest.mark.parametrize(
    ("bearers", "rows", "matches"),
    [
        # Nobody of the name is known.
        ([], [(1955, 1, "A"), (1960, 2, "A")], [NEW, NEW]),
        ([], [(1955, 1, "A"), (1955, 2, "A")], [NEW, NEW]),
        ([], [(DAY, 1, "A"), (OTHER_DAY, 1, "B")], [NEW, NEW]),
        ([], [(None, 1, "A"), (None, 2, "A")], [NEW, NEW]),
        # The same person on two lines.
        ([], [(DAY, 1, "A"), (DAY, 2, "B")], [NEW, TWICE]),
        ([], [(1955, 1, "A"), (1955, 1, "A")], [NEW, TWICE]),
        ([], [(1955, None, "A"), (1955, None, "A")], [NEW, TWICE]),
        ([], [(DAY, 1, "A"), (1955, 1, "A")], [NEW, TWICE]),
        # A birthday in full says it all.
        ([(DAY, 1, "A")], [(DAY, 9, "B")], [Match(0)]),
        ([(DAY, 1, "A")], [(OTHER_DAY, 1, "A")], [NEW]),
        ([(DAY, 1, "A"), (DAY, 2, "A")], [(DAY, 2, "A")], [Match(1)]),
        ([(DAY, 1, "A"), (DAY, 2, "B")], [(DAY, 7, "B")], [Match(1)]),
        ([(DAY, 1, "A"), (DAY, 2, "A")], [(DAY, 7, "A")], [UNSURE]),
        # A year agrees with a birthday, and tells the rest by number or cell.
        ([(DAY, 1, "A")], [(1955, 1, "A")], [Match(0)]),
        ([(1955, 1, "A")], [(DAY, 1, "A")], [Match(0)]),
        ([(1955, 1, "A")], [(1960, 1, "A")], [NEW]),
        ([(1955, 1, "A"), (1960, 2, "A")], [(1960, 1, "A"), (1955, 2, "A")], [Match(1), Match(0)]),
        ([(1955, 1, "A"), (1955, 2, "B")], [(1955, 8, "B"), (1955, 9, "A")], [Match(1), Match(0)]),
        ([(1955, 1, "A")], [(1955, 1, "B"), (1955, 2, "A")], [Match(0), NEW]),
        ([(1955, 1, "A")], [(1955, None, "B")], [Match(0)]),
        ([(1955, 1, "A")], [(1955, 7, "B")], [UNSURE]),
        ([(1955, 1, "A")], [(1955, 5, "A"), (1955, 6, "A")], [UNSURE, UNSURE]),
        # Where one side says nothing of the birth, number or cell must say it.
        ([(None, 1, "A")], [(DAY, 1, "B")], [Match(0)]),
        ([(None, None, "A")], [(DAY, 5, "A")], [Match(0)]),
        ([(None, 1, "A")], [(DAY, 2, "B")], [UNSURE]),
        ([(DAY, 1, "A"), (None, 2, "A")], [(None, 1, "A"), (DAY, 2, "A")], [Match(1), Match(0)]),
    ],
)
def test_who_is_who(bearers: list[Said], rows: list[Said], matches: list[Match]) -> None:
    names = {name_key(NAME): [known(key, said) for key, said in enumerate(bearers)]}
    assert identify([row(said) for said in rows], names) == matches


def test_rows_keep_their_order_among_other_names() -> None:
    other = replace(row((1955, 1, "A")), full_name="Hà Thị Suối")
    found = identify([row((1955, 1, "A")), other, row((1955, 1, "A"))], {})
    assert found == [NEW, NEW, TWICE]


def test_many_of_one_name_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred thousand lines of one name must not be compared with each other."""
    asked = 0
    fits = member_people._fits_any

    def counted(year: int | None, others: set[int | None]) -> bool:
        nonlocal asked
        asked += 1
        return fits(year, others)

    monkeypatch.setattr(member_people, "_fits_any", counted)
    rows = [row((1955, number, "A")) for number in range(2000)]
    assert identify(rows, {}) == [NEW] * 2000
    assert asked == 2000
