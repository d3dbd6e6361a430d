"""The one kind of error that services raise and views turn into an answer."""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A rule of the domain refuses what was asked.

    ``code`` is stable and for programs, ``message`` is Vietnamese and says what to do,
    ``status`` is the HTTP status an API answers with.
    """

    def __init__(
        self, code: str, message: str, *, status: int = 400, detail: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status
        self.detail = dict(detail or {})
