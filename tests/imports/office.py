"""A small commune office's folder of our own making: other wordings, orders, zones, slips.

Two villages side by side, two groups in each one above the other; made-up names.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from pyogrio.raw import write
from shapely.geometry.base import BaseGeometry

from apps.areas.models import Commune, Province, SelfManagedGroup, Village
from apps.common.geo.vn2000 import from_wgs84
from apps.common.text.legacy import encode_tcvn3
from apps.imports.readers.shapes import Cell, Merge, RawFile, RawRow, RawTable

Row = dict[str, Cell]
_WIDTH, _HEIGHT = 0.02, 0.01
#: Degrees between neighbours; about 200 m.
_STEP = 0.002
_NAMES = ("Mai", "Lan", "Đào", "Cúc", "Huệ", "Sen", "Bưởi", "Ổi")
#: (key, upper header, lower header), in this office's own order.
COLUMNS = (
    ("ordinal", "TT", None),
    ("size", "Nhân khẩu", None),
    ("code", "Mã số hộ", None),
    ("head", "Họ tên chủ hộ", None),
    ("born", "Sinh năm", None),
    ("status", "Phân loại hộ", None),
    ("phone", "Điện thoại", None),
    ("lon", "Định vị GPS", "Kinh độ"),
    ("lat", None, "Vĩ độ"),
    ("y", "Toạ độ VN-2000", "Y (Đông)"),
    ("x", None, "X (Bắc)"),
    ("group", "Thuộc tổ", None),
)
_MERGED = (("H4", "I4"), ("J4", "K4"))
FIRST_ROW = 6


@dataclass(frozen=True)
class Office:
    """Where the commune lies and what it is called; ``west``/``south`` in degrees."""

    code: str
    name: str
    province: tuple[str, str]
    srid: int
    west: float
    south: float
    villages: tuple[str, str]

    def shape(self) -> BaseGeometry:
        return shapely.box(
            self.west, self.south, self.west + 2 * _WIDTH, self.south + 2 * _HEIGHT
        ).segmentize(0.002)

    def village_shape(self, village: int) -> BaseGeometry:
        west = self.west + village * _WIDTH
        return shapely.box(west, self.south, west + _WIDTH, self.south + 2 * _HEIGHT)

    def group_shape(self, village: int, group: int) -> BaseGeometry:
        west, south = self.west + village * _WIDTH, self.south + group * _HEIGHT
        return shapely.box(west, south, west + _WIDTH, south + _HEIGHT)

    def spot(self, village: int, number: int) -> tuple[float, float]:
        """(lon, lat) of a household; odd numbers live in group 1, even ones in group 2."""
        west, south = self.west + village * _WIDTH, self.south + (number + 1) % 2 * _HEIGHT
        return west + _STEP * (1 + number % 8), south + _HEIGHT / 2

    def grid(self, village: int, number: int) -> tuple[float, float]:
        """(X north, Y east) of the same household, in metres of the commune's zone."""
        east, north = from_wgs84(*self.spot(village, number), self.srid)
        return round(north, 2), round(east, 2)

    def home(self, village: int, number: int, **changes: Cell) -> Row:
        """A faultless row. Positions in degrees in the first village, in metres in the second."""
        lon, lat = self.spot(village, number)
        x, y = self.grid(village, number)
        row: Row = {
            "ordinal": number,
            "size": 3,
            "code": f"{'AB'[village]}{number:02d}",
            "head": f"Lò Thị {_NAMES[number % 8]}",
            "born": 1960 + number,
            "status": None,
            "phone": f"09123450{village}{number}",
            "group": (number + 1) % 2 + 1,
        }
        row |= {"lon": round(lon, 7), "lat": round(lat, 7)} if village == 0 else {"x": x, "y": y}
        return row | changes

    def homes(self, count: int = 3) -> dict[str, list[Row]]:
        """A faultless household list: sheet → rows."""
        return {
            name: [self.home(village, number) for number in range(1, count + 1)]
            for village, name in enumerate(self.villages)
        }

    # Straight into the database, for tests of one later file.

    def plant(self) -> Commune:
        """The commune with its villages and groups, as if their files had come before."""
        code, name = self.province
        province, _made = Province.objects.get_or_create(code=code, defaults={"name": name})
        commune = Commune.objects.create(
            province=province, code=self.code, name=self.name, geom=_multi(self.shape())
        )
        for number, village_name in enumerate(self.villages):
            village = Village.objects.create(
                commune=commune,
                code=f"T{number + 1}",
                name=village_name,
                geom=_multi(self.village_shape(number)),
            )
            for group in range(2):
                SelfManagedGroup.objects.create(
                    village=village,
                    code=f"T{number + 1}-{group + 1}",
                    name=f"Tổ {group + 1}",
                    geom=_multi(self.group_shape(number, group)),
                )
        return commune

    # The files of a folder.

    def write_outline(self, folder: Path) -> Path:
        code, name = self.province
        about = {"MA_TINH": code, "TINH": name, "MA_XA": self.code, "TEN_XA": f"Xã {self.name}"}
        return write_geojson(folder / "dia gioi.geojson", [(about, self.shape())])

    def write_villages(self, folder: Path) -> Path:
        return write_layer(
            folder / "cac thon.gpkg",
            {
                "ma_so": ["T1", "T2"],
                "ten_thon": list(self.villages),
            },
            [self.village_shape(0), self.village_shape(1)],
            "EPSG:4326",
        )

    def write_old_villages(self, folder: Path) -> Path:
        """The same as a shapefile in the province's metres with TCVN3 text and no .cpg."""
        shapes = [
            shapely.transform(
                self.village_shape(village),
                lambda points: np.array([from_wgs84(x, y, self.srid) for x, y in points]),
            )
            for village in range(2)
        ]
        names = [encode_tcvn3(name) for name in self.villages]
        path = folder / "thon.shp"
        write_layer(path, {"MA": ["T1", "T2"], "TENTHON": names}, shapes, f"EPSG:{self.srid}")
        path.with_suffix(".cpg").unlink()
        return path

    def write_groups(self, folder: Path) -> Path:
        features: list[tuple[Mapping[str, object], BaseGeometry]] = [
            ({"thuoc_thon": name, "ten_to": f"Tổ số {group + 1}"}, self.group_shape(village, group))
            for village, name in enumerate(self.villages)
            for group in range(2)
        ]
        return write_geojson(folder / "to.geojson", features)

    def write_homes(self, folder: Path, sheets: Mapping[str, Sequence[Row | None]]) -> Path:
        """A workbook of these sheets; None is a blank row. Rows begin at ``FIRST_ROW``."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for line in self.sheet_lines(name, rows):
                sheet.append(list(line))
            for first, last in _MERGED:
                sheet.merge_cells(f"{first}:{last}")
        path = folder / "so ho.xlsx"
        book.save(path)
        return path

    def sheet_lines(self, name: str, rows: Sequence[Row | None]) -> list[list[Cell]]:
        """A sheet line by line: two titles, a blank, a header of two rows, rows, the total."""
        total = sum(row["size"] for row in rows if row and isinstance(row["size"], int))
        return [
            [f"ỦY BAN NHÂN DÂN XÃ {self.name.upper()}"],
            [f"Danh sách hộ {name.lower()}"],
            [],
            [upper for _key, upper, _lower in COLUMNS],
            [lower for _key, _upper, lower in COLUMNS],
            *([row.get(key) for key, _upper, _lower in COLUMNS] if row else [] for row in rows),
            [],
            ["Tổng cộng", total],
        ]

    def raw_homes(self, sheets: Mapping[str, Sequence[Row | None]]) -> RawFile:
        """What reading that workbook gives, without the file."""
        merged = (Merge(4, 7, 4, 8), Merge(4, 9, 4, 10))
        tables = []
        for name, rows in sheets.items():
            lines = enumerate(self.sheet_lines(name, rows), start=1)
            raw = tuple(RawRow(number, tuple(line)) for number, line in lines if any(line))
            tables.append(RawTable(name, raw, merged))
        return RawFile("so ho.xlsx", tables=tuple(tables))

    def write_members(self, folder: Path, rows: Sequence[Sequence[Cell]] | None = None) -> Path:
        """Rows: number, kind, name, birthday, cell, post, home."""
        cell = f"Chi bộ {self.villages[0]}"
        usual: Sequence[Sequence[Cell]] = (
            (1, "Đảng viên ở thôn", "Hà Văn Núi", "02/03/1970", cell, "Bí thư", "A01"),
            (2, "Hưu trí", "Hà Thị Suối", "1955", cell, "", "A02"),
            (3, "Miễn công tác", "Đinh Văn Rừng", "04/05/1940", cell, "", ""),
        )
        header = ("Số TT", "Diện đảng viên", "Họ tên", "Ngày sinh", "Sinh hoạt tại chi bộ",
                  "Chức danh", "Mã hộ")  # fmt: skip
        return write_table(folder / "dang vien.xlsx", header, usual if rows is None else rows)

    def write_assignments(self, folder: Path, rows: Sequence[Sequence[Cell]]) -> Path:
        """Rows: household, member's number, member's name, day, perhaps the day of the end."""
        columns = ("Mã hộ", "Mã ĐV", "Người phụ trách", "Kể từ ngày", "Đến ngày")
        header = columns[: max(4, *map(len, rows))]
        return write_table(folder / "phan cong.xlsx", header, rows)

    def write_contacts(self, folder: Path, rows: Sequence[Sequence[Cell]]) -> Path:
        """Rows: household, day, channel, member's number, what was said."""
        path = folder / "so tham.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, delimiter=";")
            lines.writerow(("Mã hộ", "Ngày thăm", "Hình thức", "Mã ĐV", "Nội dung"))
            lines.writerows(rows)
        return path

    def write_folder(self, folder: Path) -> Path:
        """Every kind of file, all without a fault."""
        self.write_outline(folder)
        self.write_villages(folder)
        self.write_groups(folder)
        self.write_homes(folder, self.homes())
        self.write_members(folder)
        self.write_assignments(
            folder, [("A03", 1, "Hà Văn Núi", "05/01/2026"), ("B01", 2, None, "05/01/2026")]
        )
        self.write_contacts(
            folder,
            [("A03", "07/11/2026", "Gặp mặt", 1, "Ổn định"), ("B01", "8/11/2026", "ĐT", 2, "")],
        )
        return folder


HUE = Office(
    code="19999",
    name="Mây Trắng",
    province=("46", "Huế"),
    srid=9214,
    west=107.40,
    south=16.30,
    villages=("Thôn Suối Trong", "Thôn Đồi Thông"),
)
CA_MAU = Office(
    code="32999",
    name="Rừng Đước",
    province=("96", "Cà Mau"),
    srid=9207,
    west=104.90,
    south=8.80,
    villages=("Ấp Rạch Dừa", "Ấp Kênh Đứng"),
)


def _multi(shape: BaseGeometry) -> MultiPolygon:
    return MultiPolygon(GEOSGeometry(shape.wkt, srid=4326), srid=4326)


def write_geojson(
    path: Path, features: Sequence[tuple[Mapping[str, object], BaseGeometry]]
) -> Path:
    """A FeatureCollection in degrees."""
    items = [
        {"type": "Feature", "properties": dict(about), "geometry": shapely.geometry.mapping(shape)}
        for about, shape in features
    ]
    body = {"type": "FeatureCollection", "features": items}
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    return path


def write_layer(
    path: Path, columns: Mapping[str, Sequence[str]], shapes: Sequence[BaseGeometry], crs: str
) -> Path:
    """A GeoPackage or a shapefile, by the suffix."""
    shapefile = path.suffix == ".shp"
    write(
        path,
        geometry=np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        crs=crs,
        geometry_type="Polygon",
        driver="ESRI Shapefile" if shapefile else "GPKG",
        encoding="ISO-8859-1" if shapefile else None,
    )
    return path


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Path:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path
