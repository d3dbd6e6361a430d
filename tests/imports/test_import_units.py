"""Villages and groups of a map against those that are known: by code, by name, ended ones."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import shapely

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.conftest import said
from tests.imports.office import HUE, write_geojson

pytestmark = pytest.mark.django_db
Take = Callable[..., FileReport]
ENDED = date(2026, 3, 14)
LONG = "Tổ dân phố Hoàng Văn Thụ"


def take(folder: Path, *features: Mapping[str, object]) -> FileReport:
    """Takes in a layer of outlines, each somewhere else within the commune."""
    west, south, _east, _north = HUE.shape().bounds
    shapes = [
        shapely.box(west + at * 0.004, south, west + at * 0.004 + 0.003, south + 0.004)
        for at in range(len(features))
    ]
    path = write_geojson(folder / "lop.geojson", list(zip(features, shapes, strict=True)))
    (report,) = import_files([path], at=NOW).reports
    return report


def codes(report: FileReport) -> list[tuple[int, str]]:
    return [(row, code) for _sheet, row, code in said(report) if code != "outside_parent"]


def villages() -> dict[str, str]:
    return dict(Village.objects.order_by("pk").values_list("code", "name"))


def groups(village: int = 0) -> dict[str, str]:
    rows = SelfManagedGroup.objects.filter(village__name=HUE.villages[village])
    return dict(rows.order_by("pk").values_list("code", "name"))


KNOWN = {"T1": HUE.villages[0], "T2": HUE.villages[1]}


def test_names_that_begin_alike_are_two_villages(commune: Commune, tmp_path: Path) -> None:
    report = take(tmp_path, {"ten_thon": f"{LONG} 1"}, {"ten_thon": f"{LONG} 2"})
    assert (report.imported, codes(report)) == (2, [])
    assert villages() == KNOWN | {
        "to dan pho hoang van": f"{LONG} 1",
        "to dan pho hoang v-2": f"{LONG} 2",
    }
    # In another order, each is known by its name.
    again = take(tmp_path, {"ten_thon": f"{LONG} 2"}, {"ten_thon": f"{LONG} 1"})
    assert (again.updated, codes(again)) == (2, [])
    assert len(villages()) == 4


@pytest.mark.parametrize(
    "name", ["Thôn Suối Trong", "THÔN SUỐI TRONG", "Suối Trong", "Thon Suoi Trong"]
)
def test_a_map_of_names_alone_redraws_what_is_known(
    commune: Commune, tmp_path: Path, name: str
) -> None:
    report = take(tmp_path, {"ten_thon": name}, {"ten_thon": "Thôn Mới Lập"})
    assert (report.updated, report.imported, codes(report)) == (1, 2, [])
    assert villages() == KNOWN | {"thon moi lap": "Thôn Mới Lập"}
    assert Village.objects.get(code="T1").geom != HUE.village_shape(0).wkt


def test_another_kind_of_unit_is_another_one(commune: Commune, tmp_path: Path) -> None:
    take(tmp_path, {"ten_thon": "TDP Suối Trong"})
    assert len(villages()) == 3


def test_the_codes_come_later(commune: Commune, tmp_path: Path) -> None:
    take(tmp_path, {"ten_thon": "Thôn Mới Lập"})
    report = take(tmp_path, {"ma_thon": "T3", "ten_thon": "Thôn Mới Lập"})
    assert (report.updated, codes(report)) == (1, [])
    assert villages() == KNOWN | {"T3": "Thôn Mới Lập"}
    # A code that was given before is another village's.
    take(tmp_path, {"ma_thon": "T4", "ten_thon": "Thôn Mới Lập"})
    assert villages() == KNOWN | {"T3": "Thôn Mới Lập", "T4": "Thôn Mới Lập"}
    # And then the name alone does not tell which.
    assert codes(take(tmp_path, {"ten_thon": "Thôn Mới Lập"})) == [(1, "unit_ambiguous")]


@pytest.mark.parametrize(
    "features",
    [
        ({"ma_thon": "T1", "ten_thon": "Thôn Một"}, {"ma_thon": "T1", "ten_thon": "Thôn Hai"}),
        ({"ten_thon": "Thôn Một"}, {"ten_thon": "thôn một"}),
        ({"ten_thon": "Thôn Suối Trong"}, {"ten_thon": "Thôn Suối Trong"}),
    ],
)
def test_a_repeated_unit_does_not_replace_the_first(
    commune: Commune, tmp_path: Path, features: tuple[Mapping[str, object], ...]
) -> None:
    report = take(tmp_path, *features)
    assert codes(report) == [(2, "unit_taken")]
    assert (report.imported, report.rejected) == (1, 1)
    assert "Thôn Hai" not in villages().values()


@pytest.mark.parametrize(
    "feature", [{"ma_thon": "T1", "ten_thon": "Mới"}, {"ten_thon": HUE.villages[0]}]
)
def test_a_village_that_has_ended_is_not_drawn_anew(
    commune: Commune, tmp_path: Path, feature: Mapping[str, object]
) -> None:
    Village.objects.filter(code="T1").update(valid_to=ENDED)
    before = Village.objects.get(code="T1").geom
    report = take(tmp_path, feature)
    assert codes(report) == [(1, "unit_ended")]
    assert "hết hiệu lực từ 14/03/2026" in report.messages[0].message
    assert Village.objects.get(code="T1").geom == before
    assert villages() == KNOWN


def test_a_village_of_the_same_name_that_followed_is_drawn(
    commune: Commune, tmp_path: Path
) -> None:
    Village.objects.filter(code="T1").update(valid_to=ENDED)
    shape = Village.objects.get(code="T2").geom
    Village.objects.create(commune=commune, code="T9", name=HUE.villages[0], geom=shape)
    assert codes(take(tmp_path, {"ten_thon": HUE.villages[0]})) == []
    assert Village.objects.get(code="T9").geom != shape


def test_a_kind_that_the_map_does_not_tell_stays(commune: Commune, tmp_path: Path) -> None:
    Village.objects.filter(code="T1").update(kind="ban", name="Suối Trong")
    take(tmp_path, {"ma_thon": "T1", "ten_thon": "Suối Trong"})
    assert Village.objects.get(code="T1").kind == "ban"


def test_groups_by_name_or_number(commune: Commune, tmp_path: Path) -> None:
    def of(name: str, village: int = 0) -> dict[str, object]:
        return {"thuoc_thon": HUE.villages[village], "ten_to": name}

    report = take(tmp_path, of("Tổ số 01"), of("Tổ 2"), of("Tổ 3"), of("Tổ 1", 1), of("Tổ 3", 1))
    assert (report.imported, report.updated, codes(report)) == (5, 3, [])
    assert groups() == {"T1-1": "Tổ 1", "T1-2": "Tổ 2", "to 3": "Tổ 3"}
    assert groups(1) == {"T2-1": "Tổ 1", "T2-2": "Tổ 2", "to 3": "Tổ 3"}
    assert codes(take(tmp_path, of("Tổ 1"), of("Tổ 1"))) == [(2, "unit_taken")]
    SelfManagedGroup.objects.filter(code="T1-1").update(valid_to=ENDED)
    assert codes(take(tmp_path, of("Tổ 1"), of("Tổ 2"))) == [(1, "unit_ended")]
