"""JSON as phones send it, bounded in size and depth before anything looks at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from apps.common.errors import DomainError

#: bytes of a batch
MOST_BYTES: Final = 256 * 1024
#: of a sealed one, which is in base64
MOST_SEALED_BYTES: Final = 512 * 1024
#: an item's position lies at the fourth level
DEEPEST: Final = 12


class PhoneParser(BaseParser):
    """JSON of at most ``most`` bytes, without NaN, not nested deeper than ``DEEPEST``."""

    media_type = "application/json"
    most = MOST_BYTES

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        text = stream.read(self.most + 1)
        if len(text) > self.most:
            raise too_big()
        return parse_json(text)


class SealedParser(PhoneParser):
    most = MOST_SEALED_BYTES


def too_big() -> DomainError:
    return DomainError("too_big", _("Gửi quá nhiều một lúc. Hãy gửi làm nhiều lần."), status=413)


def parse_json(text: bytes) -> Any:
    """Raises ParseError for what is no JSON, or is nested too deep."""
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ParseError(_("Yêu cầu không phải là JSON.")) from error
    if not _is_shallow(data):
        raise ParseError(_("Yêu cầu không phải là JSON."))
    return data


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _is_shallow(data: Any) -> bool:
    level = [data]
    for _depth in range(DEEPEST):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return True
    return False


def _parts(whole: Any) -> list[Any]:
    if isinstance(whole, dict):
        return list(whole.values())
    return whole if isinstance(whole, list) else []
