"""Reads what was entered for a kind's own fields; anything else is refused or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.common.errors import DomainError
from apps.issues.kinds import FieldSpec, FieldType, KindSpec

# What is kept in the row: text, whole numbers, ISO days, true and false.
Details = dict[str, str | int | bool]


def clean_details(spec: KindSpec, raw: Mapping[str, Any]) -> Details:
    """The fields of ``spec`` out of ``raw``; raises DomainError 422 that names what is wrong."""
    details: Details = {}
    for field in spec.fields:
        value = raw.get(field.name)
        if value is None or value == "":
            if field.is_required:
                raise _wrong(field, _("Hãy điền mục này."))
            continue
        details[field.name] = _READERS[field.type](field, value)
    return details


def shown_details(spec: KindSpec, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and values in the reader's language, in the order of the fields."""
    return [
        (str(field.label), _shown(field, details[field.name]))
        for field in spec.fields
        if field.name in details
    ]


def _shown(field: FieldSpec, value: Any) -> str:
    if field.type == FieldType.CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.type == FieldType.YES_NO:
        return _("Có") if value else _("Không")
    if field.type == FieldType.DATE:
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    return str(value)


def _choice(field: FieldSpec, value: Any) -> str:
    if isinstance(value, str) and value in dict(field.choices):
        return value
    raise _wrong(field, _("Hãy chọn trong danh sách."))


def _number(field: FieldSpec, value: Any) -> int:
    text = str(value).strip()
    if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= field.most:
        return int(text)
    raise _wrong(field, _("Hãy nhập số nguyên từ 0 đến %(most)d.") % {"most": field.most})


def _date(field: FieldSpec, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError:
        raise _wrong(field, _("Hãy nhập ngày theo dạng ngày/tháng/năm.")) from None


def _yes_no(field: FieldSpec, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(field, _("Hãy chọn có hoặc không."))


def _wrong(field: FieldSpec, message: str) -> DomainError:
    return DomainError(
        "wrong_details", f"{field.label}: {message}", status=422, detail={"field": field.name}
    )


_READERS: Final[Mapping[FieldType, Callable[[FieldSpec, Any], str | int | bool]]] = {
    FieldType.CHOICE: _choice,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
}
