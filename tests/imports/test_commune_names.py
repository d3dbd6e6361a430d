"""The names of all communes of the country come through every way of writing them."""

import csv
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.common.text import unit_title
from apps.common.text.legacy import Encoding, encode_tcvn3, encode_vni
from apps.imports.readers.shapes import RawFile, RawRow, RawTable
from apps.imports.recognise import recognise

HEADER = ("Mã hộ", "Chủ hộ", "Số khẩu", "Thôn")


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def unchanged(text: str) -> str:
    return text


@pytest.fixture(scope="module")
def names(shared_data: Path) -> list[str]:
    with (shared_data / "vn_admin_units_2026.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [unit["full_name"] for unit in csv.DictReader(file)]
    assert len(found) == 3321
    return found


@pytest.mark.parametrize(
    ("encoding", "write"),
    [
        (Encoding.NFC, unchanged),
        (Encoding.NFD, decomposed),
        (Encoding.TCVN3, encode_tcvn3),
        (Encoding.VNI, encode_vni),
    ],
)
def test_names_as_a_column(
    names: list[str], encoding: Encoding, write: Callable[[str], str]
) -> None:
    rows = [RawRow(1, HEADER)]
    rows += [RawRow(at, (f"H{at}", "An", 3, write(name))) for at, name in enumerate(names, 2)]
    found = recognise(RawFile("x.csv", tables=(RawTable(None, tuple(rows)),)))
    (table,) = found.tables
    assert table.encodings["village"] is encoding
    read = [unit_title(str(row.cells["village"])) for row in table.rows]
    assert [pair for pair in zip(read, names, strict=True) if pair[0] != pair[1]] == []
