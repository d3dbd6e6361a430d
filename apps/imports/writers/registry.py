"""Who writes which kind of file. The app that owns the tables registers its writer."""

from collections.abc import Callable
from datetime import date

from apps.areas.models import Commune
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.writers.context import ImportContext

Writer = Callable[[ImportContext, Recognised, FileReport], None]

# A commune and a day → (person, household) of whoever is in charge of it then or later.
ChargeFinder = Callable[[Commune, date], frozenset[tuple[int, int]]]

_writers: dict[str, Writer] = {}
_charges: dict[str, ChargeFinder] = {}


def register_writer(kind: str, writer: Writer) -> None:
    """Let ``writer`` take in the files of one kind (a key of ``imports.kinds``)."""
    _writers[kind] = writer


def writer_of(kind: str) -> Writer:
    return _writers[kind]


def register_charges(name: str, find: ChargeFinder) -> None:
    """Let the app that keeps assignments, which lies above this one, say who is in charge."""
    _charges[name] = find


def charges_of(commune: Commune, day: date) -> frozenset[tuple[int, int]]:
    """(person, household) of those who are or will be in charge; nobody moves into these homes."""
    return frozenset().union(*(find(commune, day) for find in _charges.values()))
