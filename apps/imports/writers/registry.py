"""Who writes which kind of file. The app that owns the tables registers its writer."""

from collections.abc import Callable

from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.writers.context import ImportContext

Writer = Callable[[ImportContext, Recognised, FileReport], None]

_writers: dict[str, Writer] = {}


def register_writer(kind: str, writer: Writer) -> None:
    """Let ``writer`` take in the files of one kind (a key of ``imports.kinds``)."""
    _writers[kind] = writer


def writer_of(kind: str) -> Writer:
    return _writers[kind]
