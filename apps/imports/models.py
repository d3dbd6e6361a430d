"""What was brought in, when, and what was said about every row; and what is being brought in.

A batch and all that hangs on it is a tray, not a record: it holds personal data as it came in the
office's files, has no history of its own, and is emptied when the commune's time limit is over
(``retention``). What stays is ``ImportedFile``, and the history of the rows that were written.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.imports.querysets import (
    BatchQuerySet,
    OfUploadQuerySet,
    PlannedRowQuerySet,
    UploadQuerySet,
)

# Bytes of one row of ``UploadPart``: what a web process holds in memory of a file.
PART_BYTES = 1024 * 1024


class ImportedFile(models.Model):
    """One file of one import. ``report`` has places and codes, no personal data."""

    name = models.CharField(_("tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("loại"), max_length=40)
    imported_at = models.DateTimeField(_("thời điểm"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    report = models.JSONField()

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """Files that are brought in together, all or none."""

    class State(models.TextChoices):
        # Files come and go, choices are made.
        OPEN = "open", _("Đang chuẩn bị")
        PREVIEWING = "previewing", _("Đang xem trước")
        PREVIEWED = "previewed", _("Đã xem trước, chưa ghi")
        COMMITTING = "committing", _("Đang ghi")
        COMMITTED = "committed", _("Đã nạp xong")

    # Made by the page, so that a form sent twice opens one batch.
    key = models.UUIDField(unique=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    # Counts changes of files and choices, whose older previews are thrown away, and previews:
    # what is written is the one that somebody has looked at.
    revision = models.PositiveIntegerField(default=0)
    # Of the job that was asked for last; null: none was.
    job_id = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(null=True)
    # Why the last preview or commit ended without one: a code, and what to do.
    error_code = models.CharField(max_length=40, blank=True, default="")
    error = models.TextField(blank=True, default="")
    committed_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="committed", committed_at__isnull=False)
                | (~Q(state="committed") & Q(committed_at__isnull=True)),
                name="import_batch_committed_when",
            ),
        ]
        indexes = [
            models.Index(fields=["commune", "-created_at"], name="import_batch_list"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class BatchProgress(models.Model):
    """How far a batch's job is. Apart from the batch, whose row the job holds while it writes."""

    batch = models.OneToOneField(
        ImportBatch, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    # Name of the file that is being worked on.
    note = models.CharField(max_length=255, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Written every few seconds by the job that is running; null: no job has begun.
    beat_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"


class ImportUpload(models.Model):
    """One file of a batch, or one part of a shapefile."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Chờ nhận dạng")
        RECOGNISED = "recognised", _("Đã nhận dạng")
        # A shapefile's .dbf, .shx …: read with its .shp.
        COMPANION = "companion", _("Đi kèm")
        UNUSABLE = "unusable", _("Không dùng được")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="uploads")
    # Made by the page, so that a file sent twice is taken once.
    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    # Key of ``imports.kinds``, guessed or chosen; "" while nobody knows.
    kind = models.CharField(max_length=40, blank=True, default="")
    # What the file seems to be (``batches.guess_of``): columns, encodings, a few sample rows.
    guess = models.JSONField(default=dict)
    # What somebody says it is instead (``Choices.as_json``).
    choices = models.JSONField(default=dict)
    # The choices come from an earlier file with the same columns.
    remembered = models.BooleanField(default=False)
    error_code = models.CharField(max_length=40, blank=True, default="")
    # Raised whenever a part of a shapefile comes or goes: a job that laid the file out before that
    # has seen another file, and its word counts no more.
    parts_seen = models.PositiveIntegerField(default=0)
    # Counts and remarks about the file (``FileReport.as_json`` without rows), then the layout of
    # its sheets for the correction workbook.
    report = models.JSONField(default=dict)
    layout = models.JSONField(default=list)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            # Rows are told apart by the name of their file.
            models.UniqueConstraint("batch", Lower("name"), name="upload_name"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class UploadPart(models.Model):
    """A mebibyte of an upload: web and worker share the database, and need not share a disk."""

    upload = models.ForeignKey(ImportUpload, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    objects = OfUploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="upload_part_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.upload_id}.{self.number}"


class PlannedRow(models.Model):
    """What becomes of one row of an upload; before the commit a plan, afterwards what was done."""

    class Outcome(models.TextChoices):
        NEW = "new", _("Thêm mới")
        CHANGED = "changed", _("Thay đổi")
        UNCHANGED = "unchanged", _("Y nguyên")
        SKIPPED = "skipped", _("Bỏ qua")
        REJECTED = "rejected", _("Bị trả lại")

    upload = models.ForeignKey(ImportUpload, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=200, blank=True, default="")
    # As the file numbers it.
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # What the row is about in people's words: a household's code, a name.
    key = models.CharField(max_length=200, blank=True, default="")
    # Degrees in WGS 84.
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    # [field, old, new] each.
    changes = models.JSONField(default=list)
    # Codes of ``messages.ROW_MESSAGES``, some with what they are about (``messages.about``).
    notes = models.JSONField(default=list)
    # The cells of a rejected row, for the correction workbook; null for all others.
    raw = models.JSONField(null=True)

    objects = PlannedRowQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["upload", "outcome", "id"], name="planned_row_page"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.number}"


class ColumnMemory(models.Model):
    """How a commune said that files with these columns are to be read."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    # As guessed before anybody chose; "" where nothing was.
    kind = models.CharField(max_length=40, blank=True, default="")
    # sha256 over the headers.
    signature = models.CharField(max_length=64)
    choices = models.JSONField()
    saved_at = models.DateTimeField()

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "kind", "signature"], name="column_memory_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
