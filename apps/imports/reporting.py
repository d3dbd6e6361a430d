"""What is said about a file: counts that add up, and every row that was not simply taken in."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RowMessage:
    """One remark; ``row`` as the spreadsheet numbers it, a feature's number, or 0 for the file.

    No names and no other personal data: a report is kept and may be printed.
    """

    file: str
    sheet: str | None
    row: int
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "code": self.code,
            "message": self.message,
        }


@dataclass(slots=True)
class FileReport:
    """``imported`` rows are in the register now; ``updated`` and ``unchanged`` are part of them.

    Always ``imported + skipped + rejected == rows``.
    """

    file: str
    kind: str
    encoding: str = ""
    crs: str = ""
    rows: int = 0
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: int = 0
    corrected: int = 0
    unlocated: int = 0
    messages: list[RowMessage] = field(default_factory=list)

    def say(self, *, sheet: str | None, row: int, code: str, message: str) -> None:
        self.messages.append(RowMessage(self.file, sheet, row, code, message))

    @property
    def is_clean(self) -> bool:
        return not self.messages

    @property
    def srid(self) -> int | None:
        """The number of ``crs``."""
        return int(self.crs.removeprefix("EPSG:")) if self.crs else None

    @property
    def adds_up(self) -> bool:
        return self.imported + self.skipped + self.rejected == self.rows

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "kind": self.kind,
            "encoding": self.encoding,
            "crs": self.crs,
            "rows": self.rows,
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "rejected": self.rejected,
            "corrected": self.corrected,
            "unlocated": self.unlocated,
            "messages": [message.as_json() for message in self.messages],
        }
