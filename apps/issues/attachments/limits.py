"""How much a picture or paper may ask for, and what is kept of it."""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

#: of the file that comes; the messages and the user guide say 10 MB
FILE_BYTES: Final = 10 * MIB
#: of the longer side of what is kept; a page of A4 is read well at this
LONGEST: Final = 2000
QUALITY: Final = 82
#: of the picture that comes: more than any phone's camera is set to, and 150 MB once unpacked
PIXELS: Final = 50_000_000
PAGES: Final = 20

# The process. A picture of ``PIXELS`` is held twice at most while it is turned and made smaller.
ADDRESS_SPACE: Final = 768 * MIB
WALL_SECONDS: Final = 25.0
