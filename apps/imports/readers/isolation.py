"""What the reading process takes from itself before it touches the file."""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path
from typing import Final

from apps.imports.readers import landlock, limits, seccomp

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_PR_SET_NO_NEW_PRIVS: Final = 38


def limit_resources(address_space: int) -> None:
    """Set the hard limits of this process: memory (bytes), CPU time, file size, open files."""
    for kind, amount in (
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, limits.ANSWER_BYTES),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        ceiling = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


def cut_network() -> bool:
    """Move into a network namespace with nothing in it, and make sockets impossible.

    Many containers forbid the first, some old or strange machines the second; either cuts the
    process off. False where neither can be had: then no file may be opened.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # root may do the first; others need a user namespace of their own as well.
    flags = (_CLONE_NEWNET, _CLONE_NEWNET | _CLONE_NEWUSER)
    is_alone = any(libc.unshare(flag) == 0 for flag in flags)
    return seccomp.refuse_sockets() or is_alone


def write_only_in(folder: Path) -> int:
    """Nothing is written outside of `folder` from here on, where the kernel can hold that."""
    also = os.environ.get(ALSO_WRITABLE)
    return landlock.restrict([folder, Path(also)] if also else [folder])


#: a second folder to write in: only for tools that watch the reading process itself
ALSO_WRITABLE: Final = "GANDAN_READER_ALSO_WRITES"

#: GDAL and PROJ: no address is ever asked, whatever a file says.
OFFLINE: Final = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nothing",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "/nothing",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
}


def clean_environment(home: str, root: str) -> dict[str, str]:
    """The whole environment of the reading process: nothing of ours, no secret, one thread.

    `home`: its private folder; `root`: where the project's packages lie.
    """
    return {
        "PATH": os.defpath,
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONPATH": root,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        **OFFLINE,
    }
