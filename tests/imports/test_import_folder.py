"""A whole folder of another office, in another province and zone, with other wordings."""

import shutil
from pathlib import Path

import pytest
from django.db import connection

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment
from apps.common.geo.vn2000 import ZONES
from apps.households.models import Household
from apps.imports.services import import_files
from apps.people.models import Membership, PartyCell, Post
from apps.visits.models import Contact
from tests.conftest import NOW
from tests.imports.office import CA_MAU, HUE, Office

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("office", [HUE, CA_MAU], ids=["hue", "ca-mau"])


@BOTH
def test_everything_is_taken_in_without_a_remark(office: Office, tmp_path: Path) -> None:
    result = import_files([office.write_folder(tmp_path)], at=NOW)
    assert [(r.kind, r.rows, r.imported, r.messages) for r in result.reports] == [
        ("commune", 1, 1, []),
        ("villages", 2, 2, []),
        ("groups", 4, 4, []),
        ("households", 6, 6, []),
        ("members", 3, 3, []),
        ("assignments", 2, 2, []),
        ("contacts", 2, 2, []),
    ]
    assert (result.ignored, result.unreadable, result.exit_code) == ([], [], 0)
    connection.check_constraints()
    commune = Commune.objects.get()
    assert (commune.code, commune.name, commune.kind) == (office.code, office.name, "commune")
    assert (commune.province.code, commune.province.name) == office.province
    assert set(Village.objects.values_list("name", flat=True)) == set(office.villages)
    assert SelfManagedGroup.objects.count() == 4
    assert PartyCell.objects.get().name == f"Chi bộ {office.villages[0]}"
    assert set(Membership.objects.values_list("kind", "list_number")) == {
        ("resident", 1),
        ("retired", 2),
        ("excused", 3),
    }
    assert Post.objects.get().kind == "cell_secretary"
    assert {a.household.code: a.person.full_name for a in Assignment.objects.all()} == {
        "A03": "Hà Văn Núi",
        "B01": "Hà Thị Suối",
    }
    assert {(c.household.code, c.channel) for c in Contact.objects.all()} == {
        ("A03", "in_person"),
        ("B01", "phone"),
    }


def metres_off(household: Household, office: Office) -> float:
    """From where it is stored to where it is."""
    assert household.position is not None
    village, number = "AB".index(household.code[0]), int(household.code[1:])
    lon, lat = office.spot(village, number)
    place = household.position
    return 111_195 * float(((place.x - lon) ** 2 + (place.y - lat) ** 2) ** 0.5)


@BOTH
def test_households_stand_where_they_are_in_their_village_and_group(
    office: Office, tmp_path: Path
) -> None:
    commune = office.plant()
    report = import_files([office.write_homes(tmp_path, office.homes())], at=NOW).reports[0]
    assert report.crs == f"EPSG:{office.srid}"
    for household in Household.objects.select_related("village", "group"):
        village, number = "AB".index(household.code[0]), int(household.code[1:])
        assert household.commune_id == commune.pk
        assert household.village.name == office.villages[village]
        assert household.group is not None
        assert household.group.name == f"Tổ {(number + 1) % 2 + 1}"
        assert metres_off(household, office) < 0.05
        assert household.position_source == ("file_wgs84", "file_vn2000")[village]


@BOTH
def test_a_shapefile_with_old_text_gives_the_same_villages(office: Office, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    import_files([office.write_outline(tmp_path), office.write_villages(new)], at=NOW)
    before = {village.code: (village.pk, village.geom) for village in Village.objects.all()}
    report = import_files([office.write_old_villages(old)], at=NOW).reports[0]
    assert (report.encoding, report.crs) == ("tcvn3", f"EPSG:{office.srid}")
    # The same outlines to a decimetre and the same names: nothing to change.
    assert (report.imported, report.unchanged, report.messages) == (2, 2, [])
    assert {v.code: (v.pk, v.geom) for v in Village.objects.all()} == before


def test_a_shapefile_that_does_not_say_its_zone_is_placed_by_the_commune(tmp_path: Path) -> None:
    HUE.plant()
    path = HUE.write_old_villages(tmp_path)
    path.with_suffix(".prj").unlink()
    report = import_files([path], at=NOW).reports[0]
    assert report.crs == f"EPSG:{HUE.srid}"
    assert ZONES[HUE.srid].central_meridian == 107.0
    assert report.unchanged == 2


def test_a_subfolder_is_not_entered(tmp_path: Path) -> None:
    HUE.plant()
    HUE.write_homes(tmp_path, HUE.homes())
    inner = tmp_path / "cu"
    inner.mkdir()
    shutil.copy(HUE.write_members(tmp_path), inner / "dang vien.xlsx")
    (tmp_path / "dang vien.xlsx").unlink()
    result = import_files([tmp_path], at=NOW)
    assert [report.kind for report in result.reports] == ["households"]
    assert (result.ignored, result.exit_code) == ([], 0)


def test_a_file_of_no_known_kind_is_named_and_left_alone(tmp_path: Path) -> None:
    HUE.plant()
    HUE.write_homes(tmp_path, HUE.homes())
    (tmp_path / "ghi chu.txt").write_text("Nhớ gọi điện", "utf-8")
    (tmp_path / "thuc don.csv").write_text("Món;Giá;Ngon\nPhở;40;Có\n", "utf-8")
    (tmp_path / "so lieu.json").write_text('{"nam": 2026}', "utf-8")
    (tmp_path / "~$so ho.xlsx").write_bytes(b"lock of a spreadsheet program")
    result = import_files([tmp_path], at=NOW)
    assert [(left.file, left.code) for left in result.ignored] == [
        ("ghi chu.txt", "unknown_kind_of_file"),
        ("so lieu.json", "unsupported_format"),
        ("thuc don.csv", "unknown_kind_of_file"),
    ]
    assert all(left.message for left in result.ignored)
    assert result.exit_code == 0
    assert Household.objects.count() == 6
