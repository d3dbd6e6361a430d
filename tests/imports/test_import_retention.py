"""The tray is emptied when its time is over."""

from datetime import timedelta
from pathlib import Path

import pytest

from apps.areas.models import RetentionRule
from apps.imports import jobs, retention
from apps.imports.models import ImportBatch, PlannedRow, UploadPart
from tests.conftest import NOW
from tests.imports.desk import Desk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(desk: Desk, tmp_path: Path) -> Desk:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    ImportBatch.objects.update(created_at=NOW - timedelta(days=30, hours=1))
    return desk


def test_old_batches_go_with_everything(old: Desk) -> None:
    fresh = Desk(old.client)
    fresh.open()
    jobs.empty_trays.func(timestamp=0)
    assert [batch.key for batch in ImportBatch.objects.all()] == [fresh.key]
    assert not UploadPart.objects.exists()
    assert not PlannedRow.objects.exists()


def test_a_commune_may_set_its_own_days(old: Desk) -> None:
    batch = ImportBatch.objects.get()
    RetentionRule.objects.create(commune=batch.commune, import_file_days=60)
    assert retention.forget_old_batches(at=NOW) == 0
    assert retention.forget_old_batches(at=NOW + timedelta(days=31)) == 1
