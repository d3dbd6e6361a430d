"""The office's spreadsheets and its visiting book, in the layouts such offices use."""

import csv
import io
import re
import zipfile
from dataclasses import astuple, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geodata import faults
from geodata.handwriting import (
    Position,
    lat_lon,
    write_group,
    write_name,
    write_phone,
    write_position,
    write_status,
)
from geodata.names import VILLAGES
from geodata.plan import Commune

Row: TypeAlias = list[object]
HOUSEHOLDS_FILE = "danh_sach_ho.xlsx"
MEMBERS_FILE = "danh_sach_dang_vien.xlsx"
DUTIES_FILE = "phan_cong_hien_tai.xlsx"
LOG_FILE = "so_tham_ho.csv"
_HEADER = ("STT", "Mã hộ", "Họ và tên chủ hộ", "Năm sinh", "Số khẩu", "Tổ NDTQ", "Diện hộ",
           "Số điện thoại", "Toạ độ VN-2000", None, "Toạ độ WGS84", None, "Ghi chú")  # fmt: skip
_SUBHEADER = (*[None] * 8, "X (Bắc)", "Y (Đông)", "Vĩ độ", "Kinh độ", None)
_WIDTHS = (6, 10, 26, 10, 9, 10, 18, 16, 14, 14, 17, 17, 20)
_FIRST_ROW = 6
_BOLD, _MIDDLE = Font(bold=True), Alignment(horizontal="center", vertical="center")


def village_name(number: int) -> str:
    """'Thôn …' of a village numbered from 1."""
    return f"Thôn {VILLAGES[number - 1]}"


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _save(book: Workbook, path: Path, made: date) -> None:
    """Save so that the same content gives the same bytes: all clocks in the file are ``made``."""
    moment = datetime(made.year, made.month, made.day)  # noqa: DTZ001 - OOXML wants it naive
    book.properties.creator = "Văn phòng Đảng ủy xã"
    book.properties.created = moment
    draft = io.BytesIO()
    book.save(draft)
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    # openpyxl writes the present moment as "modified" and into the archive; put ours instead.
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = modified.sub(rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def _title(sheet: Worksheet, village: str, until: date) -> None:
    """Two title rows, a blank one, and a header of two rows with merged cells."""
    sheet.append(["DANH SÁCH HỘ GIA ĐÌNH"])
    sheet.append([f"{village} – tính đến ngày {_day(until.replace(day=1))}"])
    sheet.append([])
    sheet.append(list(_HEADER))
    sheet.append(list(_SUBHEADER))
    for cells in ("A1:M1", "A2:M2", "I4:J4", "K4:L4"):
        sheet.merge_cells(cells)
    for row in (1, 2, 4, 5):
        for cell in sheet[row]:
            cell.font, cell.alignment = _BOLD, _MIDDLE
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _household_row(commune: Commune, i: int, number: int, rng: np.random.Generator) -> Row:
    household, fault = commune.households[i], commune.faults.get(i)
    position = write_position((household.east, household.north), household.writing)
    note = "Chưa đo toạ độ" if household.writing == "none" and rng.random() < 0.3 else None
    row: Row = [
        number,
        household.code,
        write_name(str(household.head), rng),
        household.birth_year,
        household.size,
        write_group(household.group, rng),
        write_status(household.status, rng),
        write_phone(household.phone, rng),
        *astuple(_spoilt(position, fault)),
        note,
    ]
    if fault == faults.MISSING_HEAD:
        row[2] = None
    elif fault == faults.NOT_A_NUMBER:
        row[4] = "bốn"
    elif fault == faults.BIRTH_YEAR:
        row[3] = 2099
    return row


def _spoilt(position: Position, fault: str | None) -> Position:
    """The position as a hurried hand wrote it."""
    if fault == faults.SWAPPED:
        return replace(position, latitude=position.longitude, longitude=position.latitude)
    if fault == faults.OUTSIDE and isinstance(position.latitude, float):
        return replace(position, latitude=round(position.latitude + 1.0, 6))
    return position


def write_households(commune: Commune, out: Path) -> list[tuple[str, int, str, str]]:
    """A sheet per village. Returns the rows at fault: (sheet, row, household, fault)."""
    rng = np.random.default_rng([commune.seed, 83])
    book = Workbook()
    book.remove(book.worksheets[0])
    found: list[tuple[str, int, str, str]] = []
    for village in range(1, len(VILLAGES) + 1):
        name = village_name(village)
        sheet = book.create_sheet(name)
        _title(sheet, name, commune.until)
        here = [i for i, h in enumerate(commune.households) if h.village == village]
        row_number = _FIRST_ROW
        for number, i in enumerate(here, start=1):
            row = _household_row(commune, i, number, rng)
            fault = commune.faults.get(i)
            copies = 2 if fault == faults.DUPLICATE else 1
            for _ in range(copies):
                sheet.append(row)
            row_number += copies
            if fault:
                found.append((name, row_number - 1, commune.households[i].code, fault))
        sheet.append([])
        sheet.append(["Tổng cộng", None, None, None, len(here)])
        sheet.cell(sheet.max_row, 1).font = _BOLD
        sheet.freeze_panes = f"D{_FIRST_ROW}"
    _save(book, out / HOUSEHOLDS_FILE, commune.until)
    return found


def _plain_sheet(
    book: Workbook, title: str, header: tuple[str, ...], widths: tuple[int, ...]
) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = _BOLD
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return sheet


def _home(commune: Commune, i: int) -> tuple[float, float]:
    household = commune.households[i]
    return lat_lon((household.east, household.north))


def write_members(commune: Commune, out: Path) -> None:
    """All cells' members on one sheet."""
    rng = np.random.default_rng([commune.seed, 89])
    book = Workbook()
    header = ("STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Chức vụ", "Loại đảng viên", "Sức khoẻ",
              "Ngày vào Đảng", "Điện thoại", "Mã hộ nơi ở", "Vĩ độ", "Kinh độ")  # fmt: skip
    sheet = _plain_sheet(book, "Đảng viên", header, (6, 24, 12, 26, 18, 30, 12, 14, 14, 13, 11, 11))
    for member in commune.members:
        located = commune.households[member.home].writing != "none" and rng.random() < 0.9
        home: tuple[float | None, float | None] = (None, None)
        if located:
            home = _home(commune, member.home)
        sheet.append([
            member.number, str(member.name), _day(member.born),
            f"Chi bộ {village_name(member.village).lower()}", member.post, member.kind,
            member.health, _day(member.joined), write_phone(member.phone, rng),
            commune.households[member.home].code, *home,
        ])  # fmt: skip
    _save(book, out / MEMBERS_FILE, commune.until)


def write_duties(commune: Commune, out: Path) -> None:
    """Who is in charge of whom today, a row a household."""
    book = Workbook()
    header = ("STT đảng viên", "Đảng viên phụ trách", "Chi bộ", "Thôn", "Mã hộ", "Chủ hộ",
              "Từ ngày")  # fmt: skip
    sheet = _plain_sheet(book, "Phân công", header, (14, 24, 26, 24, 10, 24, 12))
    for duty in commune.duties:
        member = commune.members[duty.member]
        household = commune.households[duty.household]
        village = village_name(member.village)
        sheet.append([
            member.number, str(member.name), f"Chi bộ {village.lower()}", village,
            household.code, str(household.head), _day(duty.since),
        ])  # fmt: skip
    _save(book, out / DUTIES_FILE, commune.until)


def write_log(commune: Commune, out: Path) -> None:
    """The visiting book as Excel exports it here: semicolons, a byte-order mark, CRLF."""
    with (out / LOG_FILE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            ["Ngày", "STT đảng viên", "Mã hộ", "Hình thức", "Vĩ độ", "Kinh độ", "Nội dung"]
        )
        for line in commune.log:
            spot = ("", "") if line.spot is None else lat_lon(line.spot)
            writer.writerow([
                _day(line.day), commune.members[line.member].number,
                commune.households[line.household].code, line.channel, *spot, line.note,
            ])  # fmt: skip
