"""What a person says of a file goes before every guess, and is checked like the file."""

from typing import Any

import pytest

from apps.common.errors import DomainError
from apps.common.text.legacy import encode_tcvn3, encode_vni
from apps.imports.choices import Choices
from apps.imports.readers.shapes import RawFile, RawRow, RawTable
from apps.imports.recognise import recognise
from apps.imports.recognise.fields import FIELDS
from apps.imports.wording import COLUMN_LABELS

ROWS = (
    ("Cột một", "Cột hai", "Cột ba", "Cột bốn"),
    ("H1", "Ngô Thị Lành", 4, "0912345678"),
    ("H2", "Tống Công", 3, None),
)


def file_of(*rows: tuple[Any, ...]) -> RawFile:
    filled = tuple(RawRow(number, row) for number, row in enumerate(rows, start=1))
    return RawFile("x.xlsx", tables=(RawTable("Sheet1", filled),))


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"kinds": "households"},
        {"kind": "people"},
        {"kind": 4},
        {"header_rows": [0]},
        {"header_rows": [2, 4]},
        {"header_rows": [1, 2, 3]},
        {"header_rows": [True]},
        {"columns": {"opinion": 1}},
        {"columns": {"household_code": -1}},
        {"columns": {"household_code": 1, "head_name": 1}},
        {"columns": {"household_code": ""}},
        {"encoding": "latin-1"},
        {"srid": 27700},
        {"srid": "9215"},
        {"delimiter": "x"},
        {"name_case": "lower"},
    ],
)
def test_what_is_not_known_is_refused(data: object) -> None:
    with pytest.raises(DomainError) as refused:
        Choices.from_json(data)
    assert (refused.value.code, refused.value.status) == ("bad_choices", 422)
    assert refused.value.message


def test_json_and_back() -> None:
    data = {
        "kind": "households",
        "header_rows": [1, 2],
        "columns": {"household_code": 0, "head_name": 1},
        "encoding": "vni",
        "srid": 9215,
        "delimiter": "\t",
        "name_case": "title",
    }
    assert Choices.from_json(data).as_json() == data
    assert Choices.from_json(None) == Choices()
    assert Choices().as_json() == {}


def test_every_field_has_a_name_for_people() -> None:
    assert set(COLUMN_LABELS) == set(FIELDS)


def test_columns_and_kind_of_an_unknown_table() -> None:
    raw = file_of(*ROWS)
    assert recognise(raw).kind is None
    chosen = Choices(
        kind="households",
        header_rows=(1,),
        columns={"household_code": 0, "head_name": 1, "size": 2},
    )
    found = recognise(raw, chosen)
    assert found.kind is not None
    assert found.kind.key == "households"
    (table,) = found.tables
    assert table.rows[0].cells == {
        "household_code": "H1",
        "head_name": "Ngô Thị Lành",
        "size": 4,
    }
    columns = found.guess()["tables"][0]["columns"]
    assert [column["field"] for column in columns] == ["household_code", "head_name", "size", None]


def test_a_table_without_a_header() -> None:
    chosen = Choices(
        kind="households", header_rows=(), columns={"household_code": 0, "head_name": 1}
    )
    found = recognise(file_of(*ROWS[1:]), chosen)
    assert [row.number for row in found.tables[0].rows] == [1, 2]


@pytest.mark.parametrize(("encoding", "write"), [("vni", encode_vni), ("tcvn3", encode_tcvn3)])
def test_an_encoding_is_taken_for_all_columns(encoding: str, write: Any) -> None:
    # Too few words to judge by: only a person can know.
    header = ("Mã hộ", "Chủ hộ", "Số khẩu", "Điện thoại")
    raw = file_of(header, ("H1", write("Lò Ỏn"), 4, None))
    found = recognise(raw, Choices(encoding=encoding))
    assert found.tables[0].rows[0].cells["head_name"] == "Lò Ỏn"


def test_another_kind_may_be_chosen() -> None:
    header = ("Mã hộ", "Chủ hộ", "Số khẩu", "Ngày")
    raw = file_of(header, ("H1", "Ngô Thị Lành", 4, "05/04/2026"))
    found = recognise(raw, Choices(kind="contacts"))
    assert found.kind is not None
    assert found.kind.key == "contacts"
