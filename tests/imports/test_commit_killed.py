"""The assistant's own way of writing, killed at a hundred points: whole, or nothing of it.

A batch of several files is written in one transaction, with what became of every row; the queue
gives the job of a worker that died to the next one.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.imports import batches, jobs, services
from apps.imports.choices import Choices
from apps.imports.models import ImportBatch, UploadPart
from apps.imports.readers.sandbox import read_file
from apps.imports.readers.shapes import RawFile
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE
from tests.imports.test_import_killed import (
    SEED,
    Countdown,
    State,
    forget_everything,
    killed,
    points_of,
    state,
)

# What the assistant keeps beside the register.
_TOLD = (
    "SELECT u.name, r.sheet, r.number, r.outcome, r.key, r.changes::text,"
    " r.notes::text"
    " FROM imports_plannedrow r JOIN imports_importupload u ON u.id = r.upload_id"
)
COMMITTED, COMMITTING = ImportBatch.State.COMMITTED, ImportBatch.State.COMMITTING


@pytest.fixture
def files(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Path]]:
    """Of a planted commune, read once each: it is the writing that is cut."""
    read: dict[bytes, RawFile] = {}

    def opened(path: Path, choices: Choices) -> AbstractContextManager[RawFile]:
        content = path.read_bytes()
        if content not in read:
            read[content] = read_file(path, choices)
        return nullcontext(read[content])

    monkeypatch.setattr(services, "opened", opened)
    monkeypatch.setattr(batches, "opened", opened)
    yield [
        HUE.write_homes(tmp_path, HUE.homes()),
        HUE.write_members(tmp_path),
        HUE.write_assignments(tmp_path, [("A03", 1, "Hà Văn Núi", "05/01/2026")]),
    ]
    forget_everything()


def _ready(files: list[Path], login: Callable[[User], Client], name: str) -> Desk:
    """A batch of the files, previewed, whose commit is with the queue."""
    desk = Desk(login(clerk(HUE.plant(), name)))
    desk.open()
    desk.drop(*files)
    desk.preview()
    desk.press("commit")
    assert desk.batch.state == COMMITTING
    return desk


def _everything() -> State:
    found = state()
    # The clerk is another one each time.
    found.pop("posts")
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
        found["told"] = sorted(map(repr, cursor.fetchall()))
    return found


def test_a_commit_killed_at_a_hundred_points(
    files: list[Path], login: Callable[[User], Client]
) -> None:
    desk = _ready(files, login, "truoc")
    before = _everything()
    whole = Countdown(0, before=False)
    whole.during(lambda: jobs.commit(batch_id=desk.batch.pk))
    after = _everything()
    assert (desk.batch.state, UploadPart.objects.count()) == (COMMITTED, 0)
    assert after["homes"] != before["homes"]
    number, met = 0, {COMMITTED: 0, COMMITTING: 0}
    desk = _anew(files, login, number)
    for countdown, seconds in points_of(whole.seen, random.Random(SEED)):
        key = desk.batch.pk
        killed(lambda key=key: jobs.commit(batch_id=key), countdown, seconds)  # type: ignore[misc]
        found = desk.batch.state
        met[ImportBatch.State(found)] += 1
        if found == COMMITTING:
            assert _everything() == before, (countdown.at, countdown.before, seconds)
            assert UploadPart.objects.exists()
            if sum(met.values()) % 10:
                # Nothing has happened: the next one may try.
                continue
            jobs.commit(batch_id=key)
        assert desk.batch.state == COMMITTED
        assert _everything() == after
        assert not UploadPart.objects.exists()
        number += 1
        desk = _anew(files, login, number)
    assert min(met.values()) > 0


def _anew(files: list[Path], login: Callable[[User], Client], number: int) -> Desk:
    forget_everything()
    return _ready(files, login, f"lan{number}")
