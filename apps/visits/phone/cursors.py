"""What a phone has, in one text: of each household a short digest of its row.

A cursor by time or by number misses what was written earlier and committed later. This one compares
what the phone has with what there is, so nothing can be missed; it is signed for its user, and a
text that is not ours means that the phone has nothing.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

_DIGEST: Final = 6
_ROW: Final = struct.Struct(f">Q{_DIGEST}s")
_SIGNATURE: Final = 16
_LONGEST: Final = 20_000
_SALT: Final = "apps.visits.phone.cursors"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """``changed``: rows that the phone has not, or otherwise. ``gone``: keys it is to forget.
    ``anew``: what the phone has is not known, so that all comes, and it forgets what does not.
    """

    cursor: str
    changed: list[Row]
    gone: list[int]
    anew: bool


def compare(cursor: str | None, rows: Sequence[Row], *, user: int) -> Difference:
    """``rows`` each with an ``id``."""
    known = _read(cursor, user)
    had = known or {}
    have = {row["id"]: _digest(row) for row in rows}
    return Difference(
        cursor=_written(have.items(), user),
        changed=[row for row in rows if had.get(row["id"]) != have[row["id"]]],
        gone=sorted(had.keys() - have.keys()),
        anew=known is None,
    )


def _digest(row: Row) -> bytes:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode(), digest_size=_DIGEST).digest()


def _signature(body: bytes, user: int) -> bytes:
    return salted_hmac(f"{_SALT}:{user}", body, algorithm="sha256").digest()[:_SIGNATURE]


def _written(have: Iterable[tuple[int, bytes]], user: int) -> str:
    body = b"".join(_ROW.pack(key, digest) for key, digest in have)
    return base64.urlsafe_b64encode(_signature(body, user) + body).decode()


def _read(cursor: str | None, user: int) -> dict[int, bytes] | None:
    if cursor is None or len(cursor) > _LONGEST:
        return None
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
    except ValueError:
        return None
    signature, body = text[:_SIGNATURE], text[_SIGNATURE:]
    if len(body) % _ROW.size or not constant_time_compare(signature, _signature(body, user)):
        return None
    return {key: digest for key, digest in _ROW.iter_unpack(body)}  # noqa: C416
