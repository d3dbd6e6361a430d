"""A job's signs of life: how far it is, written by a thread of its own.

What the job writes is seen by nobody before it commits, and a file may take a while to read; so
the thread has its own connection, and says every two seconds that the job lives.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Final, Self

from django.db import DatabaseError, connections

from apps.common import clock
from apps.imports.models import BatchProgress

logger = logging.getLogger(__name__)
EVERY_SECONDS: Final = 2.0


class Pulse:
    """Used as a context manager around the job; called with a file's name, rows done, rows in
    all."""

    def __init__(self, batch_id: int) -> None:
        self._batch_id = batch_id
        self._told: tuple[str, int, int] = ("", 0, 0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="import-pulse", daemon=True)

    def __call__(self, note: str, done: int, total: int) -> None:
        self._told = (note[:255], done, total)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while True:
                self._write()
                if self._stop.wait(EVERY_SECONDS):
                    return
        finally:
            connections.close_all()

    def _write(self) -> None:
        note, done, total = self._told
        try:
            BatchProgress.objects.filter(batch=self._batch_id).update(
                note=note, done=done, total=total, beat_at=clock.now()
            )
        except DatabaseError:
            # A missed beat is no reason to lose the work; the next one may get through.
            logger.warning("import batch #%s: sign of life not written", self._batch_id)
            connections.close_all()
