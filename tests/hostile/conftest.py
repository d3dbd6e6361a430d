"""What the hostile files are read with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.imports.readers import sandbox
from tests.hostile.corpus import HostileFile, Traps, hostile_files
from tests.hostile.forkserver import ForkServer
from tests.hostile.scales import Scales
from tests.hostile.watch import Ear, listening


@pytest.fixture(scope="session")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture(scope="session")
def corpus(ear: Ear) -> list[HostileFile]:
    """All hostile files. Most of what they hold is put together here, once, and takes a second."""
    return list(hostile_files(Traps(url=ear.url)))


@pytest.fixture(scope="session")
def prepared_open_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    with ForkServer(tmp_path_factory.mktemp("reader"), stays_open=True) as server:
        yield server


@pytest.fixture
def open_reader(prepared_open_reader: ForkServer, monkeypatch: pytest.MonkeyPatch) -> ForkServer:
    """As ``quick_reader``, but network and disk are left open: would it use them?"""
    monkeypatch.setattr(sandbox, "subprocess", prepared_open_reader)
    return prepared_open_reader


@pytest.fixture
def whole_reader(monkeypatch: pytest.MonkeyPatch) -> Scales:
    """A process for each file, as on a server, and weighed."""
    scales = Scales()
    monkeypatch.setattr(sandbox, "subprocess", scales)
    return scales


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder for the file alone; what is beside it is watched."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder
