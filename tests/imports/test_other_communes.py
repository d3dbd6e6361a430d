"""Outlines of other communes among the files of one."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from apps.areas.models import Commune, Province, Village
from apps.imports.choices import Choices
from apps.imports.services import Source, import_files
from tests.conftest import NOW
from tests.imports.conftest import said
from tests.imports.desk import Desk
from tests.imports.office import CA_MAU, HUE, write_geojson

pytestmark = pytest.mark.django_db
Feature = tuple[dict[str, object], Any]


def feature(code: str, name: str, *, east: float = 0.0) -> Feature:
    """The made-up commune's outline, so many degrees further east, under another name."""
    about: dict[str, object] = {"MA_TINH": "46", "TINH": "Tỉnh Khác"}
    about |= {"MA_XA": code, "TEN_XA": f"Xã {name}"}
    return about, shapely.affinity.translate(HUE.shape(), east)


def outlines(folder: Path, *features: Feature) -> Path:
    return write_geojson(folder / "dia gioi.geojson", features)


def test_only_the_commune_whose_files_they_are(commune: Commune, tmp_path: Path) -> None:
    other = CA_MAU.plant()
    path = outlines(
        tmp_path,
        feature(other.code, "Cướp Được", east=0.3),
        feature(commune.code, "Mây Hồng"),
        feature("19998", "Mới Toanh", east=0.6),
    )
    (report,) = import_files([path], at=NOW, commune=commune).reports
    assert said(report) == [("", row, "other_commune") for row in (1, 3)]
    assert (report.rows, report.updated, report.rejected) == (3, 1, 2)
    assert set(Commune.objects.values_list("code", "name")) == {
        (commune.code, "Mây Hồng"),
        (other.code, other.name),
    }
    assert Commune.objects.get(pk=other.pk).geom == other.geom
    # Nor is the province's name the commune's to give.
    assert set(Province.objects.values_list("name", flat=True)) == {"Huế", "Cà Mau"}


def test_later_files_stay_with_the_commune(desk: Desk, commune: Commune, tmp_path: Path) -> None:
    other = CA_MAU.plant()
    desk.drop(outlines(tmp_path, feature(other.code, "Khác", east=0.3)))
    desk.drop(HUE.write_villages(tmp_path))
    desk.preview()
    (row,) = desk.rows(outcome="rejected")
    assert row.notes == ["other_commune"]
    assert "Ranh giới của xã khác, để nguyên" in desk.page(xem="rejected")
    desk.commit()
    assert Village.objects.filter(commune=commune).count() == 2
    assert Village.objects.filter(commune=other).count() == 2


@pytest.mark.parametrize(
    ("code", "name", "taken"),
    [("6136", "Sông Xanh", 1), ("", "sông xanh", 1), ("", "Sông Đỏ", 0), ("6137", "Sông Xanh", 0)],
)
def test_a_code_without_its_nought_or_none(
    tmp_path: Path, code: str, name: str, taken: int
) -> None:
    HUE.plant()
    Commune.objects.update(code="06136", name="Sông Xanh")
    path = outlines(tmp_path, feature(code, name), feature("19998", "Bên", east=0.3))
    file = Source(path, choices=Choices(kind="commune"))
    (report,) = import_files([file], at=NOW, commune=Commune.objects.get()).reports
    assert (report.imported, report.rejected) == (taken, 2 - taken)
    assert Commune.objects.get().code == "06136"


def test_an_outline_of_several_says_not_whose_the_other_files_are(tmp_path: Path) -> None:
    """Without a commune named, as from the command line: a province's outlines make communes."""
    outlines(tmp_path, feature("19998", "Một"), feature("19999", "Hai", east=0.3))
    HUE.write_villages(tmp_path)
    result = import_files([tmp_path], at=NOW)
    assert [left.code for left in result.unreadable] == ["no_commune"]
    assert Commune.objects.count() == 2
    assert not Village.objects.exists()
