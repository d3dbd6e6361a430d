"""Takes a commune's files in: read all, recognise all, then write one after the other."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pghistory
from django.db import DataError, transaction

from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.imports.messages import message
from apps.imports.models import ImportedFile
from apps.imports.readers.sandbox import FORMATS, companions, read_file
from apps.imports.readers.shapes import ReaderError
from apps.imports.recognise import Recognised, recognise
from apps.imports.reporting import FileReport
from apps.imports.writers.context import ImportContext, Progress, no_progress
from apps.imports.writers.registry import writer_of

# Told which file is being worked on; answers with what to call for each row.
Announce = Callable[[str], Progress]


# Files that lie beside a commune's and stop nothing.
_NOT_OURS = frozenset({"unsupported_format", "nothing_in_zip"})


def no_announcement(_what: str) -> Progress:
    return no_progress


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file that was not taken in: ``code`` and ``message`` say why."""

    file: str
    code: str
    message: str


@dataclass(slots=True)
class ImportResult:
    """What became of every file. With ``unreadable`` files nothing at all was written."""

    reports: list[FileReport] = field(default_factory=list)
    ignored: list[LeftAlone] = field(default_factory=list)
    unreadable: list[LeftAlone] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: all rows in without a remark; 1: some rows reported; 2: a file cannot be used."""
        if self.unreadable:
            return 2
        return 0 if all(report.is_clean for report in self.reports) else 1


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    recognised: Recognised
    sha256: str


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those lying in the folders named; subfolders are not entered.

    A shapefile's companions come with the shapefile.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        entries = sorted(
            entry
            for entry in path.iterdir()
            if entry.is_file() and not entry.name.startswith((".", "~$"))
        )
        belonging = {other for entry in entries for other in companions(entry)}
        yield from (entry for entry in entries if entry not in belonging)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for part in (path, *companions(path)):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def _read(path: Path, result: ImportResult) -> _Source | None:
    """The file with its meaning; files of other kinds are named and left alone."""
    if path.suffix.lower() not in FORMATS and path.exists():
        code = "unsupported_format"
        result.ignored.append(LeftAlone(path.name, code, message(code)))
        return None
    try:
        recognised = recognise(read_file(path))
    except ReaderError as error:
        left = result.ignored if error.code in _NOT_OURS else result.unreadable
        left.append(LeftAlone(path.name, error.code, message(error.code)))
        return None
    if recognised.kind is None:
        code = "unknown_kind_of_file"
        result.ignored.append(LeftAlone(path.name, code, message(code)))
        return None
    return _Source(path, recognised, _digest(path))


def _account_for_rows(report: FileReport) -> None:
    """Every row is in or reported; a file of which this cannot be said is not taken in."""
    if not report.adds_up:
        raise DomainError("rows_lost", f"{report.file}: {report.as_json()}")


def _write(source: _Source, context: ImportContext, result: ImportResult) -> None:
    kind = source.recognised.kind
    if kind is None:
        return
    report = FileReport(
        file=source.path.name,
        kind=kind.key,
        encoding=source.recognised.encoding,
        rows=source.recognised.rows,
    )
    before = context.commune
    try:
        with transaction.atomic(), pghistory.context(reason="import", file=source.sha256):
            if context.commune is not None:
                # No village ends while its households are written.
                Commune.objects.filter(pk=context.commune.pk).hold()
            writer_of(kind.key)(context, source.recognised, report)
            _account_for_rows(report)
            for name in source.recognised.left_out:
                report.say(
                    sheet=name, row=0, code="sheet_left_out", message=message("sheet_left_out")
                )
            ImportedFile.objects.create(
                name=report.file,
                sha256=source.sha256,
                kind=report.kind,
                imported_at=context.at,
                report=report.as_json(),
            )
    except DataError:
        # The database knows every column's bounds; what is beyond them is nobody's real value.
        context.commune = before
        code = "value_not_kept"
        result.unreadable.append(LeftAlone(source.path.name, code, message(code)))
        return
    except DomainError as error:
        context.commune = before
        result.unreadable.append(LeftAlone(source.path.name, error.code, error.message))
        return
    result.reports.append(report)


def import_files(
    paths: Iterable[Path],
    *,
    at: datetime,
    commune: Commune | None = None,
    dry_run: bool = False,
    announce: Announce = no_announcement,
) -> ImportResult:
    """Take files in, in the order in which they depend on each other; one transaction a file.

    All are read before the first is written: when one is unreadable nothing is. ``commune`` says
    where files without an outline of their own belong. ``dry_run`` writes and rolls back.
    """
    result = ImportResult()
    sources = []
    for path in files_of(paths):
        announce(path.name)
        source = _read(path, result)
        if source is not None:
            sources.append(source)
    if result.unreadable:
        return result
    sources.sort(key=lambda source: source.recognised.kind.order if source.recognised.kind else 0)
    context = ImportContext(at=at, commune=commune or _only_commune())
    with transaction.atomic() if dry_run else nullcontext():
        for source in sources:
            context.progress = announce(source.path.name)
            _write(source, context, result)
        if dry_run:
            transaction.set_rollback(True)
    return result


def _only_commune() -> Commune | None:
    """The commune of an installation that has just one."""
    communes = list(Commune.objects.all()[:2])
    return communes[0] if len(communes) == 1 else None
