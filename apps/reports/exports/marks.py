"""Who takes data away, when and what for: the watermark of every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common import clock
from apps.people.models import Person


def maker_of(actor: Actor, username: str) -> str:
    """Full name and log-in of who takes data away, as the watermark says them."""
    own = Person.objects.visible_to(actor).filter(pk=actor.person_id or 0)
    name = own.values_list("full_name", flat=True).first()
    return f"{name} ({username})" if name else username


def moment_text(now: datetime) -> str:
    """24/11/2026 07:30, in Vietnam."""
    return date_format(now.astimezone(clock.ZONE), "d/m/Y H:i")


@dataclass(frozen=True, slots=True)
class Mark:
    """``counted`` is what the rows are ("Số hộ"); ``purpose`` and ``system`` may be empty."""

    title: str
    communes: Sequence[str]
    who: str
    when: str
    counted: str
    count: int
    purpose: str = ""
    system: str = ""

    @property
    def heading(self) -> str:
        return f"{self.title} – {', '.join(self.communes)}" if self.communes else self.title

    @property
    def warning(self) -> str:
        """The line that stands on every printed page."""
        mark = _("Có dữ liệu cá nhân, chỉ dùng cho công việc được giao. %(who)s, %(when)s")
        return mark % {"who": self.who, "when": self.when}

    def entries(self) -> list[tuple[str, str]]:
        """Name and text of each thing the mark says, for a file that has room for a table."""
        found = [
            (_("Nội dung"), self.heading),
            (_("Người xuất"), self.who),
            (_("Lúc"), self.when),
            (self.counted, str(self.count)),
            (_("Mục đích"), self.purpose),
            (_("Hệ toạ độ"), self.system),
            (_("Lưu ý"), self.warning),
        ]
        return [(name, text) for name, text in found if text]

    def lines(self) -> list[str]:
        """The three lines above a table."""
        said = [f"{name}: {text}" for name, text in self.entries()[1:-1]]
        return [self.heading, ". ".join(said), self.warning]
