"""Every hostile file. Also for others to upload: whatever comes, no page may break.

for file in hostile_files():
    SimpleUploadedFile(file.name, file.content)
"""

from collections.abc import Iterator

from tests.hostile import archives, geopackages, maps, texts, workbooks
from tests.hostile.hostile import HostileFile, Traps

__all__ = ["HostileFile", "Traps", "hostile_files"]


def hostile_files(traps: Traps = Traps()) -> Iterator[HostileFile]:  # noqa: B008 - frozen
    """All of them, always in the same order; built only when their ``content`` is asked for."""
    for family in (texts, workbooks, archives, maps, geopackages):
        yield from family.files(traps)
