"""Text from before Unicode, judged by the column."""

import csv
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.text import fold
from apps.common.text.legacy import (
    Encoding,
    decode_column,
    decode_tcvn3,
    decode_vni,
    decode_with,
    encode_tcvn3,
    encode_vni,
    from_unknown_bytes,
    judge_column,
)
from apps.common.text.legacy_tables import TCVN3, VNI
from apps.common.text.syllables import is_syllable

VILLAGES = ["Thôn Suối Đá", "Bản Nà Mười", "Xóm Khuổi Lừa", "Ấp Bình Thượng", "Thôn Trường Sơn"]


def utf8_as_cp1252(text: str) -> str:
    return from_unknown_bytes(text.encode())


def cp1258_as_cp1252(text: str) -> str:
    # The code page writes a letter with its shape, then the tone by itself.
    parts = []
    for char in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(mark for mark in base if mark not in "\u0300\u0301\u0303\u0309\u0323")
        parts.append(unicodedata.normalize("NFC", rest) + tone)
    return from_unknown_bytes("".join(parts).encode("cp1258"))


WRITERS = {
    Encoding.NFC: lambda text: unicodedata.normalize("NFC", text),
    Encoding.NFD: lambda text: unicodedata.normalize("NFD", text),
    Encoding.TCVN3: encode_tcvn3,
    Encoding.VNI: encode_vni,
    Encoding.UTF8_AS_CP1252: utf8_as_cp1252,
    Encoding.CP1258_AS_CP1252: cp1258_as_cp1252,
}


@pytest.mark.parametrize("encoding", WRITERS)
def test_a_column_is_told_and_read(encoding):
    written = [WRITERS[encoding](name) for name in VILLAGES]
    assert judge_column(written) is encoding
    assert decode_column(written) == VILLAGES


def test_examples_as_seen_in_the_wild():
    assert decode_tcvn3("Th«n ®ång tiÕn") == "Thôn đồng tiến"
    assert decode_vni("Thoân Ñoàng Tieán") == "Thôn Đồng Tiến"
    assert decode_vni("THOÂN ÑOÀNG TIEÁN") == "THÔN ĐỒNG TIẾN"


def test_the_soft_hyphen_is_a_letter_of_tcvn3():
    assert "\u00ad" in encode_tcvn3("Trường Lương")[2:] or encode_tcvn3("ư") == "\u00ad"
    assert decode_column(["Th«n L\u00ad¬ng", "Th«n §\u00adîc", "B¶n M\u00adêi"])[0] == "Thôn Lương"


def test_tcvn3_has_no_toned_capitals():
    assert decode_tcvn3(encode_tcvn3("Thôn Ái")) == "Thôn ái"


def test_one_odd_cell_does_not_sway_the_column():
    names = ["Có", "Nó", "Ngõ Ó", "Thôn Đồng Tiến", "Thôn Mới"]
    assert judge_column(names) is Encoding.NFC
    assert decode_column([encode_vni(name) for name in names]) == names


def test_what_is_not_text_is_passed_over():
    assert judge_column([None, 3, 4.5, "ASCII", ""]) is Encoding.NFC
    assert judge_column([]) is Encoding.NFC
    assert decode_with([1, None, "Th«n"], Encoding.TCVN3) == [1, None, "Thôn"]
    assert decode_with(["Tổ ơ"], Encoding.UTF8_AS_CP1252) == ["Tổ ơ"]


@given(st.binary())
def test_no_byte_is_lost(data):
    text = from_unknown_bytes(data)
    assert len(text) == len(data)


LETTERS = "".join(sorted(set(VNI.values()) & {chr(c) for c in range(0x1EA0, 0x1EFA)}))


@given(st.text(LETTERS + "đĐơƠưƯ áàéèíìóòúù", max_size=30))
def test_vni_there_and_back(text):
    assert decode_vni(encode_vni(text)) == text


@given(st.text("".join(TCVN3.values()) + " bcdgh", max_size=30))
def test_tcvn3_there_and_back(text):
    assert decode_tcvn3(encode_tcvn3(text)) == text


@pytest.mark.parametrize(
    "word",
    ["Nguyễn", "Hoà", "Hòa", "Khuổi", "quyết", "giếng", "gì", "nghiêng", "Thuỷ", "yến", "ướt"],
)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Th«n", "Thoân", "catch", "bât", "xyz", "ááb", "Ñoàng", "cấpp"])
def test_no_syllables(word):
    assert not is_syllable(word)


def test_the_tables_agree_with_the_published_ones(shared_data):
    tcvn3 = json.loads((shared_data / "tcvn3_latin1_to_unicode.json").read_text("utf-8"))
    assert {chr(int(code, 16)): letter for code, letter in tcvn3.items()} == TCVN3
    assert json.loads((shared_data / "vni_win_to_unicode.json").read_text("utf-8")) == VNI


@pytest.mark.parametrize("encoding", WRITERS)
def test_every_commune_of_the_country_by_province(shared_data, encoding):
    columns: dict[str, list[str]] = {}
    with (shared_data / "vn_admin_units_2026.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            columns.setdefault(row["province_code"], []).append(row["full_name"])
    assert sum(map(len, columns.values())) == 3321
    for names in [*columns.values(), [name for column in columns.values() for name in column]]:
        written = [WRITERS[encoding](name) for name in names]
        assert judge_column(written) is encoding
        read = decode_column(written)
        if encoding is Encoding.TCVN3:
            # No toned capitals there: equal but for case, and even that only in such letters.
            assert [name.lower() for name in read] == [name.lower() for name in names]
        else:
            assert read == [unicodedata.normalize("NFC", name) for name in names]
        assert [fold(name) for name in read] == [fold(name) for name in names]
