"""What writers share while a folder of files is taken in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.areas.models import Commune
from apps.common.clock import local_day
from apps.common.errors import DomainError

# Called with rows done and rows in all, for a progress line.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """For callers that show none."""


@dataclass(slots=True)
class ImportContext:
    """The commune that the files belong to, and the moment of the import."""

    at: datetime
    commune: Commune | None = None
    progress: Progress = field(default=no_progress)

    @property
    def day(self) -> date:
        return local_day(self.at)

    def require_commune(self) -> Commune:
        """The commune, or an error that says what to do."""
        if self.commune is None:
            raise DomainError(
                "no_commune",
                _("Chưa biết tệp thuộc xã nào: hãy nạp ranh giới xã trước, hoặc chỉ rõ mã xã."),
            )
        return self.commune
