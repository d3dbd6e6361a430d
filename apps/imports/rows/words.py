"""Words that offices use for the members of closed lists, and how cells are read. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

import phonenumbers

from apps.common.text import fold, tidy

Cell: TypeAlias = str | int | float | date | None

_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SIZE = re.compile(r"(\d{1,3})(?:[.,]0+)?(?:\s*(?:nguoi|khau|nhan khau))?")
_YEAR = re.compile(r"(?:.*[/.\-])?(\d{4})")


class CellError(ValueError):
    """A cell that cannot be used; ``code`` is a key of the messages."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text_of(cell: Cell) -> str:
    """A cell as tidy text; a whole number without its ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidy(str(cell))


def integer_of(cell: Cell) -> int | None:
    """A whole number, from a number or from digits; None when there is none."""
    text = text_of(cell)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def size_of(cell: Cell) -> int | None:
    """Number of people: 4, "4", "4 người"; None for an empty cell."""
    text = fold(text_of(cell))
    if not text:
        return None
    match = _SIZE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= 60:
        raise CellError("size_not_a_number")
    return int(match[1])


def birth_year_of(cell: Cell, *, at: date) -> int | None:
    """A year between 1900 and now, from a year or a date; None for an empty cell."""
    if isinstance(cell, date):
        year = cell.year
    else:
        text = text_of(cell)
        if not text:
            return None
        match = _YEAR.fullmatch(text)
        if match is None:
            raise CellError("impossible_birth_year")
        year = int(match[1])
    if not 1900 <= year <= at.year:
        raise CellError("impossible_birth_year")
    return year


def date_of(cell: Cell) -> date | None:
    """A day, from a real date or as people write it (05/04/2026); None for an empty cell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    local, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    if local is not None:
        day, month, year = map(int, local.groups())
    elif iso is not None:
        year, month, day = map(int, iso.groups())
    else:
        raise CellError("bad_date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError("bad_date") from error


def phone_of(cell: Cell) -> str:
    """Digits with the leading zero, however they were typed; "" for an empty cell.

    Numbers of unassigned ranges are kept: the register is no directory of operators.
    """
    text = text_of(cell)
    if not text:
        return ""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 9 and not digits.startswith("0"):
        # A spreadsheet took it for a number and dropped the zero.
        digits = f"0{digits}"
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("84") else digits, "VN")
    except phonenumbers.NumberParseException as error:
        raise CellError("bad_phone") from error
    national = phonenumbers.national_significant_number(number)
    if not 8 <= len(national) <= 10:
        raise CellError("bad_phone")
    return f"0{national}"


def word_of(cell: Cell, words: Mapping[str, str], code: str) -> str:
    """The key a cell's word stands for; "" for an empty cell, ``CellError(code)`` if unknown.

    The whole cell must say it, or begin with it: "đang công tác (QĐ 213)".
    """
    text = re.sub(r"[^a-z0-9 ]+", " ", fold(text_of(cell)))
    text = " ".join(text.split())
    if not text:
        return ""
    if text in words:
        return words[text]
    starts = [word for word in words if text.startswith(f"{word} ")]
    if starts:
        return words[max(starts, key=len)]
    raise CellError(code)


STATUS_WORDS: dict[str, str] = {
    "khong": "none",
    "binh thuong": "none",
    "ho binh thuong": "none",
    "khong ngheo": "none",
    "khong thuoc dien": "none",
    "hn": "poor",
    "ngheo": "poor",
    "ho ngheo": "poor",
    "hcn": "near_poor",
    "cn": "near_poor",
    "can ngheo": "near_poor",
    "ho can ngheo": "near_poor",
    "thoat ngheo": "escaped",
    "moi thoat ngheo": "escaped",
    "ho moi thoat ngheo": "escaped",
    "ho thoat ngheo": "escaped",
    "gdcs": "policy",
    "gia dinh chinh sach": "policy",
    "chinh sach": "policy",
    "ho chinh sach": "policy",
    "gia dinh co cong": "policy",
    "nguoi co cong": "policy",
}
KIND_WORDS: dict[str, str] = {
    "o thon": "resident",
    "cu tru tai thon": "resident",
    "thuong tru": "resident",
    "khong chuyen trach": "part_time_officer",
    "can bo khong chuyen trach": "part_time_officer",
    "huu tri": "retired",
    "huu": "retired",
    "sinh hoat tam thoi": "temporary",
    "tam thoi": "temporary",
    "dang cong tac": "contact_213",
    "dang cong tac qd 213": "contact_213",
    "213": "contact_213",
    "qd 213": "contact_213",
    "can bo chuyen trach": "full_time_officer",
    "can bo chuyen trach xa": "full_time_officer",
    "chuyen trach": "full_time_officer",
    "can bo xa": "full_time_officer",
    "cong chuc xa": "full_time_officer",
    "mien cong tac": "excused",
    "mien sinh hoat": "excused",
    "mien cong tac va sinh hoat": "excused",
    "di lam an xa": "working_away",
    "lam an xa": "working_away",
    "tam mien sinh hoat": "working_away",
}
POST_WORDS: dict[str, str] = {
    "bi thu": "cell_secretary",
    "bi thu chi bo": "cell_secretary",
    "bt": "cell_secretary",
    "pho bi thu": "cell_deputy_secretary",
    "pho bi thu chi bo": "cell_deputy_secretary",
    "pbt": "cell_deputy_secretary",
    "chi uy vien": "cell_committee_member",
    "chi uy": "cell_committee_member",
    "cuv": "cell_committee_member",
    "truong thon": "village_head",
    "truong ban": "village_head",
    "to truong to dan pho": "village_head",
    "dang vien": "",
    "khong": "",
}
HEALTH_WORDS: dict[str, str] = {
    "tot": "good",
    "khoe": "good",
    "kha": "good",
    "trung binh": "fair",
    "tb": "fair",
    "binh thuong": "fair",
    "yeu": "weak",
    "kem": "weak",
}
CHANNEL_WORDS: dict[str, str] = {
    "truc tiep": "in_person",
    "gap truc tiep": "in_person",
    "den nha": "in_person",
    "tham ho": "in_person",
    "dien thoai": "phone",
    "goi dien": "phone",
    "dt": "phone",
    "zalo": "zalo",
    "facebook": "facebook",
    "fb": "facebook",
    "email": "email",
    "e mail": "email",
    "thu dien tu": "email",
    "hop": "meeting",
    "cuoc hop": "meeting",
    "tai cuoc hop": "meeting",
    "hop thon": "meeting",
}


def statuses_of(cell: Cell) -> tuple[str | None, bool, bool]:
    """Poverty status (None: not said), policy family, and whether a word was unknown.

    Several may stand in one cell: "HN, GĐCS".
    """
    poverty: str | None = None
    policy, unknown = False, False
    for part in re.split(r"[,;/+&]| và ", text_of(cell)):
        try:
            key = word_of(part, STATUS_WORDS, "unknown_status")
        except CellError:
            unknown = True
            continue
        if key == "policy":
            policy = True
        elif key:
            poverty = key
    return poverty, policy, unknown
