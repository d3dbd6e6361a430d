"""A file that cannot be used: nothing at all is written, not even of the good ones."""

from pathlib import Path

import pytest

from apps.areas.models import Commune
from apps.imports.models import ImportedFile
from apps.imports.services import import_files
from apps.imports.writers import registry
from apps.imports.writers.households import HouseholdWriter
from tests.conftest import NOW
from tests.imports.dump import dump_tables
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db


def spoil(folder: Path, how: str) -> str:
    """Break one file of the folder; its name."""
    path = folder / "dang vien.xlsx"
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:2000])
    elif how == "html":
        path.write_text("<html><table><tr><td>Họ tên</td></tr></table></html>", "utf-8")
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "half a layer":
        path = folder / "cac thon.gpkg"
        path.write_bytes(path.read_bytes()[:5000])
    return path.name


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("truncated", "unreadable"),
        ("html", "web_page"),
        ("empty", "empty_file"),
        ("half a layer", "unreadable"),
    ],
)
def test_nothing_is_written_and_the_file_is_named(tmp_path: Path, how: str, code: str) -> None:
    HUE.write_folder(tmp_path)
    name = spoil(tmp_path, how)
    before = dump_tables()
    result = import_files([tmp_path], at=NOW)
    assert result.exit_code == 2
    assert [(left.file, left.code) for left in result.unreadable] == [(name, code)]
    assert result.unreadable[0].message
    assert result.reports == []
    assert dump_tables() == before
    assert not ImportedFile.objects.exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = import_files([tmp_path / "khong co.xlsx"], at=NOW)
    assert [left.code for left in result.unreadable] == ["missing_file"]
    assert result.exit_code == 2


def test_without_a_commune_the_message_says_what_to_do(tmp_path: Path) -> None:
    result = import_files([HUE.write_homes(tmp_path, HUE.homes())], at=NOW)
    assert result.exit_code == 2
    (left,) = result.unreadable
    assert left.code == "no_commune"
    assert "nạp ranh giới xã trước" in left.message


def test_a_layer_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = HUE.write_old_villages(tmp_path)
    path.with_suffix(".prj").unlink()
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] in (["unknown_crs"], ["no_commune"])
    assert result.exit_code == 2


class PowerCutError(Exception):
    """The process ends in the middle of a file."""


def test_a_process_killed_in_a_file_leaves_nothing_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HUE.write_folder(tmp_path)
    original = HouseholdWriter.finish

    def cut(self: HouseholdWriter) -> None:
        original(self)
        raise PowerCutError

    monkeypatch.setattr(HouseholdWriter, "finish", cut)
    with pytest.raises(PowerCutError):
        import_files([tmp_path], at=NOW)
    dumped = dump_tables()
    assert dumped["households_household"][0] == dumped["households_householdevent"][0] == 0
    assert set(ImportedFile.objects.values_list("kind", flat=True)) == {
        "commune",
        "villages",
        "groups",
    }
    # What came before stands; the next run takes up where this one ended.
    monkeypatch.undo()
    assert import_files([tmp_path], at=NOW).exit_code == 0
    assert dump_tables()["households_household"][0] == 6


def test_a_file_whose_rows_do_not_add_up_is_not_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HUE.plant()
    writer = registry.writer_of("households")

    def forgetful(context: object, source: object, report: object) -> None:
        writer(context, source, report)  # type: ignore[arg-type]  # passed on as they come
        report.imported -= 1  # type: ignore[attr-defined]  # a report

    monkeypatch.setitem(registry._writers, "households", forgetful)
    result = import_files([HUE.write_homes(tmp_path, HUE.homes())], at=NOW)
    assert [left.code for left in result.unreadable] == ["rows_lost"]
    assert dump_tables()["households_household"][0] == 0
    assert Commune.objects.count() == 1
