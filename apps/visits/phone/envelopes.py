"""A batch as it comes: read item by item, so that one that cannot be read harms no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError

from apps.common.errors import DomainError
from apps.visits.phone.kinds import Item, Kind, kind_of
from apps.visits.phone.parsing import parse_json, too_big
from apps.visits.phone.sealing import SealError, open_sealed

#: understood for ever, whatever comes after it
VERSION: Final = 1
MOST_ITEMS: Final = 100
# Fields whose values come from closed lists: an app that knows more of them than the server.
_CODED: Final = frozenset({"channel", "changes"})
_FIELDS: Final[dict[str, Promise]] = {
    "household": gettext_lazy("hộ"),
    "said_at": gettext_lazy("thời điểm"),
    "channel": gettext_lazy("hình thức"),
    "note": gettext_lazy("nội dung"),
    "position": gettext_lazy("vị trí"),
    "companions": gettext_lazy("người đi cùng"),
    "changes": gettext_lazy("có gì thay đổi"),
    "next_visit_on": gettext_lazy("hẹn lần sau"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: ``name`` is its UUID as it came; ``refusal`` where it could not be read.

    ``body``: all of it, for telling the same from another; ``item``: what its kind made of it.
    """

    name: str
    refusal: DomainError | None = None
    kind: Kind | None = None
    item: Item | None = None
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    sent_at: datetime
    device: UUID | None
    entries: tuple[Entry, ...]


def read_envelope(data: object, *, sealed: bool = False) -> Envelope:
    """Raises DomainError 422 for an envelope that is none, 413 for more than ``MOST_ITEMS``."""
    if not isinstance(data, dict):
        raise _invalid("body")
    items, version = data.get("items"), data.get("version")
    if not isinstance(items, list):
        raise _invalid("items")
    if isinstance(version, bool) or not isinstance(version, int):
        raise _invalid("version")
    if len(items) > MOST_ITEMS:
        raise too_big()
    sent_at = _field(data, "sent_at", serializers.DateTimeField())
    if sealed:
        entries = tuple(_unsealed(item, version, data.get("key_id")) for item in items)
    else:
        entries = tuple(_read(item, version) for item in items)
    return Envelope(sent_at, device_of(data), entries)


def device_of(data: object) -> UUID | None:
    """The browser that an envelope names, if it names one."""
    if not isinstance(data, dict) or data.get("device") is None:
        return None
    device: UUID = _field(data, "device", serializers.UUIDField())
    return device


def _field(data: Mapping[str, Any], name: str, field: serializers.Field[Any, Any, Any, Any]) -> Any:
    value = data.get(name)
    if not isinstance(value, str):
        raise _invalid(name)
    try:
        return field.run_validation(value)
    except ValidationError as error:
        raise _invalid(name) from error


def _invalid(field: str) -> DomainError:
    return DomainError(
        "invalid",
        _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
        status=422,
        detail={"field": field},
    )


def _unreadable() -> DomainError:
    return DomainError("invalid", _("Không đọc được lần ghi này. Hãy ghi lại rồi gửi."), status=422)


def _update_first() -> DomainError:
    return DomainError(
        "update_first",
        _("Máy chủ chưa hiểu lần ghi này. Hãy cập nhật ứng dụng (tải lại trang) rồi gửi lại."),
        status=422,
    )


def _cannot_open() -> DomainError:
    return DomainError(
        "cannot_open",
        _("Không mở được lần ghi này. Hãy mở khoá ứng dụng để máy đóng gói và gửi lại."),
        status=422,
    )


def _name_of(item: object) -> str:
    """The UUID as text in its one form; "" for what is none."""
    value = item.get("uuid") if isinstance(item, dict) else None
    try:
        return str(UUID(value)) if isinstance(value, str) and len(value) <= 50 else ""
    except ValueError:
        return ""


def _read(item: object, version: int) -> Entry:
    name = _name_of(item)
    if not isinstance(item, dict) or not name:
        return Entry(name, _unreadable())
    kind = kind_of(item.get("kind"))
    if version != VERSION or kind is None:
        return Entry(name, _update_first())
    try:
        data = kind.reader.run_validation(item)
    except ValidationError as error:
        return Entry(name, _wrong_field(kind, _first_field(error)))
    return Entry(
        name,
        kind=kind,
        item=Item(UUID(name), data),
        # The UUID may be written in several ways.
        body={**item, "uuid": name},
    )


def _first_field(error: ValidationError) -> str:
    return next(iter(error.detail), "") if isinstance(error.detail, dict) else ""


def _wrong_field(kind: Kind, field: str) -> DomainError:
    if field in _CODED | kind.coded:
        return _update_first()
    words = str({**_FIELDS, **kind.words}.get(field, field))
    return DomainError(
        "invalid",
        _("Mục “%(field)s” không hợp lệ. Hãy sửa lại rồi gửi.") % {"field": words},
        status=422,
        detail={"field": field},
    )


def _unsealed(item: object, version: int, key_id: object) -> Entry:
    name = _name_of(item)
    sealed = item.get("sealed") if isinstance(item, dict) else None
    if not name or not isinstance(sealed, str):
        return Entry(name, _unreadable())
    if version != VERSION:
        return Entry(name, _update_first())
    try:
        opened = open_sealed(sealed, key_id=str(key_id), uuid=UUID(name))
        inside = parse_json(opened)
    except (SealError, ParseError):
        return Entry(name, _cannot_open())
    return _read(inside, version) if _name_of(inside) == name else Entry(name, _unreadable())
