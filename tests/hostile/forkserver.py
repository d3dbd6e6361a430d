"""The reading process without its start: one process that is ready, and a fork of it per file.

Starting Python and GDAL takes longer than reading a small file. The child takes the very same
limits upon itself and runs the very same `worker.run`; only `--open` leaves it the network and
the disk, to see whether it tries.

    python -m tests.hostile.forkserver [--open]

Reads a line of JSON per file from standard input, {"arguments", "answer", "cwd", "seconds"};
answers {"code", "rss", "seconds"}, or a code of null for a child that took too long.
"""

import contextlib
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

from apps.imports.readers import isolation
from apps.imports.readers.isolation import clean_environment

_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass
class ForkServer:
    """The test's side. Stands in for the module `subprocess` in `sandbox`."""

    home: Path
    stays_open: bool = False
    #: what the last child took: bytes of real memory, seconds
    rss: int = 0
    seconds: float = 0.0
    _process: Any = field(default=None, init=False)

    DEVNULL: ClassVar[int] = subprocess.DEVNULL
    TimeoutExpired: ClassVar[type[Exception]] = subprocess.TimeoutExpired

    def __enter__(self) -> "ForkServer":
        command = [sys.executable, "-s", "-m", "tests.hostile.forkserver"]
        self._process = subprocess.Popen(
            command + ["--open"] * self.stays_open,
            env=clean_environment(str(self.home), str(_ROOT)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def run(
        self, command: list[str], *, stdout: BinaryIO, cwd: Path, timeout: float, **_rest: object
    ) -> "subprocess.CompletedProcess[bytes]":
        """As `subprocess.run`; what comes after the worker's name are its arguments."""
        arguments = command[command.index("apps.imports.readers.worker") + 1 :]
        order = {
            "arguments": arguments,
            "answer": f"/proc/{os.getpid()}/fd/{stdout.fileno()}",
            "cwd": str(cwd),
            "seconds": timeout,
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        self.rss, self.seconds = told["rss"], told["seconds"]
        if told["code"] is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(command, told["code"])


def serve(*, stays_open: bool) -> None:
    _prepare(stays_open=stays_open)
    for line in sys.stdin:
        order = json.loads(line)
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _read_one(order)
        code, rss = wait_for(child, order["seconds"])
        told = {"code": code, "rss": rss, "seconds": time.monotonic() - started}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _prepare(*, stays_open: bool) -> None:
    """Everything a worker may import, with the drivers already chosen."""
    from apps.imports.readers import worker
    from apps.imports.readers.vector import DRIVERS

    worker.leave_out()
    drivers = subprocess.run(
        [sys.executable, "-s", "-c", _LIST_DRIVERS], capture_output=True, text=True, check=True
    ).stdout.split("|")
    os.environ["OGR_SKIP"] = ",".join(sorted(set(drivers) - set(DRIVERS.values())))
    import pyogrio.raw

    for name in ("csv_text", "geojson", "gpkg_tables", "gpx", "kml", "vector", "xlsx", "zipped"):
        importlib.import_module(f"apps.imports.readers.{name}")
    assert sorted(pyogrio.list_drivers()) == sorted(DRIVERS.values())
    if stays_open:
        isolation.cut_network = lambda: True
        isolation.write_only_in = lambda folder: 0


_LIST_DRIVERS: Final = (
    "import sys\n"
    "for name in ('geopandas', 'pandas', 'pyarrow'): sys.modules[name] = None\n"
    "import pyogrio; print('|'.join(pyogrio.list_drivers()), end='')"
)


def _read_one(order: dict[str, Any]) -> None:
    """In the child; never returns."""
    code = 1
    try:
        os.dup2(os.open(order["answer"], os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(order["cwd"])
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the child
        from apps.imports.readers import worker

        worker.run(order["arguments"])
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def wait_for(child: int, seconds: float) -> tuple[int | None, int]:
    """(as `returncode` says it, or None: killed after so long; most real memory, in bytes)."""
    handle = os.pidfd_open(child)
    try:
        in_time, _w, _x = select.select([handle], [], [], seconds)
        if not in_time:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        _pid, status, usage = os.wait4(child, 0)
    finally:
        os.close(handle)
    code = os.waitstatus_to_exitcode(status) if in_time else None
    return code, usage.ru_maxrss * 1024


if __name__ == "__main__":
    serve(stays_open="--open" in sys.argv)
