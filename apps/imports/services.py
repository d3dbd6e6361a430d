"""Takes a commune's files in: read all, recognise all, then write one after the other.

A preview is the same thing rolled back (`plan`), so that it can neither say more nor less than
what will happen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pghistory
from django.db import DataError, IntegrityError, connection, transaction

from apps.accounts.actor import NOBODY, Actor
from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.conflicts import conflict_of
from apps.imports.ledger import Ledger
from apps.imports.messages import about, message
from apps.imports.models import ImportedFile
from apps.imports.readers.sandbox import FORMATS, companions, opened
from apps.imports.readers.shapes import ReaderError
from apps.imports.recognise import Recognised, recognise
from apps.imports.reporting import FileReport
from apps.imports.writers.context import FileProgress, ImportContext, no_progress
from apps.imports.writers.registry import writer_of

# Files that lie beside a commune's and stop nothing.
_NOT_OURS = frozenset({"unsupported_format", "nothing_in_zip"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be taken in. `name` is what people call it, where that is not the path's name."""

    path: Path
    name: str = ""
    choices: Choices = NO_CHOICES

    @property
    def title(self) -> str:
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file that was not taken in: ``code`` and ``message`` say why."""

    file: str
    code: str
    message: str


@dataclass(slots=True)
class ImportResult:
    """What became of every file. With ``unreadable`` files nothing at all was written.

    Unless it was a file that could be read and then not be written, in an import with a
    transaction for each file: those before and after it are ``reports``.
    """

    reports: list[FileReport] = field(default_factory=list)
    ignored: list[LeftAlone] = field(default_factory=list)
    unreadable: list[LeftAlone] = field(default_factory=list)
    #: False after a preview, and where one transaction for all files was given up
    written: bool = True

    @property
    def exit_code(self) -> int:
        """0: all rows in without a remark; 1: some rows reported; 2: a file cannot be used."""
        if self.unreadable:
            return 2
        return 0 if all(report.is_clean for report in self.reports) else 1


@dataclass(frozen=True, slots=True)
class _Taken:
    source: Source
    recognised: Recognised
    sha256: str

    @property
    def order(self) -> int:
        return self.recognised.kind.order if self.recognised.kind else 0


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


def _sources_of(files: Iterable[Path | Source]) -> Iterator[Source]:
    for file in files:
        if isinstance(file, Source):
            yield file
        else:
            yield from map(Source, files_of([file]))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for part in (path, *companions(path)):
        with part.open("rb") as file:
            while piece := file.read(1024 * 1024):
                digest.update(piece)
    return digest.hexdigest()


@contextmanager
def looked_at(source: Source) -> Iterator[Recognised]:
    """What a file is, for a screen (`Recognised.guess`); nothing is written.

    Raises `ReaderError` with a code of `messages.FILE_ERRORS`.
    """
    with opened(source.path, source.choices) as raw:
        yield recognise(raw, source.choices)


def _read(source: Source, result: ImportResult, spools: ExitStack) -> _Taken | None:
    """The file with its meaning; files of other kinds are named and left alone."""
    if source.path.suffix.lower() not in FORMATS and source.path.exists():
        code = "unsupported_format"
        result.ignored.append(LeftAlone(source.title, code, message(code)))
        return None
    try:
        recognised = spools.enter_context(looked_at(source))
    except ReaderError as error:
        left = result.ignored if error.code in _NOT_OURS else result.unreadable
        left.append(LeftAlone(source.title, error.code, message(error.code)))
        return None
    if recognised.kind is None:
        code = "unknown_kind_of_file"
        result.ignored.append(LeftAlone(source.title, code, message(code)))
        return None
    return _Taken(source, recognised, _digest(source.path))


def _account_for_rows(report: FileReport) -> None:
    """Every row is in or reported; a file of which this cannot be said is not taken in."""
    if not report.adds_up:
        raise DomainError("rows_lost", f"{report.file}: {report.as_json()}")


def _write(taken: _Taken, context: ImportContext, result: ImportResult) -> None:
    """One file, in a transaction of its own or a savepoint of the whole batch's."""
    before = context.commune
    try:
        with transaction.atomic(), pghistory.context(**context.history, file=taken.sha256):
            report = _written(taken, context)
            # What the database puts off is said of this file, and not of all when they are in.
            connection.check_constraints()
    except (DataError, IntegrityError, DomainError) as error:
        refused = _refusal(error)
        if refused is None:
            raise
        context.commune = before
        result.unreadable.append(LeftAlone(taken.source.title, *refused))
        return
    result.reports.append(report)


def _refusal(error: Exception) -> tuple[str, str] | None:
    """Why a file cannot be taken in as it is: a code and what to do; None for our own mistake."""
    if isinstance(error, DomainError):
        return error.code, error.message
    # The database knows every column's bounds; what is beyond them is nobody's real value.
    code = conflict_of(error) if isinstance(error, IntegrityError) else "value_not_kept"
    return None if code is None else (code, message(code))


def _written(taken: _Taken, context: ImportContext) -> FileReport:
    kind = taken.recognised.kind
    report = FileReport(
        file=taken.source.title,
        kind=kind.key if kind else "",
        encoding=taken.recognised.encoding,
        rows=taken.recognised.rows,
    )
    if context.commune is not None:
        # No village ends while its households are written.
        Commune.objects.filter(pk=context.commune.pk).hold()
    writer_of(report.kind)(context, taken.recognised, report)
    _account_for_rows(report)
    _say_what_is_left(taken.recognised, report)
    ImportedFile.objects.create(
        name=report.file,
        sha256=taken.sha256,
        kind=report.kind,
        imported_at=context.at,
        imported_by_id=context.actor.user_id,
        report=report.as_json(),
    )
    return report


def _say_what_is_left(found: Recognised, report: FileReport) -> None:
    """Sheets of another kind, and columns for which there is no place."""
    for name in found.left_out:
        report.say(sheet=name, row=0, code="sheet_left_out", message=message("sheet_left_out"))
    columns = ", ".join(found.not_taken())
    if columns:
        code = "columns_not_used"
        report.say(sheet=None, row=0, code=code, message=message(about(code, columns)))


def import_files(
    files: Iterable[Path | Source],
    *,
    at: datetime,
    commune: Commune | None = None,
    dry_run: bool = False,
    single_transaction: bool = False,
    actor: Actor = NOBODY,
    reason: str = "import",
    ledger: Ledger | None = None,
    progress: FileProgress = no_progress,
) -> ImportResult:
    """Take files in, in the order in which they depend on each other; one transaction a file.

    All are read before the first is written: when one is unreadable nothing is. ``commune`` says
    whose files these are, and outlines of other communes are then turned away; without it the
    outline among the files says so, and may be that of a new one. ``dry_run`` writes, rolls back.
    ``single_transaction``: all files or none. ``actor`` and ``reason`` go into the history.
    ``ledger`` is told every row. ``progress`` is called with a file's name, rows done and rows in
    all, with (0, 0) when its reading begins; what it raises (but a ``DomainError``) ends the
    import, and the file in hand, or all of a single transaction, is rolled back.
    """
    result = ImportResult()
    context = ImportContext(
        at=at,
        commune=commune,
        is_given=commune is not None,
        actor=actor,
        reason=reason,
        ledger=ledger,
        tell=progress,
    )
    with ExitStack() as spools:
        found = [_begun(source, context, result, spools) for source in _sources_of(files)]
        if result.unreadable:
            result.written = False
            return result
        context.commune = commune or _only_commune()
        batch = sorted((taken for taken in found if taken), key=lambda taken: taken.order)
        if not (dry_run or single_transaction):
            _write_all(batch, context, result)
            return result
        with transaction.atomic():
            _write_all(batch, context, result)
            if dry_run or result.unreadable:
                transaction.set_rollback(True)
                result.written = False
    return result


def _begun(
    source: Source, context: ImportContext, result: ImportResult, spools: ExitStack
) -> _Taken | None:
    context.tell(source.title, 0, 0)
    return _read(source, result, spools)


def _write_all(batch: Iterable[_Taken], context: ImportContext, result: ImportResult) -> None:
    for taken in batch:
        context.file = taken.source.title
        _write(taken, context, result)


def plan(files: Iterable[Path | Source], **options: Any) -> ImportResult:
    """What `import_files` with the same arguments would do: it does it, and rolls back."""
    return import_files(files, dry_run=True, **options)


def _only_commune() -> Commune | None:
    """The commune of an installation that has just one."""
    communes = list(Commune.objects.all()[:2])
    return communes[0] if len(communes) == 1 else None
