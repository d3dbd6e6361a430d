"""The one kind of error that services raise and views turn into an answer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


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


def not_found() -> DomainError:
    """What lies outside the actor's reach is told as what does not exist."""
    return DomainError(
        "not_found", _("Không tìm thấy, hoặc nằm ngoài địa bàn của bạn."), status=404
    )
