"""The same seed and day give the same bytes; another day keeps the land."""

from datetime import date
from pathlib import Path

import pytest
import shapely

from geodata import __main__ as command
from geodata.build import write_commune
from geodata.plan import Commune, plan_commune
from tests.geodata.conftest import UNTIL


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_commune(tmp_path / "again", until=UNTIL)
    assert contents(tmp_path / "again") == contents(folder)


def test_another_day_keeps_land_and_homes(commune: Commune) -> None:
    later = plan_commune(until=date(2027, 3, 15))
    assert shapely.equals_exact(later.territory.commune, commune.territory.commune)
    assert [(h.code, h.east, h.north) for h in later.households] == [
        (h.code, h.east, h.north) for h in commune.households
    ]
    assert max(contact.day for contact in later.log) <= later.until
    assert all(
        duty.since == later.duties[0].since or duty.since.month == 4 for duty in later.duties
    )


def test_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "xa"
    monkeypatch.setattr("sys.argv", ["geodata", str(out), "--seed", "11", "--until", "2026-11-22"])
    command.main()
    assert "26 thôn, 110 tổ, 3400 hộ" in capsys.readouterr().out
    assert (out / "danh_sach_ho.xlsx").is_file()
