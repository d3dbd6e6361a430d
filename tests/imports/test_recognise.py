"""Other offices' files: other wordings, orders, layouts and encodings of the same kinds."""

import pytest
import shapely

from apps.common.text.legacy import Encoding, encode_tcvn3, encode_vni
from apps.imports.kinds import FileKind, kinds, register
from apps.imports.readers.shapes import Merge, RawFeature, RawFile, RawLayer, RawRow, RawTable
from apps.imports.recognise import recognise
from apps.imports.recognise.fields import match_fields
from apps.imports.recognise.layers import match_attributes


def table(*rows, sheet="Sheet1", merged=(), first=1):
    filled = [RawRow(n, tuple(cells)) for n, cells in enumerate(rows, first) if any(cells)]
    return RawTable(sheet, tuple(filled), tuple(merged))


def found(*tables):
    return recognise(RawFile("x.xlsx", tables=tables))


HOMES = [
    (1, "H1", "Ngô Thị Lành", 1960, 4, "Tổ 2"),
    (2, "H2", "Tống Công", 1971, 3, "Tổ 1"),
]


@pytest.mark.parametrize(
    "headers",
    [
        ("STT", "Mã hộ", "Họ và tên chủ hộ", "Năm sinh", "Số khẩu", "Tổ NDTQ"),
        ("TT", "MÃ SỐ HỘ", "TÊN CHỦ HỘ", "SINH NĂM", "NHÂN KHẨU", "TỔ"),
        ("Số TT", "Mã hộ gia đình", "Chủ hộ", "Năm sinh chủ hộ", "Số nhân khẩu", "Thuộc tổ"),
        ("tt", "ma ho", "ho ten chu ho", "nam sinh", "so nguoi trong ho", "to tu quan"),
        ("STT", "Mã HGĐ", "Họ và tên", "Năm sinh", "Tổng số khẩu", "Tổ liên gia"),
    ],
)
def test_wordings_of_a_household_list(headers):
    result = found(table(["DANH SÁCH HỘ THÔN NÀ LÓC"], [], headers, *HOMES))
    assert result.kind.key == "households"
    (sheet,) = result.tables
    assert sheet.header_rows == (3,)
    assert sheet.village_hints == ("THÔN NÀ LÓC",)
    assert [row.number for row in sheet.rows] == [4, 5]
    cells = sheet.rows[0].cells
    assert (cells["household_code"], cells["head_name"], cells["size"]) == ("H1", "Ngô Thị Lành", 4)
    assert (cells["birth_year"], cells["group"]) == (1960, "Tổ 2")


def test_any_order_of_columns():
    headers = ("STT", "Mã hộ", "Chủ hộ", "Năm sinh", "Số khẩu", "Tổ")
    flipped = [row[::-1] for row in (headers, *HOMES)]
    (sheet,) = found(table(*flipped)).tables
    assert sheet.columns["head_name"] == 3
    assert sheet.rows[0].cells["household_code"] == "H1"


@pytest.mark.parametrize("can_merge", [True, False])
def test_a_header_of_two_rows(can_merge):
    merged = [Merge(1, 0, 2, 0), Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 1, 5)]
    (sheet,) = found(
        table(
            ("Mã hộ", "Họ tên chủ hộ", "Toạ độ VN-2000 (m)", None, "Toạ độ GPS", None, "SĐT"),
            (None, None, "X (Bắc)", "Y (Đông)", "Kinh độ", "Vĩ độ", None),
            ("A1", "Lò Văn Ún", 2300000.5, 400000.5, 104.1, 21.2, "0912"),
            merged=merged if can_merge else (),
        )
    ).tables
    assert sheet.header_rows == (1, 2)
    assert sheet.headers[3] == "Toạ độ VN-2000 (m) / Y (Đông)"
    columns = sheet.columns
    assert [columns[name] for name in ("grid_x", "grid_y", "lon", "lat", "phone")] == [
        2,
        3,
        4,
        5,
        6,
    ]
    assert len(sheet.rows) == 1


def test_the_row_under_a_header_of_one_row_is_data():
    (sheet,) = found(
        table(
            ("Mã hộ", "Chủ hộ", "Diện hộ", "Địa chỉ"),
            ("A1", "Lò Văn Ún", "nghèo", "Bản Mới"),
            ("A2", "Lò Văn Ọi", "không", "Bản Mới"),
        )
    ).tables
    assert sheet.header_rows == (1,)
    assert len(sheet.rows) == 2


def test_what_is_no_row_of_data_is_left_out_and_what_is_stays():
    headers = ("STT", "Mã hộ", "Chủ hộ", "Số khẩu")
    (sheet,) = found(
        table(
            ("Tháng 11",),
            headers,
            (1, 2, 3, 4),
            ("I. Tổ 1",),
            (1, "A1", "Tống Cộng", 4),
            headers,
            (2, "A2", None, 3),
            (None, "A3", "Vừ A Páo", 3),
            ("Tổng số", None, None, 10),
            (),
            (None, None, "Người lập biểu", None),
            (None, None, "Giàng Thị Mỷ", None),
        )
    ).tables
    assert [row.number for row in sheet.rows] == [5, 7, 8]


@pytest.mark.parametrize("words", ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Tổng số", "tong cong"])
def test_totals(words):
    headers = ("STT", "Mã hộ", "Chủ hộ", "Số khẩu")
    (sheet,) = found(table(headers, (1, "A1", "Ma A Dế", 4), (words, None, None, 4))).tables
    assert len(sheet.rows) == 1


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (("STT", "Họ tên", "Ngày sinh", "Ngày vào Đảng", "Chi bộ", "Chức danh"), "members"),
        (("Họ và tên đảng viên", "Diện đảng viên", "Tình trạng sức khoẻ", "Chi bộ"), "members"),
        (("Mã đảng viên", "Người phụ trách", "Mã hộ", "Chủ hộ", "Ngày phân công"), "assignments"),
        (("Mã hộ", "Chủ hộ", "Đảng viên được phân công", "Thôn"), "assignments"),
        (("Ngày thăm", "Mã hộ", "Kênh", "STT đảng viên", "Kết quả"), "contacts"),
        (("Thời gian", "Chủ hộ", "Người thực hiện", "Phương thức"), "contacts"),
    ],
)
def test_kinds_of_tables(headers, kind):
    result = found(table(headers, [f"chữ {n}" for n in range(len(headers))]))
    assert result.kind.key == kind


@pytest.mark.parametrize(
    "headers",
    [("Tên hàng", "Số lượng", "Đơn giá"), ("STT", "Họ tên", "Quan hệ với chủ hộ", "Nghề")],
)
def test_a_table_of_no_known_kind(headers):
    result = found(table(headers, ("a", "b", "c", "d")))
    assert result.kind is None
    assert result.rows == 0


def test_sheets_of_other_kinds_are_named():
    headers = ("STT", "Mã hộ", "Chủ hộ", "Năm sinh", "Số khẩu", "Tổ")
    homes = table(headers, *HOMES, sheet="Bản Pháy")
    # The guide of a correction workbook is nobody's data: it is passed over without a word.
    guide = table(("Cách", "điền"), sheet="Hướng dẫn")
    result = found(homes, guide, table(("Ghi", "chú"), sheet="Việc cần làm"), table(sheet="Trống"))
    assert result.left_out == ("Việc cần làm",)
    assert result.tables[0].village_hints == ("Bản Pháy",)


@pytest.mark.parametrize(
    ("write", "encoding"), [(encode_tcvn3, Encoding.TCVN3), (encode_vni, Encoding.VNI)]
)
def test_a_table_in_an_old_encoding(write, encoding):
    rows = [
        ("STT", "Mã hộ", "Họ tên chủ hộ", "Số khẩu", "Diện hộ"),
        ("1", "A1", "Nguyễn Thị Hường", "4", "Hộ nghèo"),
        ("2", "A2", "Trần Văn Đức", "3", "Cận nghèo"),
        ("3", "A3", "Lường Thị Phượng", "3", ""),
    ]
    result = found(table(*[[write(cell) for cell in row] for row in rows]))
    (sheet,) = result.tables
    assert result.encoding == encoding
    assert sheet.encodings["head_name"] is encoding
    assert [row.cells["head_name"] for row in sheet.rows] == [row[2] for row in rows[1:]]


def test_one_column_in_an_old_encoding_beside_good_ones():
    rows = [("A1", "Nguyễn Thị Hường", "thôn Mới"), ("A2", "Trần Văn Đức", "thôn Mới")]
    (sheet,) = found(
        table(("Mã hộ", "Chủ hộ", "Thôn"), *[(a, encode_tcvn3(b), c) for a, b, c in rows])
    ).tables
    assert sheet.rows[1].cells == {
        "household_code": "A2",
        "head_name": "Trần Văn Đức",
        "village": "thôn Mới",
    }


def test_headers_that_share_words():
    headers = ("Số điện thoại chủ hộ", "Chủ hộ", "Năm sinh chủ hộ", "Mã hộ", "Sổ hộ khẩu")
    assert match_fields(headers) == {
        "phone": 0,
        "head_name": 1,
        "birth_year": 2,
        "household_code": 3,
    }


POLYGON = shapely.box(104, 21, 104.1, 21.1).wkb_hex


def layer(*properties, wkb=POLYGON, fields=None, encoding="utf-8"):
    features = tuple(RawFeature(n, dict(p), wkb) for n, p in enumerate(properties, 1))
    return RawLayer("l", 4326, "", tuple(fields or properties[0]), features, encoding)


def kind_of(one):
    kind = recognise(RawFile("x", layers=(one,))).kind
    return kind.key if kind else None


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ([{"MA_XA": "03145", "TEN_XA": "Xã Nậm Mới"}], "commune"),
        ([{"maXa": "03145", "tenXa": "Nậm Mới", "dienTich": 3.5}], "commune"),
        ([{"code": "03145", "name": "Nậm Mới", "kind": "xã"}], "commune"),
        ([{"code": "03145", "full_name": "Phường Mới", "name": "Mới"}], "commune"),
        ([{"MA": "1", "TEN": "Bản Hin"}, {"MA": "2", "TEN": "Bản Mòn"}], "villages"),
        ([{"TENTHON": "Hin"}, {"TENTHON": "Mòn"}], "villages"),
        ([{"maThon": "1", "tenThon": "Hin", "TEN_XA": "Nậm Mới"}], "villages"),
        ([{"id": 1, "name": "Ấp 1"}, {"id": 2, "name": "Ấp 2"}], "villages"),
        ([{"TEN_TO": "Tổ 1", "TEN_THON": "Hin"}], "groups"),
        ([{"ma": "a", "ten": "Nhóm 1", "ban": "Hin"}], "groups"),
        ([{"to": 1, "ma_thon": "T1"}, {"to": 2, "ma_thon": "T1"}], "groups"),
        ([{"NAME": "Tổ 1", "THON": "Hin"}, {"NAME": "Tổ 2", "THON": "Hin"}], "groups"),
        ([{"loai_dat": "LUA", "dien_tich": 4.5}], None),
    ],
)
def test_kinds_of_layers(properties, kind):
    assert kind_of(layer(*properties)) == kind


def test_lines_are_no_outlines():
    line = shapely.LineString([(104, 21), (105, 21)])
    assert kind_of(layer({"ma": "1", "ten": "Bản Hin"}, wkb=line.wkb_hex)) is None


def test_values_of_a_layer_are_decoded_by_column():
    names = ["Bản Mường", "Bản Đường", "Bản Nước"]
    raw = layer(*[{"MA": float(n), "TEN": encode_tcvn3(name)} for n, name in enumerate(names)])
    (found_layer,) = recognise(RawFile("x", layers=(raw,))).layers
    read = [
        (found_layer.value(f, "code"), found_layer.value(f, "name")) for f in found_layer.features
    ]
    assert read == [("0", "Bản Mường"), ("1", "Bản Đường"), ("2", "Bản Nước")]
    assert found_layer.value(found_layer.features[0], "village") == ""


def test_the_finest_unit_gives_a_layer_its_names():
    fields = ("TEN_XA", "TEN_THON", "MA_THON")
    columns = match_attributes(fields, dict.fromkeys(fields, ("x",)))
    assert (columns["name"], columns["code"]) == ("TEN_THON", "MA_THON")


def test_an_app_above_adds_a_kind_of_its_own(monkeypatch):
    monkeypatch.setattr("apps.imports.kinds._REGISTRY", {k.key: k for k in kinds("table")})
    register(
        FileKind("notes", "sổ ghi chú", 90, "table", (frozenset({"note"}), frozenset({"date"})))
    )
    result = found(table(("Ngày", "Ghi chú", "STT"), ("01/02/2026", "mưa", "1")))
    assert result.kind.key == "notes"
