"""A real commune's files, read and cleaned, against what is known to be in them."""

import json
import math
from collections import Counter
from datetime import date

import pytest
import shapely

from apps.common.text import fold
from apps.imports.geometry import outline
from apps.imports.readers.sandbox import read_file
from apps.imports.recognise import recognise
from apps.imports.rows.assignments import clean_assignments
from apps.imports.rows.contacts import clean_contacts
from apps.imports.rows.household_blocks import clean_households
from apps.imports.rows.members import clean_members
from apps.imports.rows.position import Ground

AT = date(2026, 11, 23)
CODES = {
    "missing_head_name": "missing_head",
    "not_a_number": "size_not_a_number",
    "impossible_birth_year": "impossible_birth_year",
    "duplicate_of_previous_row": "duplicate_row",
    "swapped_lat_lon": "swapped_lat_lon",
    "outside_commune": "outside_commune",
}


@pytest.fixture
def folder(shared_data):
    return shared_data / "thien_tan"


@pytest.fixture
def truth(folder):
    return json.loads((folder / "truth.json").read_text("utf-8"))


def read(path):
    return recognise(read_file(path))


@pytest.fixture
def ground(folder):
    (layer,) = read(folder / "ranh_gioi_xa.geojson").layers
    return Ground(outline(layer.features[0].wkb_hex, layer.layer.srid))


@pytest.mark.parametrize(
    ("name", "kind", "rows", "encoding"),
    [
        ("ranh_gioi_xa.geojson", "commune", 1, "utf-8"),
        ("ranh_gioi_thon.gpkg", "villages", 26, "utf-8"),
        ("thon_vn2000_tcvn3/thon.shp", "villages", 26, "tcvn3"),
        ("to_ndtq.geojson", "groups", 113, "utf-8"),
        ("danh_sach_ho.xlsx", "households", 3408, "xlsx"),
        ("danh_sach_dang_vien.xlsx", "members", 411, "xlsx"),
        ("phan_cong_hien_tai.xlsx", "assignments", 1340, "xlsx"),
        ("so_tham_ho.csv", "contacts", 7260, "utf-8-sig"),
    ],
)
def test_each_file_is_recognised(folder, name, kind, rows, encoding):
    found = read(folder / name)
    assert (found.kind.key, found.rows, found.encoding) == (kind, rows, encoding)
    assert found.left_out == ()


def metres(a, b):
    dx = math.radians(a[0] - b[0]) * math.cos(math.radians(a[1]))
    return 6_371_000 * math.hypot(dx, math.radians(a[1] - b[1]))


def test_exactly_the_listed_faults_and_every_position(folder, truth, ground):
    tables = read(folder / "danh_sach_ho.xlsx").tables
    ground = ground.with_zone_of(row.cells for table in tables for row in table.rows)
    assert ground.zone.srid == truth["epsg"]
    reported: Counter[tuple[str | None, int, str]] = Counter()
    households = {}
    codes: set[str] = set()
    for table in tables:
        for row in clean_households(table, at=AT, ground=ground, codes=codes):
            reported.update((table.sheet, row.number, note.code) for note in row.notes)
            if row.value:
                households[row.value.code] = row.value
    expected = Counter((f["sheet"], f["row"], CODES[f["fault"]]) for f in truth["faults"])
    assert len(expected) == 75
    assert reported == expected
    rejecting = {"missing_head", "size_not_a_number", "impossible_birth_year"}
    refused = {f["household"] for f in truth["faults"] if CODES[f["fault"]] in rejecting}
    outside = {f["household"] for f in truth["faults"] if f["fault"] == "outside_commune"}
    known = {home["ma"]: home for home in truth["truth"]}
    assert set(households) == set(known) - refused
    for code, home in households.items():
        there = known[code]
        assert fold(home.village) == fold(there["thon"])
        assert home.group in ("", f"Tổ {there['to']}")
        if there["coord"] == "none" or code in outside:
            assert home.lon is None
            assert home.position_missing == ("outside_commune" if code in outside else "not_given")
        else:
            assert metres((home.lon, home.lat), (there["lon"], there["lat"])) < 1


def test_members_assignments_and_contacts_have_nothing_to_report(folder, truth, ground):
    (members,) = read(folder / "danh_sach_dang_vien.xlsx").tables
    (assignments,) = read(folder / "phan_cong_hien_tai.xlsx").tables
    (contacts,) = read(folder / "so_tham_ho.csv").tables
    people = list(clean_members(members, at=AT, ground=ground))
    given = list(clean_assignments(assignments, at=AT))
    log = list(clean_contacts(contacts, at=AT, ground=ground))
    for rows, count in ((people, 411), (given, 1340), (log, 7260)):
        assert [row.notes for row in rows if row.notes] == []
        assert len([row for row in rows if row.value]) == count
    away = Counter(row.value.kind for row in people)
    assert away["excused"] + away["working_away"] == truth["members_not_assignable"]
    assert away["contact_213"] == 46
    assert Counter(row.value.post for row in people) == {
        "": 333,
        "cell_secretary": 26,
        "cell_deputy_secretary": 26,
        "cell_committee_member": 26,
    }
    assert Counter(row.value.channel for row in log) == {
        "in_person": 5089,
        "phone": 1102,
        "zalo": 1069,
    }


def test_the_old_shapefile_is_the_geopackage_within_a_metre(folder):
    (new,) = read(folder / "ranh_gioi_thon.gpkg").layers
    (old,) = read(folder / "thon_vn2000_tcvn3/thon.shp").layers
    drawn = {new.value(f, "code"): f for f in new.features}
    assert old.layer.srid == 9215
    for feature in old.features:
        other = drawn.pop(old.value(feature, "code"))
        assert old.value(feature, "name").lower() == new.value(other, "name").lower()
        ours = outline(feature.wkb_hex, 9215)
        theirs = outline(other.wkb_hex, 4326)
        assert shapely.hausdorff_distance(ours, theirs) * 111_195 < 1
    assert drawn == {}
