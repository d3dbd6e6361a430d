"""What a file seems to be, kept with the upload: the engine's guess, and what it is known by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from apps.common.text import fold, tidy
from apps.imports.recognise import Recognised

#: cells of a row that may be a header; titles have fewer
_HEADER_CELLS: Final = 3
#: of a hostile file with a thousand sheets a screen shows the first ones
_MOST_PARTS: Final = 40


def guess_of(found: Recognised) -> dict[str, Any]:
    """The engine's guess with `signature` and `first_kind` (see ``memory``)."""
    guess = found.guess()
    for part in ("tables", "layers", "unknown"):
        guess[part] = guess[part][:_MOST_PARTS]
    guess["signature"] = signature_of(_headers(guess))
    guess["first_kind"] = guess["kind"] or ""
    return guess


def signature_of(headers: Iterable[str]) -> str:
    """The same for headers that differ in case, accents or spaces only; "" for none."""
    words = [fold(tidy(header)) for header in headers]
    while words and not words[-1]:
        words.pop()
    if not words:
        return ""
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def _headers(guess: dict[str, Any]) -> list[str]:
    """Of the first sheet or layer; where nothing is known, its first row that may be a header."""
    for table in guess["tables"]:
        return [column["header"] for column in table["columns"]]
    for layer in guess["layers"]:
        return [column["attribute"] for column in layer["columns"]]
    for part in guess["unknown"]:
        if part["attributes"]:
            return list(part["attributes"])
        for _number, cells in part["top"]:
            if sum(bool(cell) for cell in cells) >= _HEADER_CELLS:
                return list(cells)
    return []
