"""What writers share while a folder of files is taken in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.actor import NOBODY, Actor
from apps.areas.models import Commune
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.imports.ledger import Ledger

# Called with a file's name, rows done and rows in all.
FileProgress = Callable[[str, int, int], None]
# How many rows may pass between two calls.
STEP = 500


def no_progress(file: str, done: int, total: int) -> None:
    """For callers that show none."""


@dataclass(slots=True)
class ImportContext:
    """The commune that the files belong to, the moment of the import, and who does it."""

    at: datetime
    commune: Commune | None = None
    #: whoever brings the files in said whose they are: nothing of another commune is written
    is_given: bool = False
    actor: Actor = NOBODY
    reason: str = "import"
    ledger: Ledger | None = None
    tell: FileProgress = field(default=no_progress)
    #: the file in hand, as people call it
    file: str = ""

    @property
    def own(self) -> Commune | None:
        """The commune whose files these are said to be; None: an outline among them may say."""
        return self.commune if self.is_given else None

    @property
    def day(self) -> date:
        return local_day(self.at)

    @property
    def history(self) -> dict[str, Any]:
        """What the history keeps of every change; a request's own user is in it already."""
        who = {"user": self.actor.user_id} if self.actor.is_known else {}
        return {"reason": self.reason, **who}

    def progress(self, done: int, total: int, *, since: int) -> None:
        """Pass on how far the file in hand is, every ``STEP`` rows and at its end."""
        if done // STEP != since // STEP or done == total:
            self.tell(self.file, done, total)

    def require_commune(self) -> Commune:
        """The commune, or an error that says what to do."""
        if self.commune is None:
            raise DomainError(
                "no_commune",
                _("Chưa biết tệp thuộc xã nào: hãy nạp ranh giới xã trước, hoặc chỉ rõ mã xã."),
            )
        return self.commune
