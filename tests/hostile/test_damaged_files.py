"""5,000 damaged files: whatever is wrong with a file, it is told, and nothing else happens."""

from pathlib import Path

import pytest

from tests.hostile.forkserver import ForkServer
from tests.hostile.good import good_files
from tests.hostile.mutations import damaged
from tests.hostile.watch import fits, nothing_kept, take_in
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db

FILES = 5_000
PORTION = 100


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return good_files(tmp_path_factory.mktemp("good"))


def test_the_good_ones_are_good(
    good: dict[str, bytes], inbox: Path, quick_reader: ForkServer
) -> None:
    HUE.plant()
    for name, content in good.items():
        folder = inbox / name
        folder.mkdir()
        (folder / name).write_bytes(content)
        assert not take_in(folder / name, folder).unreadable, name


@pytest.mark.parametrize("start", range(0, FILES, PORTION))
def test_a_damaged_file(
    start: int, good: dict[str, bytes], inbox: Path, quick_reader: ForkServer
) -> None:
    HUE.plant()
    with nothing_kept():
        for seed in range(start, start + PORTION):
            file = damaged(good, seed)
            folder = inbox / str(seed)
            folder.mkdir()
            (folder / file.name).write_bytes(file.content)
            quick_reader.rss = 0
            try:
                take_in(folder / file.name, folder)
                assert fits(quick_reader.rss, quick_reader.seconds)
            except BaseException as error:
                error.add_note(file.recipe)
                raise
