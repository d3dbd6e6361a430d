"""Whatever is uploaded, no page breaks, and nothing of it is written.

``tests/hostile`` has every file read; here a sample of them goes all the way through the pages.
"""

import pytest

from apps.households.models import Household
from apps.imports.models import ImportUpload
from tests.hostile.corpus import HostileFile, hostile_files
from tests.hostile.hostile import Traps
from tests.imports.desk import Desk

EVERY = 20
FILES = list(hostile_files(Traps()))[::EVERY]


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_page_breaks(desk: Desk, file: HostileFile) -> None:
    sent = desk.send(file.name, file.content)
    assert sent.status_code in {200, 201, 413, 422}
    if sent.status_code != 201:
        return
    desk.recognise()
    (upload,) = ImportUpload.objects.all()
    assert upload.state != ImportUpload.State.RECEIVED
    assert upload.name.split(".")[0][:3] in desk.page()
    form = desk.client.get(desk.url("file", file=upload.key))
    assert form.status_code == 200
    desk.preview()
    assert desk.client.get(desk.url("points")).status_code == 200
    desk.page()
    assert not Household.objects.exists()
