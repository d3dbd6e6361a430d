"""Servers that a benchmark starts for itself and stops again, and a client that keeps its line."""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from benchmarks.tiles_database import ROOT, Database, environment, plain

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)\r\n")
_EMPTY = re.compile(rb"HTTP/1\.[01] (204|304) ")
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
    """One connection kept alive, as a browser keeps it; gzip as browsers ask for it.

    No more than the answer's length is read of its head before the last byte is there: a library
    that takes headers apart costs a good part of what a small tile does.
    """

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    _line: socket.socket | None = None
    _used: float = 0.0

    def get(self, path: str) -> Answer:
        """Time from sending to the last byte; a line that lay idle is renewed beforehand."""
        line = self._line
        if line is None or time.monotonic() - self._used > 1:
            line = self._renew()
        words = {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "gzip", **self.headers}
        head = "".join(f"{name}: {word}\r\n" for name, word in words.items())
        request = f"GET {path} HTTP/1.1\r\n{head}\r\n".encode()
        start = time.perf_counter()
        line.sendall(request)
        head_bytes, body = self._answer(line)
        seconds = time.perf_counter() - start
        self._used = time.monotonic()
        status, *lines = head_bytes.decode("latin-1").split("\r\n")
        found = {name.lower(): word for name, _, word in (each.partition(": ") for each in lines)}
        if found.get("connection", "").lower() == "close":
            self._renew()
        return Answer(int(status.split()[1]), body, seconds, found.get("content-encoding", ""))

    def _renew(self) -> socket.socket:
        if self._line is not None:
            self._line.close()
        line = self._line = socket.create_connection(("127.0.0.1", self.port), timeout=600)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _answer(self, line: socket.socket) -> tuple[bytes, bytes]:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more(line)
        length = _LENGTH.search(data, 0, end + 2)
        if length is None and not _EMPTY.match(data):
            raise SystemExit(f"benchmark: an answer of unknown length: {data[:200]!r}")
        parts, wanted = [data[end + 4 :]], int(length[1]) if length else 0
        missing = wanted - len(parts[0])
        while missing > 0:
            parts.append(self._more(line))
            missing -= len(parts[-1])
        return data[:end], b"".join(parts)

    def _more(self, line: socket.socket) -> bytes:
        found = line.recv(1 << 20)
        if not found:
            raise ConnectionError("the server hung up")
        return found


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
