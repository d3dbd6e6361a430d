"""Seccomp: from here on this process can make no socket of any kind, for whatever address.

Needs no privilege, and is allowed in containers that forbid namespaces. The filter is a program in
the kernel's own small language.
Source: the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator
from typing import Final

_PR_SET_SECCOMP: Final = 22
_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
# Load a word of what the kernel tells of a call; jump; answer.
_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_AT_LEAST: Final = 0x35
_ANSWER: Final = 0x06
_NUMBER_AT: Final = 0
_ARCHITECTURE_AT: Final = 4
# Rings take calls in that no filter sees; the number is the same everywhere.
_IO_URING_SETUP: Final = 425
# Calls of x86-64 in the clothes of another interface begin here.
_X32_FROM: Final = 0x40000000
#: by the machine's name: what the kernel calls it, and its numbers of socket and socketpair
_MACHINES: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (0xC000003E, (41, 53, _IO_URING_SETUP)),
    "aarch64": (0xC00000B7, (198, 199, _IO_URING_SETUP)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_sockets(machine: str = "") -> bool:
    """Whether sockets are refused from here on. The caller has set no_new_privs."""
    known = _MACHINES.get(machine or platform.machine())
    if known is None:
        return False
    code = b"".join(_instructions(*known))
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _instructions(architecture: int, refused: tuple[int, ...]) -> Iterator[bytes]:
    """Calls of another architecture are all refused: nothing of ours makes them."""
    yield _one(_LOAD, _ARCHITECTURE_AT)
    yield _one(_IF_EQUAL, architecture, then=1, otherwise=0)
    yield _one(_ANSWER, _REFUSE)
    yield _one(_LOAD, _NUMBER_AT)
    # From each of these on to the last instruction, which refuses; else to the next.
    yield _one(_IF_AT_LEAST, _X32_FROM, then=len(refused) + 1, otherwise=0)
    for place, number in enumerate(refused):
        yield _one(_IF_EQUAL, number, then=len(refused) - place, otherwise=0)
    yield _one(_ANSWER, _ALLOW)
    yield _one(_ANSWER, _REFUSE)


def _one(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
