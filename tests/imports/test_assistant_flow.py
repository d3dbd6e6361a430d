"""From dropped files to written rows, by the pages and jobs of the assistant."""

from pathlib import Path

import pytest

from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.imports.models import ImportBatch, ImportedFile, ImportUpload, UploadPart
from apps.visits.models import Contact
from tests.imports.desk import Desk
from tests.imports.office import HUE

State = ImportBatch.State


@pytest.mark.django_db
def test_a_whole_folder_goes_in(desk: Desk, tmp_path: Path) -> None:
    HUE.write_folder(tmp_path)
    desk.drop(*sorted(tmp_path.iterdir()))
    kinds = {upload.name: upload.kind for upload in ImportUpload.objects.all()}
    assert kinds == {
        "cac thon.gpkg": "villages",
        "dang vien.xlsx": "members",
        "dia gioi.geojson": "commune",
        "phan cong.xlsx": "assignments",
        "so ho.xlsx": "households",
        "so tham.csv": "contacts",
        "to.geojson": "groups",
    }
    assert desk.preview().state == State.PREVIEWED
    assert not Household.objects.exists()
    assert [row.outcome for row in desk.rows(upload__kind="households")] == ["new"] * 6
    assert "Nạp tất cả" in desk.page()
    assert desk.commit().state == State.COMMITTED
    assert (Household.objects.count(), Assignment.objects.count()) == (6, 2)
    assert Contact.objects.count() == 2
    assert "Đã nạp xong" in desk.page()


@pytest.mark.django_db
def test_what_is_written_is_signed_and_the_files_are_gone(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    desk.commit()
    user = desk.batch.committed_by
    assert ImportedFile.objects.get().imported_by == user
    event = Household.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]  # pghistory's
    assert event.pgh_context.metadata["user"] == user.pk
    assert not UploadPart.objects.exists()


@pytest.mark.django_db
def test_changes_are_shown_field_by_field(desk: Desk, tmp_path: Path) -> None:
    homes = HUE.homes()
    desk.drop(HUE.write_homes(tmp_path, homes))
    desk.preview()
    desk.commit()
    homes[HUE.villages[0]][0] |= {"size": 7}
    again = Desk(desk.client)
    again.open()
    again.drop(HUE.write_homes(tmp_path, homes))
    again.preview()
    (changed,) = again.rows(outcome="changed")
    assert changed.key.startswith("A01")
    assert changed.changes == [["size", "3", "7"]]
    page = again.page(xem="changed")
    assert "<del>3</del>" in page
    assert "<ins>7</ins>" in page
    assert len(again.rows(outcome="unchanged")) == 5
