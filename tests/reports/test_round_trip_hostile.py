"""Whatever people typed comes back as it was: names, notes and places out of a hat."""

import unicodedata
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.common.text import guarded, unguarded
from apps.households.models import Household
from apps.imports.readers.sandbox import read_file
from apps.imports.recognise.tables import recognise_table
from apps.imports.rows.household_blocks import clean_households
from apps.imports.rows.position import Ground
from apps.imports.writers.household_table import READ_AS
from apps.imports.writers.kept import kept_as_stored
from apps.reports.exports.sheets import Column, Sheet, csv_bytes, xlsx_bytes
from tests.reports.roundtrip import TODAY

# Each file of a run has a name of its own.
SHARED_FOLDER = HealthCheck.function_scoped_fixture
# Words that people write, since a column of letters thrown together spells nothing in any code.
SYLLABLES = ["Hoà", "Nguyễn", "Ý", "Đặng", "thị", "Lò", "Phượng", "quý", "Vừ", "ấp", "An", "Sùng"]
MARKS = list("=+-@'\"\n\t,;|&<>%$#!?()[]{}😀🏠\u200b 0123456789")
words = st.lists(
    st.tuples(st.sampled_from(SYLLABLES), st.text(st.sampled_from(MARKS), min_size=1, max_size=4)),
    max_size=12,
).map(lambda pairs: "".join(word + mark for word, mark in pairs)[:120])
names = st.builds(
    lambda start, middle, nfd: unicodedata.normalize("NFD" if nfd else "NFC", f"{start}{middle}"),
    st.sampled_from(["An ", "=An ", "+An ", "-An ", "@An ", "'=An ", "''+An ", "\n-An "]),
    words,
    st.booleans(),
).map(lambda name: name[:120])
places = st.none() | st.tuples(
    st.floats(106.0, 106.1, allow_nan=False), st.floats(21.5, 21.6, allow_nan=False)
)


@given(st.text())
def test_unguarding_gives_back_what_was_guarded(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(st.tuples(names, words, places), min_size=4, max_size=8), st.booleans())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_say_the_same_again(tmp_path: Path, rows: list[Any], as_csv: bool) -> None:
    titles = ["STT", "Mã hộ", "Chủ hộ", "Thôn", "Địa chỉ", "Nhân khẩu", "Kinh độ", "Vĩ độ"]
    body = [
        [
            n,
            f"H{n}",
            name,
            "Thôn Nà A",
            address or None,
            4,
            *((round(x, 8) for x in place) if place else ("Chưa có toạ độ", None)),
        ]
        for n, (name, address, place) in enumerate(rows, start=1)
    ]
    sheet = Sheet(["DANH SÁCH HỘ", "Lưu ý"], [Column(title) for title in titles], body)
    path = tmp_path / f"{uuid.uuid4()}.{'csv' if as_csv else 'xlsx'}"
    path.write_bytes((csv_bytes if as_csv else xlsx_bytes)(sheet))
    [raw] = read_file(path).tables
    table = recognise_table(raw)
    assert table is not None
    cleaned = list(clean_households(table, at=TODAY, ground=Ground(None)))
    assert [note for row in cleaned for note in row.notes] == []
    for row, (name, address, place) in zip(cleaned, rows, strict=True):
        assert row.value is not None
        stored = Household(head_name=name, address=address, code=row.value.code)
        said = {"head_name": row.value.head_name}
        if row.value.address:
            said["address"] = row.value.address
        kept = kept_as_stored(stored, said, READ_AS)
        assert kept["head_name"] == name
        assert kept.get("address", address) == address
        if place:
            assert row.value.lon == pytest.approx(place[0], abs=1e-7)
            assert row.value.lat == pytest.approx(place[1], abs=1e-7)
