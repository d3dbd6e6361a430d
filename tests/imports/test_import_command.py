"""The command: what it prints, and how it ends."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.households.models import Household
from apps.imports.models import ImportedFile
from tests.conftest import NOW
from tests.imports.office import FIRST_ROW, HUE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


class Terminal(io.StringIO):
    """Says that somebody is looking."""

    def isatty(self) -> bool:
        return True


def run(*args: object, stderr: io.StringIO | None = None) -> tuple[int, str, str]:
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), stderr or io.StringIO()
    try:
        call_command("import_commune", *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def good(folder: Path) -> None:
    HUE.plant()
    HUE.write_homes(folder, HUE.homes())


def with_a_fault(folder: Path) -> None:
    HUE.plant()
    rows = [HUE.home(0, 1), HUE.home(0, 2, head=None), HUE.home(0, 3, lat=None, lon=None)]
    HUE.write_homes(folder, {HUE.villages[0]: rows})


def unreadable(folder: Path) -> None:
    good(folder)
    (folder / "hong.xlsx").write_bytes(b"PK")


@pytest.mark.parametrize(
    ("prepare", "code", "households"), [(good, 0, 6), (with_a_fault, 1, 2), (unreadable, 2, 0)]
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_exit_codes(
    tmp_path: Path,
    prepare: Callable[[Path], None],
    code: int,
    households: int,
    options: list[str],
) -> None:
    prepare(tmp_path)
    assert run(tmp_path, *options)[0] == code
    assert Household.objects.count() == households


def test_json(tmp_path: Path) -> None:
    with_a_fault(tmp_path)
    (tmp_path / "ghi chu.txt").write_text("x", "utf-8")
    code, out, err = run(tmp_path, "--json")
    body: dict[str, Any] = json.loads(out)
    assert (body["exit_code"], body["dry_run"], err) == (code, False, "")
    (file,) = body["files"]
    (remark,) = file.pop("messages")
    assert file == {
        "file": "so ho.xlsx",
        "kind": "households",
        "encoding": "xlsx",
        "crs": "",
        "rows": 3,
        "imported": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "rejected": 1,
        "corrected": 0,
        "unlocated": 1,
    }
    assert remark.pop("message")
    assert remark == {
        "file": "so ho.xlsx",
        "sheet": HUE.villages[0],
        "row": FIRST_ROW + 1,
        "code": "missing_head",
    }
    assert [left["file"] for left in body["ignored"]] == ["ghi chu.txt"]
    assert body["unreadable"] == []


def test_json_of_an_unreadable_file(tmp_path: Path) -> None:
    unreadable(tmp_path)
    body = json.loads(run(tmp_path, "--json")[1])
    assert (body["exit_code"], body["files"]) == (2, [])
    assert [(left["file"], left["code"]) for left in body["unreadable"]] == [
        ("hong.xlsx", "unreadable")
    ]


def test_text_names_sheet_row_and_what_to_do(tmp_path: Path) -> None:
    with_a_fault(tmp_path)
    out = run(tmp_path)[1]
    assert "so ho.xlsx [households; xlsx]: 3 dòng, vào 2" in out
    assert re.search(rf"{HUE.villages[0]}, dòng {FIRST_ROW + 1}: Thiếu họ tên chủ hộ", out)


def test_a_dry_run_says_so(tmp_path: Path) -> None:
    good(tmp_path)
    code, out, _err = run(tmp_path, "--dry-run")
    assert code == 0
    assert "chưa ghi gì" in out
    assert not Household.objects.exists()
    assert not ImportedFile.objects.exists()


def test_progress_on_a_terminal_only(tmp_path: Path) -> None:
    good(tmp_path)
    assert run(tmp_path)[2] == ""
    shown = run(tmp_path, stderr=Terminal())[2]
    assert "so ho.xlsx …" in shown
    assert "so ho.xlsx: 6/6" in shown


def test_an_unknown_commune_is_an_error(tmp_path: Path) -> None:
    good(tmp_path)
    with pytest.raises(CommandError, match="00000") as caught:
        run(tmp_path, "--commune", "00000")
    assert caught.value.returncode == 2


def test_the_report_is_kept_without_personal_data(tmp_path: Path) -> None:
    with_a_fault(tmp_path)
    run(tmp_path)
    kept = ImportedFile.objects.get()
    assert (kept.name, kept.kind, kept.imported_at) == ("so ho.xlsx", "households", NOW)
    assert re.fullmatch(r"[0-9a-f]{64}", kept.sha256)
    text = json.dumps(kept.report, ensure_ascii=False)
    for private in ("Lò Thị", "091234", "107.4", "A01", "A02"):
        assert private not in text
