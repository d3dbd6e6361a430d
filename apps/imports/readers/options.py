"""What the user may say about a text table when the guess is wrong."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from apps.imports.readers.shapes import ReaderError

DELIMITERS: Final = (";", ",", "\t", "|")
#: as `RawTable.encoding` says it → codec; 8-bit is Windows-1252, whose columns are judged later
ENCODINGS: Final = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "8-bit": "cp1252"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """None: guess. Raises `bad_options` for anything but the values above."""

    delimiter: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.delimiter is not None and self.delimiter not in DELIMITERS:
            raise ReaderError("bad_options")
        if self.encoding is not None and self.encoding not in ENCODINGS:
            raise ReaderError("bad_options")

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ReadOptions:
        """Checked again where they are used. Raises `bad_options`."""
        try:
            return cls(**json.loads(text))
        except (TypeError, ValueError):
            raise ReaderError("bad_options") from None


GUESS: Final = ReadOptions()
