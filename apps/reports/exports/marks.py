"""Who takes data away, when and what for: the watermark of every file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.people.makers import warning_text


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
        return warning_text(self.who, self.when)

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
