"""What an app above says of a whole file before it is written, on the file's card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apps.accounts.actor import Actor
from apps.imports.models import ImportUpload


@dataclass(frozen=True, slots=True)
class Summary:
    """``lines``: a label and how many rows each; ``url``: where they are listed one by one."""

    title: str
    lines: tuple[tuple[str, int], ...]
    url: str
    label: str


# Asked about a previewed upload that the actor may read; None: nothing to say.
Summarizer = Callable[[Actor, ImportUpload], Summary | None]
_summarizers: dict[str, Summarizer] = {}


def register_summary(kind: str, summarizer: Summarizer) -> None:
    """Let ``summarizer`` say what the files of one kind (a key of ``imports.kinds``) bring."""
    _summarizers[kind] = summarizer


def summary_of(actor: Actor, upload: ImportUpload) -> Summary | None:
    """The summary of a file whose kind has one."""
    found = _summarizers.get(upload.kind)
    return None if found is None else found(actor, upload)
