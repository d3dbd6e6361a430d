"""The site under gunicorn as production runs it, killed with -9 and started again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.servers import free_port
from benchmarks.tiles_database import ROOT

SITE = "gis_project.wsgi"


@dataclass
class Server:
    """``settings``: its environment. ``site``: the module that gunicorn serves."""

    settings: Mapping[str, str]
    site: str = SITE
    port: int = field(default_factory=free_port)
    kills: int = 0
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Returns when it answers."""
        command = [
            sys.executable, "-m", "gunicorn", "--config", "gis_project/gunicorn_conf.py",
            "--bind", f"127.0.0.1:{self.port}", "--log-level", "error", self.site,
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(self.settings),
            stdout=subprocess.DEVNULL,
            # A group of its own, so that master and workers die in one blow.
            start_new_session=True,
        )
        self._wait()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    def kill(self, chance: random.Random) -> None:
        """-9 to all of it, and a new start; or to one worker, whose place the master fills."""
        process = self._process
        if process is None:
            raise RuntimeError("not running")
        self.kills += 1
        workers = _children(process.pid)
        if workers and self.kills % 2 == 0:
            os.kill(chance.choice(workers), signal.SIGKILL)
            return
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
        self.start()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError("the server did not start")
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def _answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            try:
                line.request("GET", "/healthz")
                return line.getresponse().status == 200
            except (OSError, HTTPException):
                return False


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


@contextmanager
def served(settings: Mapping[str, str], *, site: str = SITE) -> Iterator[Server]:
    server = Server(settings, site)
    server.start()
    try:
        yield server
    finally:
        server.stop()
