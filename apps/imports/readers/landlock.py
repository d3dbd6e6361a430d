"""Landlock: from here on this process writes in one folder only and connects nowhere.

Needs Linux 5.13 (files) and 6.7 (TCP) and no privilege at all; where the kernel has none of it,
nothing changes. Source: the kernel's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

# The same numbers on every architecture.
_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1
#: write, remove and make files, folders and devices of every kind (bits 1 and 4 to 12)
_WRITE: Final = 0b1_1111_1111_0010
_TRUNCATE: Final = 1 << 14
_BIND_AND_CONNECT: Final = 0b11
_VERSION_TRUNCATE: Final = 3
_VERSION_NET: Final = 4


def restrict(folders: Iterable[Path]) -> int:
    """Write below `folders` only. Answers the kernel's version of Landlock; 0: nothing is held.

    The caller has set no_new_privs. Files that are open already stay open.
    """
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    version = int(syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))
    if version < 1:
        return 0
    files = _WRITE | (_TRUNCATE if version >= _VERSION_TRUNCATE else 0)
    attributes = struct.pack("Q", files)
    if version >= _VERSION_NET:
        attributes += struct.pack("Q", _BIND_AND_CONNECT)
    rules = int(syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    if rules < 0:
        return 0
    try:
        for folder in folders:
            _allow(syscall, rules, folder, files)
        return 0 if syscall(_RESTRICT_SELF, rules, 0) else version
    finally:
        os.close(rules)


def _allow(syscall: ctypes._NamedFuncPointer, rules: int, folder: Path, rights: int) -> None:
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)
