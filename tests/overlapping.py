"""Two transactions at once, of which the second must wait for the first."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, transaction

from apps.common.errors import DomainError

WAIT = 10.0


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


class _Second(threading.Thread):
    """The other transaction; what came of it stands in ``refused`` and ``code``."""

    def __init__(self, write: Callable[[], Any]) -> None:
        super().__init__()
        self.write = write
        self.refused: bool | None = None
        self.code = ""

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.write()
            self.refused = False
        except IntegrityError:
            self.refused = True
        except DomainError as error:
            self.refused, self.code = True, error.code
        finally:
            connection.close()


def second_is_refused(first: Callable[[], Any], second: Callable[[], Any]) -> bool | None:
    """Whether the database refuses ``second``, begun while ``first`` is written, not committed.

    None: it did not come to an end. Fails where the second does not wait for the first.
    """
    return _overlapped(first, second).refused


def second_is_told(first: Callable[[], Any], second: Callable[[], Any]) -> str:
    """As ``second_is_refused``: the code of the DomainError, "" where it went through."""
    other = _overlapped(first, second)
    assert other.refused is not None, "the second did not come to an end"
    return other.code


def _overlapped(first: Callable[[], Any], second: Callable[[], Any]) -> _Second:
    other = _Second(second)
    with transaction.atomic():
        first()
        other.start()
        # Committed only once the other one waits for us, so that both really overlap.
        deadline = time.monotonic() + WAIT
        while not (waits := _somebody_waits_for_us()) and time.monotonic() < deadline:
            pass
    other.join(WAIT)
    assert waits, "the second did not wait"
    return other
