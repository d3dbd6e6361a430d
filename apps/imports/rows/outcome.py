"""What became of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from apps.imports.messages import message

Clean = TypeVar("Clean")
Outcome = Literal["ok", "skipped", "rejected"]


@dataclass(frozen=True, slots=True)
class RowNote:
    """One thing to report about a row: a key of `messages.ROW_MESSAGES`.

    It never carries what stood in the cell: reports are kept, and cells hold personal data.
    """

    code: str

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the reader's language."""
        return message(self.code)


class Cleaned(NamedTuple, Generic[Clean]):
    """`value` is None exactly when the row is skipped or rejected; then a note says why."""

    #: as in the file
    number: int
    outcome: Outcome
    value: Clean | None
    notes: tuple[RowNote, ...] = ()
    #: what the row is about, as far as it can be read: a household's code, a name
    key: str = ""


class Place(NamedTuple):
    """Where a row stands in its file; reports name it."""

    #: 1-based, as a person sees it
    number: int
    #: None in a csv
    sheet: str | None


class RowRejectedError(Exception):
    """A cell that makes the whole row unusable; `code` is a key of `messages.ROW_MESSAGES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rejected(place: Place, refusal: RowRejectedError, key: str = "") -> Cleaned[Clean]:
    """The row at `place` is not to be written."""
    return Cleaned(place.number, "rejected", None, (RowNote(refusal.code),), key)
