"""Whatever is uploaded, no page breaks, and nothing of it is written.

Every hostile file goes through the pages as an office would send it: the upload, the guess, the
form that changes it, the preview and its map. Files are read by forks here, under the limits of
every reading process; ``test_hostile_files`` gives them a process each.
"""

from collections.abc import Callable
from pathlib import PurePath
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.households.models import Household
from apps.imports.models import ImportUpload
from tests.hostile.corpus import HostileFile, Traps, hostile_files
from tests.hostile.forkserver import ForkServer
from tests.hostile.watch import Ear
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
COUNT = len(list(hostile_files()))
PORTION = 40
TAKEN, REFUSED = 201, {200, 413, 422}


@pytest.fixture
def client(login: Callable[[User], Client]) -> Client:
    """The office of the made-up commune."""
    return login(clerk(HUE.plant()))


def sent(desk: Desk, file: HostileFile) -> bool:
    """Send a file and what belongs to it; whether it was taken."""
    statuses = {desk.send(file.name, file.content).status_code}
    for suffix, build in file.beside.items():
        name = str(PurePath(file.name).with_suffix(suffix))
        statuses.add(desk.send(name, build()).status_code)
    assert statuses <= REFUSED | {TAKEN}, (file, statuses)
    return TAKEN in statuses


def goes_through(desk: Desk, file: HostileFile) -> None:
    """Every page of the assistant, with this one file in the batch."""
    desk.open()
    if sent(desk, file):
        desk.recognise()
        uploads = ImportUpload.objects.filter(batch__key=desk.key)
        assert not uploads.filter(state=ImportUpload.State.RECEIVED).exists(), file
        page = desk.page()
        for upload in uploads:
            assert upload.name.split(".")[0][:3] in page, file
            form = desk.client.get(desk.url("file", file=upload.key))
            assert form.status_code == 200, file
        desk.preview()
        for answer in ("points", "outlines", "progress"):
            assert desk.client.get(desk.url(answer)).status_code == 200, file
        desk.page()
        for upload in uploads:
            book = desk.client.get(desk.url("correction", file=upload.key))
            assert book.status_code in {200, 404}, file
    assert desk.press("discard").status_code == 302


@pytest.mark.parametrize("start", range(0, COUNT, PORTION))
def test_no_page_breaks(start: int, client: Client, ear: Ear, quick_reader: ForkServer) -> None:
    files = list(hostile_files(Traps(url=ear.url)))[start : start + PORTION]
    for file in files:
        goes_through(Desk(client, uuid4()), file)
        assert not ear.heard(), file
    assert not Household.objects.exists()
    assert not ImportUpload.objects.exists()
