"""Whatever is uploaded, no page breaks; what can be used is written whole, or nothing is.

``test_hostile_files`` gives every second file a reading process of its own; here the others go
through the pages, as an office would send them, a batch of them at a time: the upload, the guess,
the form that changes it, the preview, its map and the corrections, and in the end the button that
writes them. They are read by forks, under the limits of every reading process.
"""

from collections.abc import Callable
from pathlib import PurePath

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.households.models import Household
from apps.imports.models import ImportBatch, ImportUpload
from tests.hostile.corpus import HostileFile, hostile_files
from tests.hostile.forkserver import ForkServer
from tests.hostile.watch import Ear
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
#: those that have no process of their own; several hundred
FILES = range(1, len(list(hostile_files())), 2)
PORTION = 20
TAKEN, REFUSED = 201, {200, 413, 422}


@pytest.fixture
def desk(login: Callable[[User], Client]) -> Desk:
    """The office of the made-up commune, with a batch open."""
    made = Desk(login(clerk(HUE.plant())))
    made.open()
    return made


def send(desk: Desk, number: int, file: HostileFile) -> None:
    """A file and what belongs to it, under a name that no other file of the batch has."""
    name = f"{number}-{file.name}" if len(file.name) < 12 else file.name
    statuses = {desk.send(name, file.content).status_code}
    for suffix, build in file.beside.items():
        statuses.add(desk.send(str(PurePath(name).with_suffix(suffix)), build()).status_code)
    assert statuses <= REFUSED | {TAKEN}, (file, statuses)


def pages_open(desk: Desk) -> None:
    """The batch's page with what it asks for, and the page and the workbook of every file."""
    page = desk.page()
    for answer in ("points", "outlines", "progress"):
        assert desk.client.get(desk.url(answer)).status_code == 200
    for upload in ImportUpload.objects.all():
        assert upload.name.split(".")[0][:3] in page
        form = desk.client.get(desk.url("file", file=upload.key))
        assert form.status_code == 200, upload.name
        book = desk.client.get(desk.url("correction", file=upload.key))
        assert book.status_code in {200, 404}, upload.name


def look(desk: Desk) -> None:
    """Try what can be used; what stops the others is taken out, as the page says."""
    for upload in ImportUpload.objects.filter(state=ImportUpload.State.UNUSABLE):
        desk.press("remove", file=upload.key)
    while (batch := desk.preview()).error:
        (bad,) = (
            upload
            for upload in ImportUpload.objects.all()
            if batch.error.startswith(f"{upload.name}: ")
        )
        assert desk.press("remove", file=bad.key).status_code == 302


def write(desk: Desk) -> None:
    """All of the batch goes in as it was shown, or nothing of it."""
    shown = len(desk.rows(upload__kind="households", outcome="new"))
    if desk.batch.state != ImportBatch.State.PREVIEWED:
        return
    batch = desk.commit()
    is_written = batch.state == ImportBatch.State.COMMITTED
    assert is_written or batch.error, batch.state
    assert Household.objects.count() == (shown if is_written else 0)
    desk.page()


def test_there_are_enough_of_them() -> None:
    assert len(FILES) > 200


@pytest.mark.parametrize("start", range(0, len(FILES), PORTION))
def test_no_page_breaks(
    start: int, corpus: list[HostileFile], desk: Desk, ear: Ear, quick_reader: ForkServer
) -> None:
    for number in FILES[start : start + PORTION]:
        send(desk, number, corpus[number])
    desk.recognise()
    assert not ImportUpload.objects.filter(state=ImportUpload.State.RECEIVED).exists()
    pages_open(desk)
    look(desk)
    pages_open(desk)
    assert not Household.objects.exists()
    write(desk)
    assert not ear.heard()
