"""The files that taking in is measured on: one commune's households, in a grid, made-up people."""

from pathlib import Path

import numpy as np
import openpyxl
import shapely
from pyogrio.raw import write

WEST, SOUTH, WIDTH = 106.0, 21.0, 0.2
VILLAGES = 25
_SIDE = 5
_HEADS = ("Lò Thị Mai", "Hà Văn Núi", "Triệu Ngọc Sen", "Đinh Thị Huệ", "Vừ A Páo")
_STATUS = ("", "Hộ nghèo", "Cận nghèo", "", "")
HEADER = ("STT", "Mã hộ", "Họ tên chủ hộ", "Năm sinh", "Số khẩu", "Diện hộ", "Điện thoại",
          "Địa chỉ", "Thôn", "Kinh độ", "Vĩ độ")  # fmt: skip


def village_box(index: int) -> tuple[float, float, float, float]:
    """(west, south, east, north) in degrees of a village of the grid."""
    side = WIDTH / _SIDE
    west, south = WEST + index % _SIDE * side, SOUTH + index // _SIDE * side
    return west, south, west + side, south + side


def rows(count: int) -> list[tuple[object, ...]]:
    """Households as a sheet holds them, village by village."""
    rng = np.random.default_rng(6)
    shifts = rng.uniform(0.05, 0.95, (count, 2))
    made: list[tuple[object, ...]] = []
    for number in range(count):
        village = number * VILLAGES // count
        west, south, east, north = village_box(village)
        made.append(
            (
                number + 1,
                f"H{number:06d}",
                f"{_HEADS[number % 5]} {number % 977}",
                1940 + number % 60,
                1 + number % 7,
                _STATUS[number % 5],
                f"09{number:08d}",
                f"Số {number % 300}, đường làng",
                f"Thôn {village + 1}",
                round(west + (east - west) * shifts[number, 0], 7),
                round(south + (north - south) * shifts[number, 1], 7),
            )
        )
    return made


def write_files(folder: Path, count: int) -> dict[str, Path]:
    """The same households as a workbook and as a GeoPackage; kept for the next run."""
    paths = {suffix: folder / f"{count}.{suffix}" for suffix in ("xlsx", "gpkg")}
    if all(path.exists() for path in paths.values()):
        return paths
    folder.mkdir(parents=True, exist_ok=True)
    table = rows(count)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách hộ")
    for row in (HEADER, *table):
        sheet.append(row)
    book.save(paths["xlsx"])
    columns = list(zip(*table, strict=True))
    points = shapely.points(np.array(columns[9]), np.array(columns[10]))
    fields = ("ma_ho", "chu_ho", "nam_sinh", "so_khau", "dien_ho", "dien_thoai", "dia_chi", "thon")
    write(
        paths["gpkg"],
        geometry=shapely.to_wkb(points),
        field_data=[np.array(column) if isinstance(column[0], int) else np.array(column, object)
                    for column in columns[1:9]],
        fields=list(fields),
        crs="EPSG:4326",
        geometry_type="Point",
        driver="GPKG",
    )  # fmt: skip
    return paths
