"""Rows cleaned column by column are what they are one by one."""

from collections.abc import Iterator
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from apps.imports.readers.shapes import Cell, RawFile, RawRow, RawTable
from apps.imports.recognise import RecognisedTable, recognise
from apps.imports.rows.household_blocks import HomeBlock, clean_blocks, clean_households
from apps.imports.rows.households import CleanHousehold, clean_household, household_key
from apps.imports.rows.outcome import Cleaned, Place, RowNote, RowRejectedError, rejected
from apps.imports.rows.position import Ground

AT = date(2026, 6, 15)
HEADERS: tuple[Cell, ...] = (
    *("Mã hộ", "Chủ hộ", "Năm sinh", "Số khẩu", "Tổ"),
    *("Diện hộ", "Điện thoại", "Địa chỉ", "Vĩ độ", "Kinh độ"),
)
PLAIN: tuple[Cell, ...] = (
    "A1",
    "Lý Thị Bua",
    1960,
    4,
    "Tổ 3",
    "Hộ nghèo",
    "0912345678",
    "Xóm Đình",
    9.2,
    105.2,
)
ODD: tuple[tuple[Cell, ...], ...] = (
    ("A2", " a 1", "A1", 7, 7.0, None, "X" * 31),
    ("LÝ THỊ BUA", "Lý  Thị Bua ", "12", None),
    ("1960", date(1960, 2, 3), 3000, 1960.0, None),
    ("4 người", 4.0, "bốn", 0, None),
    (3, "chưa xếp tổ", None),
    ("HN, GĐCS", "lạ lùng", "-", None),
    (912345678, "gọi sau", "+84912345678", None),
    ("Xóm  Đình", "Đ" * 201, None),
    (105.2, "9°10'48\"B", "Chưa có toạ độ", 1.5, None),
    (9.2, "105°09'00\"Đ", 1.5, None),
)


def table_of(rows: list[tuple[Cell, ...]]) -> RecognisedTable:
    raw = [RawRow(number, row) for number, row in enumerate([HEADERS, PLAIN, *rows], 1)]
    found = recognise(RawFile("x", tables=(RawTable("Bản Hin", tuple(raw)),)))
    assert isinstance(found.tables[0], RecognisedTable)
    return found.tables[0]


def ground() -> Ground:
    return Ground(shapely.box(105.1, 9.1, 105.3, 9.3))


def one_by_one(table: RecognisedTable) -> Iterator[Cleaned[CleanHousehold]]:
    """The rules, told in the plainest way."""
    seen: set[str] = set()
    codes: set[str] = set()
    for row in table.rows:
        said = repr([" ".join(c.split()) or None if isinstance(c, str) else c for c in row.raw])
        if said in seen:
            about = household_key(row.cells)
            yield Cleaned(row.number, "skipped", None, (RowNote("duplicate_row"),), about)
            continue
        seen.add(said)
        place = Place(row.number, table.sheet)
        cleaned = clean_household(
            place, row.cells, at=AT, ground=ground(), village=table.village_hints[0]
        )
        if cleaned.value and cleaned.value.code in codes:
            cleaned = rejected(place, RowRejectedError("code_taken"), cleaned.value.code)
        elif cleaned.value:
            codes.add(cleaned.value.code)
        yield cleaned


def row_of(number: int, changes: list[tuple[int, int]]) -> tuple[Cell, ...]:
    """A plain row, but for some cells: (column, which of its odd values, or the plain one)."""
    row: list[Cell] = [f"B{number}", *PLAIN[1:]]
    for column, choice in changes:
        choices = (PLAIN[column], *ODD[column])
        row[column] = choices[choice % len(choices)]
    return tuple(row)


CHANGES = st.lists(st.tuples(st.integers(0, len(ODD) - 1), st.integers(0, 7)), max_size=2)


@given(st.lists(CHANGES, max_size=8), st.integers(1, 5))
def test_the_same_becomes_of_every_row(changes: list[list[tuple[int, int]]], together: int) -> None:
    table = table_of([row_of(number, each) for number, each in enumerate(changes)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("apps.imports.recognise.tables._CHUNK", together)
        found = list(clean_households(table, at=AT, ground=ground()))
    assert found == list(one_by_one(table))


def test_what_is_noted_stands_beside_its_row() -> None:
    table = table_of([("A2", *PLAIN[1:6], "gọi sau", *PLAIN[7:]), ("A3", *PLAIN[1:])])
    (block,) = clean_blocks(table, at=AT, ground=ground())
    assert block.homes["code"] == ["A1", "A2", "A3"]
    assert block.notes() == {1: ("bad_phone",)}
    together = HomeBlock()
    together.add(block)
    together.add(block)
    assert together.notes() == {1: ("bad_phone",), 4: ("bad_phone",)}
