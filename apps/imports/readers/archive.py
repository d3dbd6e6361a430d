"""Zip archives before anything of them is unpacked. Runs in the sandbox.

`zipfile` never yields more of a member than its directory declares, so what is declared can be
judged: a bomb declares much, or it ends early and breaks its checksum.
"""

from __future__ import annotations

import stat
import zipfile
from typing import Final

from apps.imports.readers import limits
from apps.imports.readers.shapes import ReaderError

#: what a damaged archive makes `zipfile` and zlib raise
BROKEN: Final = (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError)
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raises `too_big`, `encrypted`, `unsafe_zip` or `unreadable`."""
    members = archive.infolist()
    if len(members) > limits.ZIP_MEMBERS:
        raise ReaderError("too_big")
    for member in members:
        _check_member(member)
    if sum(member.file_size for member in members) > limits.UNZIPPED_BYTES:
        raise ReaderError("too_big")
    _check_overlaps(members)


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise ReaderError("encrypted")
    if not _is_safe(member):
        raise ReaderError("unsafe_zip")
    if member.compress_type not in _METHODS:
        raise ReaderError("unreadable")
    packed = max(member.compress_size, 1)
    if member.file_size > limits.MIB and member.file_size / packed > limits.ZIP_RATIO:
        raise ReaderError("too_big")


def _is_safe(member: zipfile.ZipInfo) -> bool:
    """A name inside the archive's own folder, and a plain file or folder.

    Names are never used as paths here; an archive that tries is refused all the same.
    """
    # `filename` stops at a NUL; the name as written does not.
    name = member.orig_filename
    parts = name.split("/")
    mode = member.external_attr >> 16
    return (
        not name.startswith("/")
        and ".." not in parts
        and not any(char in name for char in "\\\x00:")
        and stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR)
    )


def _check_overlaps(members: list[zipfile.ZipInfo]) -> None:
    """Members that share their bytes multiply them: only bombs are made so."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise ReaderError("unsafe_zip")
        end = member.header_offset + member.compress_size
