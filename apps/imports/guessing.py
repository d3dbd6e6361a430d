"""What a file seems to be, kept with the upload: the engine's guess, and what it is known by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.common.text import fold, tidy
from apps.imports.recognise import Recognised
from apps.imports.recognise.guess import crs_label

#: cells of a row that may be a header; titles have fewer
_HEADER_CELLS: Final = 3
#: of a hostile file with a thousand sheets a screen shows the first ones
_MOST_PARTS: Final = 40
_ENCODINGS: Final[dict[str, Any]] = {
    "nfc": "Unicode",
    "nfd": gettext_lazy("Unicode tổ hợp"),
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
}
DELIMITER_LABELS: Final[dict[str, Any]] = {
    ";": gettext_lazy("Dấu chấm phẩy ;"),
    ",": gettext_lazy("Dấu phẩy ,"),
    "\t": gettext_lazy("Dấu tab"),
    "|": gettext_lazy("Gạch đứng |"),
}


def guess_of(found: Recognised) -> dict[str, Any]:
    """The engine's guess with `signature` and `first_kind` (see ``memory``)."""
    guess = found.guess()
    for part in ("tables", "layers", "unknown"):
        guess[part] = guess[part][:_MOST_PARTS]
    guess["signature"] = signature_of(_headers(guess))
    guess["first_kind"] = guess["kind"] or ""
    return guess


def systems_in(guess: Mapping[str, Any]) -> str:
    """The coordinate systems of a file in people's words; "" of a file of no places."""
    found = guess.get("systems")
    if found is None:
        # Recognised before they were noted.
        parts = [*guess.get("tables", []), *guess.get("layers", [])]
        return next((part["zone"] for part in parts if part["zone"]), "")
    return ", ".join(crs_label(srid) or _("chưa rõ múi chiếu") for srid in found)


def encoding_in(guess: Mapping[str, Any]) -> str:
    """How the file's text is written, for people; "" where nothing is known of it."""
    name = guess.get("encoding", "")
    return encoding_label(name) or (encoding_label("nfc") if guess.get("kind") and name else "")


def encoding_label(name: str | None) -> str:
    """One of ``Encoding``; "" for anything else, such as how the bytes were read."""
    return str(_ENCODINGS.get(name or "", ""))


def delimiter_label(delimiter: str) -> str:
    """What parts the columns of a text file."""
    return str(DELIMITER_LABELS.get(delimiter, ""))


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
