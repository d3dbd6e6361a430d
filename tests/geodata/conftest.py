"""One commune for all tests of this folder: making one takes seconds, and nothing changes it."""

from datetime import date
from pathlib import Path

import pytest

from geodata.build import Summary, write_files
from geodata.plan import Commune, plan_commune

UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="session")
def commune() -> Commune:
    """The demo commune on a fixed day."""
    return plan_commune(until=UNTIL)


@pytest.fixture(scope="session")
def written(commune: Commune, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("commune")
    return out, write_files(commune, out)


@pytest.fixture(scope="session")
def folder(written: tuple[Path, Summary]) -> Path:
    """Its files."""
    return written[0]


@pytest.fixture(scope="session")
def summary(written: tuple[Path, Summary]) -> Summary:
    """What writing the files reports."""
    return written[1]
