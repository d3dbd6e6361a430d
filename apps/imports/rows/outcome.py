"""What became of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from apps.imports.messages import RowNote

Clean = TypeVar("Clean")
Outcome = Literal["ok", "skipped", "rejected"]


@dataclass(frozen=True, slots=True)
class Cleaned(Generic[Clean]):
    """`value` is None exactly when the row is skipped or rejected; then a note says why."""

    #: as in the file
    number: int
    outcome: Outcome
    value: Clean | None
    notes: tuple[RowNote, ...] = ()


class RowRejectedError(Exception):
    """A cell that makes the whole row unusable."""

    def __init__(self, note: RowNote) -> None:
        super().__init__(note.code)
        self.note = note
