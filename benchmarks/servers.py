"""Servers that a benchmark starts for itself and stops again, and a client that keeps its line."""

import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from benchmarks.tiles_database import ROOT, Database, environment, plain

MARKS = "public.webmap_householdmark"
# What our own tiles tell of a household.
MARK_COLUMNS = "village_id,group_id,person_id,last_day,last_month_days,poverty,policy"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    encoding: str = ""

    def plain(self) -> bytes:
        """The body as it was before it was packed."""
        return gzip.decompress(self.body) if self.encoding == "gzip" else self.body


@dataclass
class Client:
    """One connection kept alive, as a browser keeps it; gzip as browsers ask for it."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _line: http.client.HTTPConnection | None = None
    _used: float = 0.0

    def get(self, path: str) -> Answer:
        """Time from sending to the last byte; a line that lay idle is renewed beforehand."""
        if self._line is None or time.monotonic() - self._used > 1:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
            self._line.connect()
        start = time.perf_counter()
        self._line.request("GET", path, headers={"Accept-Encoding": "gzip", **self.headers})
        response = self._line.getresponse()
        body = response.read()
        seconds = time.perf_counter() - start
        self._used = time.monotonic()
        if response.will_close:
            self._line = None
        return Answer(response.status, body, seconds, response.headers.get("Content-Encoding", ""))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(database: Database) -> Iterator[int]:
    """Our site as production runs it; yields its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", "gis_project/gunicorn_conf.py",
        "--bind", f"127.0.0.1:{port}", "gis_project.wsgi",
    ]  # fmt: skip
    with _running(command, environment(database), port, "/healthz"):
        yield port


@contextmanager
def tipg(database: Database) -> Iterator[int]:
    """tipg on the table of marks, without its limit of features; yields its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "tipg.main:app", "--port", str(port),
        "--log-level", "warning",
    ]  # fmt: skip
    settings = {
        "DATABASE_URL": with_host(database.url),
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_DB_TABLES": '["public.webmap_householdmark"]',
        "TIPG_MAX_FEATURES_PER_TILE": "100000000",
        "TIPG_CATALOG_TTL": "86400",
    }
    with _running(command, os.environ | settings, port, "/healthz"):
        yield port


def with_host(url: str) -> str:
    """The address with a socket's folder in the place of the host, where tipg wants one."""
    parts = urlsplit(plain(url))
    folder = dict(parse_qsl(parts.query)).get("host")
    if parts.hostname or not folder:
        return plain(url)
    user = f"{parts.username}@" if parts.username else ""
    return f"postgresql://{user}{quote(folder, safe='')}{parts.path}"


def tipg_path(z: int, x: int, y: int) -> str:
    return f"/collections/{MARKS}/tiles/WebMercatorQuad/{z}/{x}/{y}?properties={MARK_COLUMNS}"


@contextmanager
def _running(
    command: list[str], settings: Mapping[str, str], port: int, probe: str
) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=dict(settings), stdout=subprocess.DEVNULL)
    try:
        _wait(process, port, probe)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int, probe: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            Client(port).get(probe)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"benchmark: {process.args!r} did not start")
