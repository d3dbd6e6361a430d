"""The villages beneath the preview: those there are, and until they are written those of a file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from apps.areas.models import Village
from apps.imports import outlines
from tests.imports.desk import Desk
from tests.imports.office import HUE, write_layer

pytestmark = pytest.mark.django_db


def asked(desk: Desk) -> list[dict[str, Any]]:
    response = desk.client.get(desk.url("outlines"))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    villages: list[dict[str, Any]] = response.json()["villages"]
    return villages


def named(desk: Desk) -> list[tuple[str, bool]]:
    return [(village["name"], village["is_new"]) for village in asked(desk)]


def test_the_villages_in_force_each_with_a_place_for_its_name(desk: Desk) -> None:
    Village.objects.filter(code="T2").update(valid_to=date(2026, 1, 1))
    (village,) = asked(desk)
    assert (village["name"], village["is_new"]) == (HUE.villages[0], False)
    inside = HUE.village_shape(0)
    assert inside.contains(shapely.Point(village["centre"]))
    drawn = shapely.geometry.shape(village["outline"])
    assert drawn.symmetric_difference(inside).area < 1e-9


def test_those_of_a_file_until_they_are_written(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_old_villages(tmp_path), *_parts(tmp_path))
    assert [is_new for _name, is_new in named(desk)] == [False, False]
    desk.preview()
    told = named(desk)
    assert [is_new for _name, is_new in told] == [False, False, True, True]
    assert {name for name, _is_new in told[2:]} == set(HUE.villages)
    # In degrees, though the file is in metres.
    west, south, east, north = HUE.shape().bounds
    for village in asked(desk):
        lon, lat = village["centre"]
        assert west < lon < east
        assert south < lat < north
    desk.commit()
    assert [is_new for _name, is_new in named(desk)] == [False, False]


def _parts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("thon.*")) if path.suffix != ".shp"]


def test_a_file_of_too_much_is_drawn_in_part(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "_MOST_CORNERS", 8)
    columns = {"ma_so": ["T1", "T2"], "ten_thon": list(HUE.villages)}
    shapes = [HUE.village_shape(0), HUE.village_shape(1)]
    desk.drop(write_layer(tmp_path / "thon.gpkg", columns, shapes, "EPSG:4326"))
    desk.preview()
    assert [name for name, is_new in named(desk) if is_new] == [HUE.villages[0]]


def test_what_cannot_be_drawn_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    columns = {"ma_so": ["T1", "T2"], "ten_thon": [HUE.villages[0], ""]}
    shapes = [HUE.village_shape(0), HUE.village_shape(1)]
    desk.drop(write_layer(tmp_path / "thon.gpkg", columns, shapes, "EPSG:4326"))
    desk.preview()
    assert [name for name, is_new in named(desk) if is_new] == [HUE.villages[0]]


def test_outlines_of_groups_are_not_villages(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_groups(tmp_path))
    desk.preview()
    assert [is_new for _name, is_new in named(desk)] == [False, False]
