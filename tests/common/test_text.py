"""Normal forms, capitals and names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.text import (
    find_name,
    fold,
    name_key,
    nfc,
    same_name,
    tidy,
    unit_title,
    vietnamese_title,
)

VIETNAMESE = st.text("aăâeêioôơuưyđàằầèềìòồờùừỳ ảẳẩẻểỉỏổởủửỷạặậẹệịọộợụựỵÁẮẤÉẾĐ bcghnt", max_size=40)


def test_tidy():
    assert tidy("  Triệu\u00a0 Ngọc\tHạnh\n\u200b") == "Triệu Ngọc Hạnh"
    assert tidy(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"
    assert tidy("nul\x00 byte") == "nul byte"


def test_tidy_leaves_the_soft_hyphen_which_tcvn3_calls_a_letter():
    assert tidy("S\u00ad\u00a9n") == "S\u00ad\u00a9n"


@given(VIETNAMESE)
def test_normal_forms_are_stable(text):
    for form in (nfc, tidy, fold):
        assert form(form(text)) == form(text)
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_fold():
    assert fold("ĐẶNG Thị Hoà") == "dang thi hoa"
    assert fold("Ðức") == "duc"


@pytest.mark.parametrize(("a", "b"), [("Hoà", "Hòa"), ("THUỶ", "Thủy"), ("Suý  ", "súy")])
def test_where_the_tone_is_written_does_not_matter(a, b):
    assert same_name(a, b)
    assert name_key(a) == name_key(b)


def test_names_that_differ_in_tone_stay_apart():
    assert name_key("Hoa") != name_key("Hoà")
    assert find_name("thôn HÒA", ["Thôn Hoá", "Thôn Hoà"]) == "Thôn Hoà"
    assert find_name("thon hoa", ["Thôn Hoá", "Thôn Hoà"]) is None
    assert find_name("thon hoa", ["Thôn Hoá", "Thôn Mới"]) == "Thôn Hoá"
    assert find_name("Thôn Cũ", ["Thôn Mới"]) is None


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("  TRIỆU NGỌC HẠNH ", "Triệu Ngọc Hạnh"),
        ("triệu ngọc hạnh", "Triệu Ngọc Hạnh"),
        ("Triệu Ngọc Hạnh", "Triệu Ngọc Hạnh"),
        ("H'LINH NIÊ", "H'Linh Niê"),
        ("ĐỖ", "Đỗ"),
        ("", ""),
    ],
)
def test_titles_of_people(raw, name):
    assert vietnamese_title(raw) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("thôn đồng tiến", "Thôn Đồng Tiến"),
        ("THÔN ĐỒNG TIẾN", "Thôn Đồng Tiến"),
        ("Thôn đồng tiến", "Thôn Đồng Tiến"),
        ("Thôn Đồng tiến", "Thôn Đồng tiến"),
        ("tổ dân phố số 3", "Tổ dân phố số 3"),
        ("TỔ DÂN PHỐ HOÀNG VĂN THỤ II", "Tổ dân phố Hoàng Văn Thụ II"),
        ("bản nà lóc", "Bản Nà Lóc"),
        ("Tổ 3", "Tổ 3"),
        ("Pác Cáp", "Pác Cáp"),
        ("Thôn", "Thôn"),
    ],
)
def test_titles_of_units(raw, name):
    assert unit_title(raw) == name
