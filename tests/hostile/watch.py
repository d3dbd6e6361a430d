"""What is watched while a hostile file is read: a server, the disk, the database."""

import hashlib
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from apps.imports.messages import FILE_ERRORS, message
from apps.imports.readers import limits
from apps.imports.services import ImportResult, import_files
from tests.conftest import NOW
from tests.hostile.hostile import MARK, HostileFile
from tests.imports.dump import dump_tables

#: what the parent may add to the process itself: starting it, copying the file, the database
SPARE_SECONDS = 15


class Ear:
    """A server on this machine that must hear nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.address: tuple[str, int] = self._socket.getsockname()
        self.url = f"http://127.0.0.1:{self.address[1]}/"

    def heard(self) -> bool:
        """Whether anybody has connected since the last question."""
        try:
            connection, _address = self._socket.accept()
        except BlockingIOError:
            return False
        connection.close()
        return True

    def close(self) -> None:
        self._socket.close()


@contextmanager
def listening() -> Iterator[Ear]:
    with closing(Ear()) as ear:
        yield ear


@contextmanager
def nothing_left_behind(folder: Path) -> Iterator[None]:
    """Inside, temporary files go to `folder`; afterwards it is empty and nobody wrote elsewhere."""
    folder.mkdir(exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    places = [Path("/"), Path.cwd(), Path.home(), Path("/tmp"), folder.parent]  # noqa: S108 - looked into only
    try:
        yield
    finally:
        tempfile.tempdir = before
    assert list(folder.iterdir()) == []
    assert [found for place in places for found in place.glob(f"*{MARK}*")] == []


def put(file: HostileFile, folder: Path) -> Path:
    """The file, with its companions, where somebody has left it."""
    folder.mkdir(exist_ok=True)
    path = folder / file.name
    path.write_bytes(file.content)
    for suffix, build in file.beside.items():
        path.with_suffix(suffix).write_bytes(build())
    return path


def take_in(path: Path, folder: Path) -> ImportResult:
    """Everything the site would do with the file, but keep it. Asserts that all is told.

    `folder` holds nothing but the file (and its companions).
    """
    before = _digests(folder)
    with nothing_left_behind(folder.parent / "temp"):
        result = import_files([path], at=NOW, dry_run=True)
    assert _digests(folder) == before
    told = [*result.unreadable, *result.ignored]
    assert len(told) + len(result.reports) == 1
    for left in told:
        assert left.code in FILE_ERRORS
        assert left.message == message(left.code)
    assert all(report.adds_up for report in result.reports)
    return result


def _digests(folder: Path) -> dict[str, str]:
    return {
        entry.name: hashlib.sha256(entry.read_bytes()).hexdigest() for entry in folder.iterdir()
    }


@contextmanager
def nothing_kept() -> Iterator[None]:
    """The database afterwards is the database before."""
    before = dump_tables()
    yield
    assert dump_tables() == before


def fits(rss: int, seconds: float) -> bool:
    """Within what one file may take."""
    return rss <= limits.ADDRESS_SPACE and seconds <= limits.WALL_SECONDS + 1
