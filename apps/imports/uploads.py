"""Files into a batch: taken as a stream, kept in parts, never opened here.

The web process counts and hashes bytes; what they mean is found out in a job (``batches``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Final, NoReturn, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common.errors import DomainError
from apps.imports.batch_states import changed, held, not_found
from apps.imports.filenames import COMPANIONS, safe_name, stem_of, suffix_of
from apps.imports.models import PART_BYTES, ImportBatch, ImportUpload, UploadPart
from apps.imports.requests import ask_for_recognition

MIB: Final = 1024 * 1024
MOST_BYTES: Final = 50 * MIB
#: of one batch; a commune's folder has about ten
MOST_FILES: Final = 60
MOST_BATCH_BYTES: Final = 200 * MIB
#: held in memory; what is longer goes to disk until it is in the database
_IN_MEMORY: Final = 2 * MIB
_CHUNK: Final = 64 * 1024


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the browser says of a file, and its bytes. ``size`` is checked against them."""

    key: UUID
    name: str
    size: int
    stream: Stream


@dataclass(frozen=True, slots=True)
class _Arrived:
    key: UUID
    name: str
    size: int
    sha256: str
    file: SpooledTemporaryFile[bytes]

    def parts(self) -> Iterator[bytes]:
        self.file.seek(0)
        while piece := self.file.read(PART_BYTES):
            yield piece


@contextmanager
def _arrived(incoming: Incoming) -> Iterator[_Arrived]:
    """The whole file, no longer than announced. No transaction waits for a slow network."""
    digest = hashlib.sha256()
    left = incoming.size
    with SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="gandan-upload-") as file:
        while left > 0:
            piece = incoming.stream.read(min(_CHUNK, left))
            if not piece:
                raise DomainError(
                    "upload_broken", _("Tệp chưa lên hết; kiểm tra mạng rồi gửi lại."), status=422
                )
            digest.update(piece)
            file.write(piece)
            left -= len(piece)
        name = safe_name(incoming.name)
        yield _Arrived(incoming.key, name, incoming.size, digest.hexdigest(), file)


def _check(incoming: Incoming) -> None:
    if incoming.size > MOST_BYTES:
        raise DomainError(
            "too_big", _("Tệp lớn hơn 50 MB; tách nhỏ rồi nạp từng phần."), status=413
        )
    if incoming.size <= 0:
        raise DomainError("empty", _("Tệp rỗng; kiểm tra lại rồi chọn tệp khác."), status=422)
    if not safe_name(incoming.name):
        raise DomainError("no_name", _("Tệp không có tên; đặt tên rồi gửi lại."), status=422)


def take_upload(
    *, actor: Actor, batch_key: UUID, incoming: Incoming, at: datetime
) -> tuple[ImportUpload, bool]:
    """Keep a file in the batch; whether it is new. The same key again answers the same, and so
    does the same file dropped once more.

    Raises DomainError: ``too_big`` 413, ``empty``, ``no_name``, ``batch_full`` or
    ``upload_broken`` 422, ``name_taken`` or ``key_taken`` 409, and what ``held`` raises.
    """
    _check(incoming)
    if not ImportBatch.objects.visible_to(actor).filter(key=batch_key).exists():
        raise not_found()
    with _arrived(incoming) as arrived, transaction.atomic():
        existing = ImportUpload.objects.filter(key=arrived.key, batch__key=batch_key).first()
        if existing is not None:
            return _same_again(existing, arrived), False
        with held(actor=actor, key=batch_key) as batch:
            return _kept(batch, arrived, at)


def _kept(batch: ImportBatch, arrived: _Arrived, at: datetime) -> tuple[ImportUpload, bool]:
    twin = batch.uploads.filter(name__iexact=arrived.name).first()
    if twin is not None:
        # Sent twice at the same moment, or dropped twice.
        return _same_again(twin, arrived), False
    _room_for(batch, arrived.size)
    upload = _stored(batch, arrived, at)
    changed(batch)
    ask_for_recognition(batch, at=at)
    return upload, True


def _same_again(existing: ImportUpload, arrived: _Arrived) -> ImportUpload:
    """The upload that was taken before, if this is the same indeed."""
    if (existing.name, existing.sha256) == (arrived.name, arrived.sha256):
        return existing
    if existing.key == arrived.key:
        _key_taken()
    raise DomainError(
        "name_taken",
        _("Lượt này đã có tệp cùng tên; bỏ tệp cũ rồi gửi lại, hoặc đổi tên tệp."),
        status=409,
    )


def _key_taken() -> NoReturn:
    raise DomainError(
        "key_taken", _("Mã gửi này đã dùng cho tệp khác; tải lại trang rồi gửi."), status=409
    )


def _room_for(batch: ImportBatch, size: int) -> None:
    sizes = list(batch.uploads.values_list("size", flat=True))
    if len(sizes) >= MOST_FILES or sum(sizes) + size > MOST_BATCH_BYTES:
        raise DomainError(
            "batch_full",
            _("Lượt nạp này đã đủ %(files)d tệp hoặc 200 MB; nạp lượt này trước rồi mở lượt mới.")
            % {"files": MOST_FILES},
            status=422,
        )


def _stored(batch: ImportBatch, arrived: _Arrived, at: datetime) -> ImportUpload:
    is_companion = suffix_of(arrived.name) in COMPANIONS
    states = ImportUpload.State
    try:
        with transaction.atomic():
            upload = ImportUpload.objects.create(
                batch=batch,
                key=arrived.key,
                name=arrived.name,
                size=arrived.size,
                sha256=arrived.sha256,
                uploaded_at=at,
                state=states.COMPANION if is_companion else states.RECEIVED,
            )
    except IntegrityError:
        # The key is another batch's.
        _key_taken()
    for number, piece in enumerate(arrived.parts()):
        UploadPart.objects.create(upload=upload, number=number, data=piece)
    if is_companion:
        _read_anew(batch, upload)
    return upload


def _read_anew(batch: ImportBatch, companion: ImportUpload) -> None:
    """A shapefile reads otherwise with one part more or less."""
    for main in batch.uploads.filter(name__iendswith=".shp"):
        if stem_of(main.name) == stem_of(companion.name):
            main.state, main.error_code = ImportUpload.State.RECEIVED, ""
            main.parts_seen += 1
            main.save(update_fields=["state", "error_code", "parts_seen"])


def remove_upload(*, actor: Actor, batch_key: UUID, upload_key: UUID, at: datetime) -> None:
    """Take a file out of a batch that is not written yet; one that is gone is gone."""
    with transaction.atomic(), held(actor=actor, key=batch_key) as batch:
        upload = batch.uploads.filter(key=upload_key).first()
        if upload is None:
            return
        upload.delete()
        changed(batch)
        if upload.state == ImportUpload.State.COMPANION:
            _read_anew(batch, upload)
            ask_for_recognition(batch, at=at)
