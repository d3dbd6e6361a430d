"""Columns that were understood and have no place are named, and not dropped in silence."""

from pathlib import Path

import pytest

from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.factories.world import World
from tests.imports.desk import Desk
from tests.imports.office import HUE, write_table
from tests.reports.roundtrip import brought_back, exported

pytestmark = pytest.mark.django_db
HEADER = ("Mã hộ", "Họ tên chủ hộ", "Số khẩu", "Thôn", "Ghi chú", "Người phụ trách")


def homes(folder: Path, *, note: str | None, person: str | None) -> Path:
    rows = [(f"A0{n}", "Lò Thị Mai", 3, HUE.villages[0], None, None) for n in range(1, 3)]
    rows.append(("A03", "Lò Thị Lan", 3, HUE.villages[0], note, person))  # type: ignore[arg-type]
    return write_table(folder / "ho.xlsx", HEADER, rows)


def report_of(path: Path) -> FileReport:
    (report,) = import_files([path], at=NOW).reports
    return report


def test_they_are_named_in_one_remark_about_the_file(commune: Commune, tmp_path: Path) -> None:
    report = report_of(homes(tmp_path, note="Nhà ở cuối ngõ", person="Hà Văn Núi"))
    (remark,) = report.messages
    assert (remark.row, remark.sheet, remark.code) == (0, None, "columns_not_used")
    assert "không nạp: Ghi chú, Người phụ trách." in remark.message
    assert "cuối ngõ" not in str(report.as_json())
    assert (report.imported, report.rejected) == (3, 0)


def test_empty_columns_are_not(commune: Commune, tmp_path: Path) -> None:
    assert report_of(homes(tmp_path, note=None, person=None)).messages == []


def test_only_those_that_say_something(commune: Commune, tmp_path: Path) -> None:
    (remark,) = report_of(homes(tmp_path, note="x", person=None)).messages
    assert "Ghi chú" in remark.message
    assert "phụ trách" not in remark.message


def test_the_card_of_the_file_says_it(desk: Desk, tmp_path: Path) -> None:
    desk.drop(homes(tmp_path, note="x", person=None))
    desk.preview()
    assert "không nạp: Ghi chú." in desk.page()


def test_of_members_too(commune: Commune, tmp_path: Path) -> None:
    header = ("STT", "Họ và tên", "Năm sinh", "Chi bộ", "Loại đảng viên", "Ghi chú", "Điện thoại")
    row = (1, "Hà Văn Núi", 1970, f"Chi bộ {HUE.villages[0]}", "Hưu trí", "Mới về", "0912345678")
    (remark,) = report_of(write_table(tmp_path / "dv.xlsx", header, [row])).messages
    assert "không nạp: Ghi chú." in remark.message


def test_an_exported_list_says_who_is_in_charge_and_that_it_is_not_read(
    world: World, tmp_path: Path
) -> None:
    file = exported(world.users[Role.COMMUNE_LEADER], "households", "xlsx")
    report = brought_back(file, world.commune, tmp_path)
    (remark,) = report.messages
    assert "Người phụ trách" in remark.message
