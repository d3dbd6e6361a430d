"""The real reading process, started as always; only what it took is written down."""

import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from tests.hostile.forkserver import wait_for


@dataclass
class Scales:
    """Stands in for the module `subprocess` in `sandbox`."""

    #: what the last process took: bytes of real memory (0: less than this process has), seconds
    rss: int = 0
    seconds: float = 0.0

    DEVNULL: ClassVar[int] = subprocess.DEVNULL
    TimeoutExpired: ClassVar[type[Exception]] = subprocess.TimeoutExpired

    def run(
        self, command: list[str], *, timeout: float, check: bool, **how: Any
    ) -> "subprocess.CompletedProcess[bytes]":
        """As `subprocess.run` without its `check`."""
        assert not check
        own = _own_memory()
        started = time.monotonic()
        with subprocess.Popen(command, **how) as process:
            code, rss = wait_for(process.pid, timeout)
            process.returncode = -signal.SIGKILL if code is None else code
        self.seconds = time.monotonic() - started
        self.rss = rss if rss > own else 0
        if code is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(command, code)


def _own_memory() -> int:
    """What this process has now, in bytes. Its peak is forgotten: a child begins with it."""
    Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(peak) * 1024
