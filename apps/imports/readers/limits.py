"""How much a file may ask for. A commune of 20,000 households stays far below all of these."""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

# The process.
#: address space. Measured peaks: csv 25 MiB, a workbook of 3,400 rows 115, GDAL 215; an answer
#: is built in memory, so this is also the cap on real memory
ADDRESS_SPACE: Final = 512 * MIB
CPU_SECONDS: Final = 30
WALL_SECONDS: Final = 30
#: of any file the process writes, its answer included
ANSWER_BYTES: Final = 256 * MIB
#: how the process ends when its answer has grown beyond that
EXIT_TOO_BIG: Final = 3
OPEN_FILES: Final = 64

# The file.
#: of the file and of each of its companions; the messages and the user guide say 50 MB
FILE_BYTES: Final = 50 * MIB
UNZIPPED_BYTES: Final = 256 * MIB
ZIP_MEMBERS: Final = 2_000
#: of members that unpack to more than 1 MiB; sheets of a real workbook reach about 30
ZIP_RATIO: Final = 200
SHEETS: Final = 500
ROWS: Final = 200_000
COLUMNS: Final = 256
CELLS: Final = 4_000_000
TEXT: Final = 32_768
#: characters of one line of a text table
LINE: Final = 1_048_576
MERGED: Final = 20_000
XML_DEPTH: Final = 64
#: as the user guide says; 50,000 polygons take some 9 s of CPU time
FEATURES: Final = 120_000
VERTICES: Final = 8_000_000
