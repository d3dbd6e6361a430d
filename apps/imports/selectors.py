"""What the assistant's pages show, each read within the actor's own commune."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.imports.correction import MOST_ROWS, Returned
from apps.imports.filenames import stem_of
from apps.imports.guessing import delimiter_label, encoding_in, systems_in
from apps.imports.kinds import kind_of
from apps.imports.messages import message
from apps.imports.models import ImportBatch, ImportedFile, ImportUpload, PlannedRow
from apps.imports.refusals import error_text
from apps.imports.wording import FIELD_LABELS
from apps.imports.writers.summaries import Summary, summary_of

Outcome = PlannedRow.Outcome
PAGE_ROWS: Final = 50
LISTED: Final = 50
MOST_POINTS: Final = 20_000
#: what is drawn first where there are too many points
_DRAWN: Final = (
    Outcome.REJECTED,
    Outcome.CHANGED,
    Outcome.NEW,
    Outcome.SKIPPED,
    Outcome.UNCHANGED,
)
#: outlines that come back, named on the card of their file
NAMED: Final = 10
#: what a list of rows needs not of their file
_HEAVY: Final = ("upload__layout", "upload__guess", "upload__report", "upload__choices")
#: rows of which something is said, whatever became of them
REMARKED: Final = "remarked"


def find_batch(actor: Actor, key: UUID) -> ImportBatch:
    """The batch, or 404 for one that is none of the actor's."""
    rows = ImportBatch.objects.visible_to(actor).select_related("commune", "created_by__person")
    batch = rows.filter(key=key).first()
    if batch is None:
        raise Http404
    return batch


def find_upload(actor: Actor, key: UUID, file: UUID) -> ImportUpload:
    """An upload of the batch, or 404."""
    rows = ImportUpload.objects.visible_to(actor).select_related("batch__commune")
    upload = rows.filter(key=file, batch__key=key).first()
    if upload is None:
        raise Http404
    return upload


def listed_batches(actor: Actor) -> Sequence[ImportBatch]:
    """The newest batches of the actor's communes."""
    rows = ImportBatch.objects.visible_to(actor).select_related("created_by__person")
    main = ~Q(uploads__state=ImportUpload.State.COMPANION)
    return list(
        rows.annotate(files=Count("uploads", filter=main)).order_by("-created_at", "-pk")[:LISTED]
    )


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file as its card shows it."""

    upload: ImportUpload
    kind: str
    #: names of the shapefile's other parts
    parts: tuple[str, ...]
    #: what is wrong with it
    error: str
    #: how it is read, in a few words
    facts: tuple[str, ...]
    counts: dict[str, int]
    #: of outlines: the first ones that come back
    returned: tuple[RowLine, ...] = ()
    #: what an app above says of the whole file
    summary: Summary | None = None

    @property
    def is_outlines(self) -> bool:
        """Whether what comes back cannot be mended in a sheet."""
        return _is_outlines(self.upload)

    @property
    def more_returned(self) -> int:
        """How many outlines come back that are not named here."""
        return self.rejected - len(self.returned)

    @property
    def has_workbook(self) -> bool:
        return bool(self.rejected) and not self.is_outlines

    @property
    def is_waiting(self) -> bool:
        return self.upload.state == ImportUpload.State.RECEIVED

    @property
    def may_choose(self) -> bool:
        """Whether another way of reading could help."""
        return bool(self.upload.guess.get("alternatives"))

    @property
    def rejected(self) -> int:
        return self.counts.get(Outcome.REJECTED, 0)


def file_cards(actor: Actor, batch: ImportBatch) -> list[FileCard]:
    """The files of a batch in the order in which they are written."""
    rows = ImportUpload.objects.visible_to(actor).filter(batch=batch).order_by("pk")
    uploads = list(rows.defer("layout"))
    parts = [upload for upload in uploads if upload.state == ImportUpload.State.COMPANION]
    counts = _counts(actor, batch)
    returned = _returned_outlines(
        actor,
        [
            upload.pk
            for upload in uploads
            if _is_outlines(upload) and counts.get(upload.pk, {}).get(Outcome.REJECTED)
        ],
    )
    cards = [
        _card(
            upload,
            parts,
            counts.get(upload.pk, {}),
            returned.get(upload.pk, ()),
            summary_of(actor, upload) if upload.pk in counts else None,
        )
        for upload in uploads
        if upload not in parts
    ]
    stems = {stem_of(card.upload.name) for card in cards if _is_shape(card.upload)}
    cards += [_card(part, [], {}) for part in parts if stem_of(part.name) not in stems]
    return sorted(cards, key=lambda card: (_order(card.upload), card.upload.pk))


def _order(upload: ImportUpload) -> int:
    return kind_of(upload.kind).order if upload.kind else 1000


def _is_outlines(upload: ImportUpload) -> bool:
    return bool(upload.kind) and kind_of(upload.kind).source == "layer"


def _is_shape(upload: ImportUpload) -> bool:
    return upload.name.lower().endswith(".shp")


def _counts(actor: Actor, batch: ImportBatch) -> dict[int, dict[str, int]]:
    rows = PlannedRow.objects.visible_to(actor).filter(upload__batch=batch).order_by()
    found: dict[int, dict[str, int]] = {}
    for upload, outcome, count in rows.values_list("upload", "outcome").annotate(Count("pk")):
        found.setdefault(upload, {})[outcome] = count
    return found


def _returned_outlines(actor: Actor, uploads: Sequence[int]) -> dict[int, tuple[RowLine, ...]]:
    """Upload → its first outlines that come back."""
    if not uploads:
        return {}
    place = Window(RowNumber(), partition_by="upload", order_by="id")
    rows = (
        PlannedRow.objects.visible_to(actor)
        .filter(upload__in=uploads, outcome=Outcome.REJECTED)
        .annotate(place=place)
        .filter(place__lte=NAMED)
        .select_related("upload")
        .defer(*_HEAVY, "raw")
    )
    found: dict[int, tuple[RowLine, ...]] = {}
    for row in rows.order_by("id"):
        found[row.upload_id] = (*found.get(row.upload_id, ()), _line(row))
    return found


def _card(
    upload: ImportUpload,
    parts: Sequence[ImportUpload],
    counts: dict[str, int],
    returned: tuple[RowLine, ...] = (),
    summary: Summary | None = None,
) -> FileCard:
    mine = _is_shape(upload)
    error = error_text(upload) if upload.error_code else ""
    if upload.state == ImportUpload.State.COMPANION:
        error = _("Chưa có tệp .shp cùng tên; thả thêm tệp .shp, hoặc bỏ tệp này ra.")
    return FileCard(
        upload=upload,
        kind=str(kind_of(upload.kind).label) if upload.kind else "",
        parts=tuple(
            part.name for part in parts if mine and stem_of(part.name) == stem_of(upload.name)
        ),
        error=error,
        facts=tuple(_facts(upload.guess)) if upload.kind else (),
        counts=counts,
        returned=returned,
        summary=summary,
    )


def _facts(guess: dict[str, Any]) -> Iterator[str]:
    rows = guess.get("rows", 0)
    yield _("%(rows)s dòng") % {"rows": f"{rows:,}".replace(",", ".")}
    tables = guess.get("tables", [])
    if len(tables) > 1:
        yield _("%(count)d trang") % {"count": len(tables)}
    for table in tables[:1]:
        if table["header_rows"]:
            numbers = "–".join(str(number) for number in table["header_rows"])
            yield _("tiêu đề ở dòng %(rows)s") % {"rows": numbers}
    yield from filter(
        None,
        (delimiter_label(guess.get("delimiter", "")), encoding_in(guess), systems_in(guess)),
    )


@dataclass(frozen=True, slots=True)
class RowLine:
    """One planned row as the list shows it."""

    row: PlannedRow
    file: str
    place: str
    changes: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]


def totals(actor: Actor, batch: ImportBatch) -> dict[str, int]:
    """Outcome → rows of the whole batch, every outcome named."""
    rows = PlannedRow.objects.visible_to(actor).filter(upload__batch=batch)
    counted = rows.counted()
    found = {outcome.value: counted.get(outcome.value, 0) for outcome in Outcome}
    return found | {REMARKED: rows.remarked().count()}


def page_of_rows(
    actor: Actor, batch: ImportBatch, *, wanted: str, number: str, row: int | None
) -> Page[PlannedRow]:
    """A page of the rows with an outcome, or of all with remarks; ``row``: the page it is on."""
    rows = PlannedRow.objects.visible_to(actor).filter(upload__batch=batch)
    rows = rows.remarked() if wanted == REMARKED else rows.filter(outcome=wanted)
    rows = rows.select_related("upload").defer(*_HEAVY, "raw").order_by("upload", "id")
    pages = Paginator(rows, PAGE_ROWS)
    one = rows.filter(pk=row).first() if row is not None else None
    if one is not None:
        before = rows.filter(
            Q(upload__lt=one.upload_id) | Q(upload=one.upload_id, pk__lt=one.pk)
        ).count()
        return pages.get_page(before // PAGE_ROWS + 1)
    return pages.get_page(number)


def outcome_of(actor: Actor, batch: ImportBatch, row: int) -> str | None:
    """What becomes of a row that somebody points at."""
    rows = PlannedRow.objects.visible_to(actor).filter(upload__batch=batch, pk=row)
    return rows.values_list("outcome", flat=True).first()


def lines_of(page: Page[PlannedRow]) -> list[RowLine]:
    """The rows of a page in people's words."""
    return [_line(row) for row in page.object_list]


def _line(row: PlannedRow) -> RowLine:
    return RowLine(
        row=row,
        file=row.upload.name,
        place=place_of(row),
        changes=tuple(
            (str(FIELD_LABELS.get(field, field)), old, new) for field, old, new in row.changes
        ),
        remarks=tuple(_said(code) for code in row.notes),
    )


def place_of(row: PlannedRow) -> str:
    """Sheet and number, as the file has them."""
    if row.sheet:
        return _("%(sheet)s, dòng %(row)s") % {"sheet": row.sheet, "row": row.number}
    return _("dòng %(row)s") % {"row": row.number}


def _said(code: str) -> str:
    try:
        return message(code)
    except KeyError:
        return code


def points_of(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """Where the rows stand: [row's key, lon, lat, outcome, what it is about, place] each."""
    found: list[list[Any]] = []
    for outcome in _DRAWN:
        rows = (
            PlannedRow.objects.visible_to(actor)
            .filter(upload__batch=batch)
            .located([outcome])
            .order_by("id")
        )
        rows = rows.only("id", "lon", "lat", "outcome", "key", "sheet", "number")
        found.extend(
            [row.pk, row.lon, row.lat, row.outcome, row.key, place_of(row)]
            for row in rows[: MOST_POINTS - len(found)]
        )
    return {"points": found, "cut": len(found) >= MOST_POINTS}


def returned_rows(actor: Actor, upload: ImportUpload) -> list[Returned]:
    """The rows of a file that come back, for its correction workbook."""
    rows = PlannedRow.objects.visible_to(actor).filter(
        upload=upload, outcome=Outcome.REJECTED, raw__isnull=False
    )
    return [
        Returned(row.sheet, row.number, row.raw, row.notes)
        for row in rows.order_by("id")[: MOST_ROWS + 1]
    ]


def names_by_digest(digests: Collection[str]) -> dict[str, str]:
    """Names of files by the digest that the histories carry; the latest name of the same file."""
    rows = ImportedFile.objects.filter(sha256__in=digests).order_by("imported_at")
    return dict(rows.values_list("sha256", "name"))
