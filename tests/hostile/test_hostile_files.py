"""Each hostile file: rows or a clear message, and nothing else anywhere."""

import os
import socket
import time
from pathlib import Path

import pytest

from apps.imports.readers import limits
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.hostile.corpus import HostileFile, hostile_files
from tests.hostile.forkserver import ForkServer
from tests.hostile.scales import Scales
from tests.hostile.watch import SPARE_SECONDS, Ear, fits, nothing_kept, put, take_in
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db

COUNT = len(list(hostile_files()))
#: of these through the whole door, a process each: every second one
SLOWLY = range(0, COUNT, 2)
PORTION = 20


def test_there_are_enough_of_them_and_no_two_alike() -> None:
    files = [(file.name, file.why) for file in hostile_files()]
    assert len(set(files)) == len(files)
    assert len(SLOWLY) > 200


@pytest.mark.parametrize("number", SLOWLY)
def test_through_the_whole_door(
    number: int, corpus: list[HostileFile], inbox: Path, ear: Ear, whole_reader: Scales
) -> None:
    HUE.plant()
    file = corpus[number]
    path = put(file, inbox)
    started = time.monotonic()
    with nothing_kept():
        take_in(path, inbox)
    assert time.monotonic() - started < limits.WALL_SECONDS + SPARE_SECONDS
    assert not ear.heard()
    assert fits(whole_reader.rss, whole_reader.seconds), (file, whole_reader)


@pytest.mark.parametrize("start", range(0, COUNT, PORTION))
def test_no_address_is_asked_and_nothing_written_even_where_both_could_be(
    start: int, corpus: list[HostileFile], inbox: Path, ear: Ear, open_reader: ForkServer
) -> None:
    HUE.plant()
    files = corpus[start : start + PORTION]
    with nothing_kept():
        for number, file in enumerate(files):
            folder = inbox / str(number)
            open_reader.rss = 0
            take_in(put(file, folder), folder)
            assert not ear.heard(), file
            assert fits(open_reader.rss, open_reader.seconds), (file, open_reader)


def test_the_ear_hears(ear: Ear) -> None:
    assert not ear.heard()
    socket.create_connection(ear.address).close()
    assert ear.heard()


@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling", "loop", "device"])
def test_what_is_named_like_a_file_and_is_none(kind: str, inbox: Path) -> None:
    path = inbox / "a.csv"
    if kind == "folder":
        path = inbox / "b" / "a.csv"
        path.mkdir(parents=True)
        assert import_files([path], at=NOW).reports == []
        return
    if kind == "pipe":
        os.mkfifo(path)
    else:
        target = {"dangling": "gone.csv", "loop": "a.csv", "device": "/dev/zero"}[kind]
        path.symlink_to(target)
    (left,) = import_files([path], at=NOW).unreadable
    assert left.code == "missing_file"
