"""What a person says a file is, where the guess is not right. None everywhere: the guess stands.

A choice is untrusted like the file: it arrives as JSON from a browser, is checked here once, and
nothing of it but known words and small numbers goes any further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from apps.common.errors import DomainError
from apps.common.text.legacy import Encoding
from apps.imports.kinds import kind_keys
from apps.imports.readers import limits
from apps.imports.readers.crs import ALLOWED_SRIDS
from apps.imports.readers.options import DELIMITERS
from apps.imports.wording import ATTRIBUTE_LABELS, COLUMN_LABELS

#: "keep": names stay as they are written; "title": a capital at each word of every name
NAME_CASES: Final = ("keep", "title")
_MOST_HEADER_ROWS: Final = 2
_LONGEST_ATTRIBUTE: Final = 200
_KEYS: Final = frozenset(
    {"kind", "header_rows", "columns", "encoding", "srid", "delimiter", "name_case"}
)


@dataclass(frozen=True, slots=True)
class Choices:
    """`columns`: field → column (0-based) of a table, or attribute of a layer; a field that is
    not in it is not read. `header_rows`: as the spreadsheet numbers them, one or two that follow
    each other; () says that the table begins with its first row of data."""

    kind: str | None = None
    header_rows: tuple[int, ...] | None = None
    columns: Mapping[str, int | str] | None = None
    encoding: str | None = None
    srid: int | None = None
    delimiter: str | None = None
    name_case: str | None = None

    @classmethod
    def from_json(cls, data: object) -> Choices:
        """Checked strictly. Raises `DomainError("bad_choices")` (422) for anything unknown."""
        if data is None:
            return cls()
        if not isinstance(data, dict) or not set(data) <= _KEYS:
            _refuse(_("Lựa chọn không hợp lệ; tải lại trang rồi chọn lại."))
        return cls(
            kind=_one_of(data.get("kind"), kind_keys(), _("Không có loại tệp này; chọn lại.")),
            header_rows=_header_rows(data.get("header_rows")),
            columns=_columns(data.get("columns")),
            encoding=_one_of(
                data.get("encoding"),
                [encoding.value for encoding in Encoding],
                _("Không có bảng mã này; chọn lại."),
            ),
            srid=_srid(data.get("srid")),
            delimiter=_one_of(
                data.get("delimiter"), DELIMITERS, _("Không có dấu ngăn cách này; chọn lại.")
            ),
            name_case=_one_of(
                data.get("name_case"), NAME_CASES, _("Không có cách viết hoa này; chọn lại.")
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Only what was chosen; `from_json` makes the same again."""
        chosen: dict[str, Any] = {
            "kind": self.kind,
            "header_rows": None if self.header_rows is None else list(self.header_rows),
            "columns": None if self.columns is None else dict(self.columns),
            "encoding": self.encoding,
            "srid": self.srid,
            "delimiter": self.delimiter,
            "name_case": self.name_case,
        }
        return {key: value for key, value in chosen.items() if value is not None}

    @property
    def text_encoding(self) -> Encoding | None:
        """The chosen encoding of all text, or None: judged by the column."""
        return None if self.encoding is None else Encoding(self.encoding)


#: Nothing chosen.
NO_CHOICES: Final = Choices()


def _refuse(message: str) -> NoReturn:
    raise DomainError("bad_choices", message, status=422)


def _one_of(value: object, known: Any, message: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in known:
        _refuse(message)
    return value


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _header_rows(value: object) -> tuple[int, ...] | None:
    if value is None:
        return None
    said = _("Dòng tiêu đề phải là một dòng hoặc hai dòng liền nhau; chọn lại.")
    if not isinstance(value, list) or len(value) > _MOST_HEADER_ROWS:
        _refuse(said)
    if not all(_whole(row) and 1 <= row <= limits.ROWS for row in value):
        _refuse(said)
    if len(value) == _MOST_HEADER_ROWS and value[1] != value[0] + 1:
        _refuse(said)
    return tuple(value)


def _columns(value: object) -> dict[str, int | str] | None:
    if value is None:
        return None
    said = _("Cột đã chọn không hợp lệ; mỗi cột chọn một nghĩa, mỗi nghĩa một cột.")
    if (
        not isinstance(value, dict)
        or not value.keys() <= COLUMN_LABELS.keys() | ATTRIBUTE_LABELS.keys()
    ):
        _refuse(said)
    for place in value.values():
        column = _whole(place) and 0 <= place < limits.COLUMNS
        attribute = isinstance(place, str) and 0 < len(place) <= _LONGEST_ATTRIBUTE
        if not (column or attribute):
            _refuse(said)
    if len(set(value.values())) != len(value):
        _refuse(said)
    return dict(value)


def _srid(value: object) -> int | None:
    if value is None:
        return None
    if not _whole(value) or value not in ALLOWED_SRIDS:
        _refuse(_("Không có hệ toạ độ này trong danh sách; chọn lại."))
    return int(str(value))
