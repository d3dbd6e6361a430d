"""What a browser calls a file → a name that is safe to show, to store and to write."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

#: bytes; a file system takes 255 at most
LONGEST_NAME: Final = 180
#: parts of a shapefile, read together with their .shp
COMPANIONS: Final = frozenset({".dbf", ".shx", ".prj", ".cpg"})
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_BIDI: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe_name(said: str) -> str:
    """The last part of the path in NFC, without what a file system or a page would misread; ""
    if nothing is left. Shortened at the end of the stem, so that the suffix stays."""
    text = _BIDI.sub("", unicodedata.normalize("NFC", said)).replace("\\", "/")
    name = _UNFIT.sub("", PurePosixPath(text).name).strip(" .")
    suffix = PurePosixPath(name).suffix[:20] if name else ""
    stem = name.removesuffix(suffix)
    while len((stem + suffix).encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return stem + suffix


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def stem_of(name: str) -> str:
    """By which the parts of a shapefile belong together, whatever the case of their letters."""
    return PurePosixPath(name).stem.lower()
