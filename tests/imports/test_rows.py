"""One row at a time: what is cleaned, what is noted, what is refused."""

from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from apps.common.geo.vn2000 import THREE_DEGREE_ZONES, ZONES, from_wgs84
from apps.imports.geometry import outline, srid_of_layer
from apps.imports.messages import FILE_ERRORS, ROW_MESSAGES
from apps.imports.readers.shapes import Cell, RawFeature, RawFile, RawLayer, RawRow, RawTable
from apps.imports.recognise import recognise
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.assignments import clean_assignment
from apps.imports.rows.contacts import clean_contact
from apps.imports.rows.household_blocks import clean_households
from apps.imports.rows.households import clean_household
from apps.imports.rows.members import clean_member
from apps.imports.rows.outcome import Place, RowNote
from apps.imports.rows.position import Ground, find_position

AT = date(2026, 6, 15)
HERE = Place(7, "Bản Hin")
# A commune in the far south: another zone, another province, small latitudes.
LON, LAT = 105.15, 9.18
COMMUNE = shapely.box(105.1, 9.1, 105.2, 9.25)
GROUND = Ground(COMMUNE, ZONES[9207])


def household(**cells):
    given_cells = {"household_code": "h 1", "head_name": "Lâm Văn Tư", **cells}
    return clean_household(HERE, given_cells, at=AT, ground=GROUND)


def codes(cleaned):
    return [note.code for note in cleaned.notes]


def test_a_good_row():
    row = household(
        head_name="  LÂM VĂN TƯ ",
        birth_year="1960",
        size="4 người",
        group="tổ 03",
        status="HN, GĐCS",
        phone=912345678,
        lat="9°10'48\"B",
        lon="105°09'00\"Đ",
    )
    home = row.value
    assert (row.outcome, row.notes) == ("ok", ())
    assert (home.code, home.head_name, home.head_birth_year, home.size) == (
        "H1",
        "Lâm Văn Tư",
        1960,
        4,
    )
    assert (home.group, home.poverty_status, home.is_policy_family) == ("Tổ 3", "poor", True)
    assert (home.phone, home.position_source) == ("0912345678", "file_wgs84")
    assert (home.lon, home.lat) == pytest.approx((LON, LAT))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"head_name": None}, "missing_head"),
        ({"head_name": "  "}, "missing_head"),
        ({"head_name": "12"}, "missing_head"),
        ({"household_code": None}, "missing_code"),
        ({"size": "bốn"}, "size_not_a_number"),
        ({"size": 0}, "size_not_a_number"),
        ({"size": 400}, "size_not_a_number"),
        ({"size": 2.5}, "size_not_a_number"),
        ({"birth_year": 2099}, "impossible_birth_year"),
        ({"birth_year": 1899}, "impossible_birth_year"),
        ({"birth_year": AT.year + 1}, "impossible_birth_year"),
        ({"birth_year": "không rõ"}, "impossible_birth_year"),
        ({"birth_date": "31/02/1970"}, "impossible_birth_year"),
    ],
)
def test_rows_refused(cells, code):
    row = household(**cells)
    assert (row.outcome, row.value, codes(row)) == ("rejected", None, [code])


def test_an_empty_row_but_for_its_head_is_a_household():
    home = household().value
    assert (home.size, home.group, home.poverty_status, home.is_policy_family) == (
        None,
        "",
        "",
        None,
    )
    assert (home.lon, home.position_missing) == (None, "not_given")


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0824.273.167", "0824273167"),
        (885304352, "0885304352"),
        (885304352.0, "0885304352"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912-345-678 / 0987654321", "0912345678"),
        ("(0205) 3812345", "02053812345"),
        ("0309436655", "0309436655"),
        ("+856 20 5555 1234", "+8562055551234"),
        (None, ""),
    ],
)
def test_phones(cell, phone):
    assert read.phone(cell) == phone


@pytest.mark.parametrize("cell", ["không có", "12", "0912", "+999 1"])
def test_a_phone_nobody_can_dial_is_noted(cell):
    row = household(phone=cell)
    assert (row.value.phone, codes(row)) == ("", ["bad_phone"])


@pytest.mark.parametrize(
    ("words", "poverty", "policy"),
    [
        ("HN", "poor", None),
        ("Hộ Nghèo ", "poor", None),
        ("nghèo", "poor", None),
        ("HCN", "near_poor", None),
        ("Hộ cận nghèo", "near_poor", None),
        ("mới thoát nghèo", "escaped", None),
        ("Hộ mới thoát cận nghèo", "escaped", None),
        ("GĐCS", "", True),
        ("không phải gia đình chính sách", "", False),
        ("Hộ nghèo, không GĐCS", "poor", False),
        ("Gia đình chính sách; cận nghèo", "near_poor", True),
        ("Hộ nghèo và gia đình chính sách", "poor", True),
        ("Không", "none", None),
        ("không nghèo", "none", None),
        ("-", "none", None),
    ],
)
def test_statuses(words, poverty, policy):
    assert vocabulary.status(words) == (poverty, policy, [])


def test_a_status_not_understood_is_noted():
    row = household(status="xem lại sau")
    assert (row.value.poverty_status, codes(row)) == ("", ["unknown_status"])


@pytest.mark.parametrize(
    "cell", ["Tổ 3", 3, 3.0, "tổ 03", "T3", "Tổ NDTQ số 3", "to so 3", "TỔ  3"]
)
def test_groups_with_a_number(cell):
    assert read.group_name(cell) == "Tổ 3"


def test_groups_with_a_name():
    assert read.group_name("Tổ Bình Minh") == "Tổ Bình Minh"
    assert read.group_name(None) == ""


def position(**cells):
    found = find_position(cells, GROUND)
    at_place = found.position
    where = (round(at_place.lon, 5), round(at_place.lat, 5)) if at_place else None
    return where, found.missing, found.note.code if found.note else None


EASTING, NORTHING = from_wgs84(LON, LAT, 9207)


@pytest.mark.parametrize(
    "cells",
    [
        {"lat": LAT, "lon": LON},
        {"lat": "9,18", "lon": "105,15"},
        {"lat": "9°10'48\"N", "lon": "105°9'E"},
        {"grid_x": NORTHING, "grid_y": EASTING},
        {"grid_x": EASTING, "grid_y": NORTHING},
        {"grid_x": f"{NORTHING:.3f}".replace(".", ","), "grid_y": f"{EASTING:.3f}"},
        {"grid_x": LAT, "grid_y": LON},
        {"latlon": "9.18, 105.15"},
        {"latlon": "9,18; 105,15"},
        {"latlon": "9.18,105.15"},
        {"latlon": "9.18 105.15"},
        {"latlon": "9°10'48\"B 105°09'00\"Đ"},
        {"lat": "chưa đo", "lon": "?", "grid_x": NORTHING, "grid_y": EASTING},
    ],
)
def test_ways_to_a_position(cells):
    assert position(**cells) == ((LON, LAT), "", None)


@pytest.mark.parametrize(
    ("cells", "missing", "code"),
    [
        ({}, "not_given", None),
        ({"lat": " ", "lon": None}, "not_given", None),
        ({"lat": LAT + 1, "lon": LON}, "outside_commune", "outside_commune"),
        ({"lat": "9°10'N", "lon": "105°09'Đ"}, "outside_commune", "outside_commune"),
        ({"grid_x": NORTHING + 90_000, "grid_y": EASTING}, "outside_commune", "outside_commune"),
        ({"lat": LAT, "lon": None}, "unreadable", "bad_position"),
        ({"lat": "abc", "lon": "def"}, "unreadable", "bad_position"),
        ({"latlon": "gần chợ"}, "unreadable", "bad_position"),
        ({"grid_x": 5_000_000, "grid_y": 1}, "unreadable", "bad_position"),
    ],
)
def test_no_position_and_why(cells, missing, code):
    assert position(**cells) == (None, missing, code)


@pytest.mark.parametrize(
    "cells", [{"lat": LON, "lon": LAT}, {"lat": "105°9'Đ", "lon": "9°10'48\"B"}]
)
def test_a_swapped_pair_is_put_right_and_noted(cells):
    assert position(**cells) == ((LON, LAT), "", "swapped_lat_lon")


def test_metres_without_a_zone_are_not_guessed_at():
    found = find_position({"grid_x": NORTHING, "grid_y": EASTING}, Ground(COMMUNE))
    assert (found.missing, found.note.code) == ("unreadable", "unknown_zone")


@pytest.mark.parametrize("zone", THREE_DEGREE_ZONES, ids=lambda zone: str(zone.srid))
def test_the_zone_of_a_list_is_found_by_where_it_lies(zone):
    lon, lat = zone.central_meridian - 0.4, 15.0
    rows = []
    for step in range(5):
        easting, northing = from_wgs84(lon + step * 0.005, lat, zone.srid)
        rows.append({"grid_x": northing, "grid_y": easting})
    ground = Ground(shapely.box(lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05))
    assert ground.with_zone_of([*rows, {"grid_x": None}, {"grid_x": "?"}]).zone == zone
    assert ground.with_zone_of([]).zone is None


@given(
    st.floats(105.1, 105.2), st.floats(9.1, 9.25), st.sampled_from(["dec", "grid", "swap", "comma"])
)
def test_every_place_of_the_commune_is_found(lon, lat, way):
    easting, northing = from_wgs84(lon, lat, 9207)
    cells = {
        "dec": {"lat": lat, "lon": lon},
        "swap": {"lat": lon, "lon": lat},
        "comma": {"lat": f"{lat:.7f}".replace(".", ","), "lon": f"{lon:.7f}"},
        "grid": {"grid_x": round(northing, 3), "grid_y": round(easting, 3)},
    }[way]
    found = find_position(cells, GROUND).position
    assert abs(found.lon - lon) < 1e-6
    assert abs(found.lat - lat) < 1e-6


def sheet_of(*rows):
    headers = ("STT", "Mã hộ", "Chủ hộ", "Số khẩu")
    raw = [RawRow(n, row) for n, row in enumerate((headers, *rows), 1)]
    return recognise(RawFile("x", tables=(RawTable("Bản Hin", tuple(raw)),))).tables[0]


def test_repeats_within_a_sheet():
    rows = list(
        clean_households(
            sheet_of(
                (1, "A1", "Lý Thị Bua", 4),
                (1, "A1", "Lý Thị Bua ", 4),
                (2, "A2", None, 4),
                (2, "A2", None, 4),
                (3, "A1", "Người Khác", 4),
                (4, "a 4", "Lý Thị Bua", 4, None),
            ),
            at=AT,
            ground=GROUND,
        )
    )
    assert [(row.number, row.outcome, codes(row)) for row in rows] == [
        (2, "ok", []),
        (3, "skipped", ["duplicate_row"]),
        (4, "rejected", ["missing_head"]),
        (5, "skipped", ["duplicate_row"]),
        (6, "rejected", ["code_taken"]),
        (7, "ok", []),
    ]
    assert {row.value.village for row in rows if row.value} == {"Bản Hin"}


def test_a_code_of_an_earlier_sheet_is_taken():
    taken = {"A1"}
    (row,) = clean_households(sheet_of((1, "A1", "Lý Bua", 4)), at=AT, ground=GROUND, codes=taken)
    assert codes(row) == ["code_taken"]


def member(**cells):
    given_cells = {"person_name": "Cao Thị Mai", "cell": "Chi bộ bản Hin", **cells}
    return clean_member(HERE, given_cells, at=AT, ground=GROUND)


def test_a_member():
    row = member(
        ordinal=12,
        birth_date="05/04/1970",
        joined_on=date(1995, 2, 3),
        post="Bí thư chi bộ, Trưởng bản",
        member_kind="Cán bộ không chuyên trách",
        health="TB",
        household_code="h 9",
        lat=None,
        lon=LON,
    )
    one = row.value
    assert row.notes == ()
    assert (one.list_number, one.birth_date, one.birth_year) == (12, date(1970, 4, 5), 1970)
    assert (one.posts, one.post) == (("cell_secretary", "village_head"), "cell_secretary")
    assert (one.kind, one.health, one.home_code) == ("part_time_officer", "fair", "H9")
    assert (one.joined_on, one.lon, one.lat) == (date(1995, 2, 3), None, None)


def test_a_member_of_whom_only_the_birth_year_is_known():
    one = member(birth_date="1970").value
    assert (one.birth_date, one.birth_year) == (None, 1970)


@pytest.mark.parametrize("said", [1968, 1968.0, "1968", "12/1968", "năm 1968"])
def test_a_member_of_whom_only_the_year_of_joining_is_known(said):
    row = member(joined_on=said)
    assert (row.outcome, codes(row)) == ("ok", ["join_day_unknown"])
    assert row.value.joined_on is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"joined_on": 2030}, "future_date"),
        ({"joined_on": "13/1968"}, "bad_date"),
        ({"joined_on": 1850}, "bad_date"),
        ({"person_name": ""}, "missing_name"),
        ({"cell": None}, "missing_cell"),
        ({"joined_on": "hôm qua"}, "bad_date"),
        ({"joined_on": "01/01/2030"}, "future_date"),
        ({"birth_date": "01/01/2030"}, "impossible_birth_year"),
        ({"member_kind": "khác"}, "unknown_kind"),
    ],
)
def test_members_refused(cells, code):
    row = member(**cells)
    assert (row.outcome, codes(row)) == ("rejected", [code])


def test_what_is_noted_of_a_member():
    row = member(post="thủ kho", health="?", phone="x")
    assert row.outcome == "ok"
    assert set(codes(row)) == {"unknown_post", "unknown_health", "bad_phone"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", "resident"),
        ("ở bản", "resident"),
        ("Đảng viên hưu trí", "retired"),
        ("bán chuyên trách", "part_time_officer"),
        ("Công chức xã", "full_time_officer"),
        ("ĐV 213", "contact_213"),
        ("được miễn công tác", "excused"),
        ("đi làm ăn xa", "working_away"),
        ("sinh hoạt tạm thời", "temporary"),
    ],
)
def test_kinds_of_members(words, kind):
    assert vocabulary.member_kind(words) == kind


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("Gặp mặt", "in_person"),
        ("đến nhà", "in_person"),
        ("Gọi điện", "phone"),
        ("ZALO", "zalo"),
        ("Facebook", "facebook"),
        ("E-mail", "email"),
        ("Họp thôn", "meeting"),
        ("thần giao cách cảm", None),
    ],
)
def test_channels(words, channel):
    assert vocabulary.channel(words) == channel


def test_an_assignment():
    cells: dict[str, Cell] = {
        "member_number": 4.0,
        "household_code": "t01-1",
        "from_date": "01/02/2026",
    }
    one = clean_assignment(HERE, cells, at=AT).value
    assert (one.member_number, one.household_code, one.since) == (4, "T01-1", date(2026, 2, 1))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"member_number": 4}, "unknown_household"),
        ({"household_code": "A1"}, "unknown_member"),
        ({"household_code": "A1", "member_name": "Mai", "from_date": "2/30/2026"}, "bad_date"),
        ({"household_code": "A1", "member_name": "Mai", "from_date": "01/07/2026"}, "future_date"),
    ],
)
def test_assignments_refused(cells, code):
    assert codes(clean_assignment(HERE, cells, at=AT)) == [code]


CONTACT = {"date": "1.6.2026", "household_code": "A1", "member_name": "Mai", "channel": "zalo"}


def test_a_contact():
    cells = {**CONTACT, "content": "Đã hẹn", "lat": str(LAT), "lon": str(LON)}
    one = clean_contact(HERE, cells, at=AT, ground=GROUND).value
    assert (one.day, one.channel, one.note) == (date(2026, 6, 1), "zalo", "Đã hẹn")
    assert (one.lon, one.lat) == (LON, LAT)


def test_a_contact_far_away_counts_without_its_position():
    row = clean_contact(HERE, {**CONTACT, "lat": 1, "lon": 1}, at=AT, ground=GROUND)
    assert (row.notes, row.value.lon) == ((), None)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"date": None}, "bad_date"),
        ({"date": "45000"}, "bad_date"),
        ({"date": "16/06/2026"}, "future_date"),
        ({"channel": "khác"}, "bad_channel"),
        ({"channel": None}, "bad_channel"),
        ({"household_code": ""}, "unknown_household"),
        ({"member_name": None}, "unknown_member"),
    ],
)
def test_contacts_refused(cells, code):
    row = clean_contact(HERE, {**CONTACT, **cells}, at=AT, ground=GROUND)
    assert codes(row) == [code]


def test_every_code_has_a_message_that_says_what_to_do():
    for code in ROW_MESSAGES:
        assert len(RowNote(code).message) > 10
    raised = {"unreadable", "too_big", "too_slow", "encrypted", "dangerous_xml", "bad_geometry"}
    assert raised | {"unsupported_format", "missing_file", "missing_sibling"} <= set(FILE_ERRORS)


def layer_in(srid, crs_name=""):
    easting, northing = from_wgs84(LON, LAT, 9207)
    shape = shapely.box(easting, northing, easting + 500, northing + 500)
    return RawLayer("l", srid, crs_name, (), (RawFeature(1, {}, shape.wkb_hex),))


def test_the_system_of_a_layer_that_does_not_say_it():
    assert srid_of_layer(layer_in(9207)) == 9207
    assert srid_of_layer(layer_in(None), GROUND) == 9207
    assert srid_of_layer(layer_in(None)) is None
    assert srid_of_layer(layer_in(None, "Pulkovo 1942"), GROUND) is None
    degrees = RawLayer("l", None, "", (), (RawFeature(1, {}, COMMUNE.wkb_hex),))
    assert srid_of_layer(degrees) == 4326


@pytest.mark.parametrize("srid", [4326, 9207, 4756, 32648, 3857])
def test_outlines_in_every_system_come_to_the_same_place(srid):
    proj = Transformer.from_crs(4326, srid, always_xy=True)
    there = shapely.Point(*proj.transform(LON, LAT))
    back = outline(there.wkb_hex, srid)
    assert isinstance(back, shapely.Point)
    assert abs(back.x - LON) < 1e-7
    assert abs(back.y - LAT) < 1e-7
    with pytest.raises(KeyError):
        outline(there.wkb_hex, 2154)
