"""What becomes of every row, told one by one: the preview's list, an audit, a test.

A report counts; a ledger is told each row of the input exactly once, with what would change. It
holds what stood in the cells, so whoever keeps it keeps personal data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, Protocol

from apps.imports.messages import message

RowOutcome = Literal["new", "changed", "unchanged", "skipped", "rejected"]
OUTCOMES: Final[tuple[RowOutcome, ...]] = ("new", "changed", "unchanged", "skipped", "rejected")


class Change(NamedTuple):
    """One field of a stored row: `field` is a key of `wording.FIELD_LABELS`; `old` and `new` in
    the app's own words, "" for nothing."""

    field: str
    old: str
    new: str


class Note(NamedTuple):
    """A remark on a row: a key of `messages.ROW_MESSAGES`, with what it is about, and its text."""

    code: str
    message: str

    @classmethod
    def of(cls, code: str) -> Note:
        return cls(code, message(code))


class Ledger(Protocol):
    """Told every row once, in no promised order, while the file's transaction runs.

    What it raises ends the file, which is then rolled back.
    """

    def row(
        self,
        *,
        file: str,
        sheet: str | None,
        number: int,
        outcome: RowOutcome,
        key: str,
        lon: float | None = None,
        lat: float | None = None,
        changes: Sequence[Change] = (),
        notes: Sequence[Note] = (),
    ) -> None:
        """`number`: as the file numbers it; `key`: what the row is about, in people's words (a
        household's code, a name), "" if that cannot be read; `lon`, `lat`: WGS 84, of the row or
        of what is stored."""
