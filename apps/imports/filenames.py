"""What a browser calls a file → a name that is safe to show, to store and to write."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

LONGEST_NAME: Final = 120
#: parts of a shapefile, read together with their .shp
COMPANIONS: Final = frozenset({".dbf", ".shx", ".prj", ".cpg"})
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_BIDI: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe_name(said: str) -> str:
    """The last part of the path in NFC, without what a file system or a page would misread; ""
    if nothing is left. Shortened in the middle of the stem, so that the suffix stays."""
    text = _BIDI.sub("", unicodedata.normalize("NFC", said)).replace("\\", "/")
    name = _UNFIT.sub("", PurePosixPath(text).name).strip(" .")
    path = PurePosixPath(name or "_")
    if len(name) > LONGEST_NAME:
        suffix = path.suffix[:20]
        name = f"{path.stem[: LONGEST_NAME - len(suffix)]}{suffix}"
    return name


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def stem_of(name: str) -> str:
    """By which the parts of a shapefile belong together, whatever the case of their letters."""
    return PurePosixPath(name).stem.lower()
