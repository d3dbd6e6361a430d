"""Requests that the live server is still answering: a test ends when they have ended.

One that a closed page has left on the line may be read only then; it is turned away, before it
can ask anything of tables that are being emptied.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started

# Longer than any answer takes; a test that waits so long has found a hanging request.
PATIENCE_SECONDS = 30


class Underway:
    """Counts requests between their first and last signal, in all threads of the server."""

    def __init__(self) -> None:
        self._count = 0
        self._is_open = True
        self._changed = threading.Condition()

    @contextmanager
    def counted(self) -> Iterator["Underway"]:
        request_started.connect(self._start)
        # Connected last, so called last: the answer's connection has been given back by then.
        request_finished.connect(self._finish)
        try:
            yield self
        finally:
            request_started.disconnect(self._start)
            request_finished.disconnect(self._finish)

    def open(self) -> None:
        """From now on requests are answered."""
        with self._changed:
            self._is_open = True

    def close(self) -> bool:
        """Whether nothing is under way any more; from then on nothing is answered."""
        with self._changed:
            is_quiet = self._changed.wait_for(lambda: self._count == 0, PATIENCE_SECONDS)
            self._is_open = False
            return is_quiet

    def _start(self, **_: object) -> None:
        with self._changed:
            if not self._is_open:
                # What the server takes for a line that has broken, and forgets.
                raise ConnectionAbortedError("the test is over")
            self._count += 1

    def _finish(self, **_: object) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()
