"""The worker's part: whole or not at all, again after a death, and honest about how it goes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.accounts.models import User
from apps.areas.models import Commune
from apps.households.models import Household
from apps.imports import batches, jobs, requests, status
from apps.imports.models import BatchProgress, ImportBatch, ImportedFile
from apps.imports.services import ImportResult, LeftAlone
from tests.conftest import NOW
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture
def planned(desk: Desk, tmp_path: Path) -> Desk:
    """A household list that was previewed."""
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    return desk


class Killed(BaseException):
    """As a worker that is killed: nothing catches it."""


def _dies(*_: object) -> None:
    raise Killed


def test_a_death_in_the_middle_leaves_nothing_half(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned.press("commit")
    with monkeypatch.context() as patch:
        patch.setattr(batches._Run, "store", _dies)
        with pytest.raises(Killed):
            jobs.commit(batch_id=planned.batch.pk)
    assert planned.batch.state == State.COMMITTING
    assert not Household.objects.exists()
    assert not ImportedFile.objects.exists()
    # The queue gives the job to the next worker.
    jobs.commit(batch_id=planned.batch.pk)
    assert planned.batch.state == State.COMMITTED
    assert Household.objects.count() == 6


def test_twice_does_no_more_than_once(planned: Desk) -> None:
    planned.commit()
    jobs.commit(batch_id=planned.batch.pk)
    planned.press("commit")
    jobs.preview(batch_id=planned.batch.pk)
    assert ImportedFile.objects.count() == 1
    assert planned.batch.state == State.COMMITTED


def test_an_error_nobody_foresaw_is_told(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(batches, "import_files", fails)
    planned.press("commit")
    with pytest.raises(RuntimeError):
        jobs.commit(batch_id=planned.batch.pk)
    assert planned.batch.state == State.OPEN
    page = planned.page()
    assert "chưa ghi gì" in page
    assert "disk full" not in page


def test_files_that_depend_on_what_is_missing_stop_the_whole_batch(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()

    def refused(*args: object, **kwargs: object) -> ImportResult:
        return ImportResult(unreadable=[LeftAlone("so ho.xlsx", "changed_meanwhile", "Nạp lại.")])

    monkeypatch.setattr(batches, "import_files", refused)
    desk.commit()
    assert (desk.batch.state, desk.batch.error_code) == (State.OPEN, "changed_meanwhile")
    assert "so ho.xlsx" in desk.page()


def test_a_preview_of_older_files_is_thrown_away(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.press("preview")
    desk.send("them.csv", b"x;y")
    jobs.preview(batch_id=desk.batch.pk)
    assert desk.batch.state == State.OPEN
    assert not desk.rows()


def test_what_has_not_begun_can_be_called_off(planned: Desk) -> None:
    planned.press("commit")
    planned.press("call-off")
    jobs.commit(batch_id=planned.batch.pk)
    assert planned.batch.state == State.PREVIEWED
    assert not Household.objects.exists()


def test_a_batch_can_be_thrown_away_before_and_after(planned: Desk) -> None:
    planned.press("discard")
    assert not ImportBatch.objects.exists()
    jobs.commit(batch_id=1)
    jobs.recognise(batch_id=1)
    assert planned.client.get(planned.url("batch")).status_code == 404


def test_one_job_waits_at_most(desk: Desk) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        desk.send(name, b"x;y")
    lock = f"imports:{desk.batch.commune_id}"
    about = {"task_name": requests.RECOGNISE, "args__batch_id": desk.batch.pk}
    waiting = ProcrastinateJob.objects.filter(status="todo", **about)
    assert [job.lock for job in waiting] == [lock]


def set_status(batch: ImportBatch, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, batch.job_id]
        )


def told(desk: Desk) -> dict[str, object]:
    answer: dict[str, object] = desk.client.get(desk.url("progress")).json()
    return answer


def beat(desk: Desk, ago: timedelta) -> None:
    BatchProgress.objects.update_or_create(
        batch=desk.batch,
        defaults={"note": "so ho.xlsx", "done": 5000, "total": 9000, "beat_at": NOW - ago},
    )


def test_progress_is_told_while_the_job_lives(planned: Desk) -> None:
    planned.press("commit")
    assert told(planned)["phase"] == "waiting"
    beat(planned, timedelta(seconds=3))
    answer = told(planned)
    assert (answer["phase"], answer["note"], answer["done"], answer["total"]) == (
        "working", "so ho.xlsx", 5000, 9000,
    )  # fmt: skip
    # A number for a machine, without the dots that people want.
    assert 'value="5000" max="9000"' in planned.page()


def test_a_job_without_a_sign_of_life_is_called_interrupted(planned: Desk) -> None:
    planned.press("commit")
    set_status(planned.batch, "doing")
    beat(planned, timedelta(minutes=2))
    assert told(planned)["phase"] == "interrupted"
    page = planned.page()
    assert "bị ngắt" in page
    assert "Chạy lại" in page
    planned.press("again")
    assert ProcrastinateJob.objects.get(pk=planned.batch.job_id).status == "todo"


def test_a_job_that_failed_is_asked_for_anew(planned: Desk) -> None:
    planned.press("commit")
    before = planned.batch.job_id
    set_status(planned.batch, "failed")
    planned.press("again")
    assert planned.batch.job_id != before


def test_a_living_job_is_left_alone(planned: Desk) -> None:
    planned.press("commit")
    set_status(planned.batch, "doing")
    beat(planned, timedelta(seconds=1))
    planned.press("again")
    assert ProcrastinateJob.objects.get(pk=planned.batch.job_id).status == "doing"


def test_without_a_worker_the_page_says_so(planned: Desk) -> None:
    planned.press("commit")
    ImportBatch.objects.update(requested_at=NOW - timedelta(minutes=5))
    answer = told(planned)
    assert answer["phase"] == "no_worker"
    assert "không chạy" in str(answer["message"])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW])
    assert told(planned)["phase"] == "waiting"


def test_who_waits_for_somebody_else_is_told(
    planned: Desk, commune: Commune, login: Callable[[User], Client], tmp_path: Path
) -> None:
    """Two users at once on one commune."""
    other = Desk(login(clerk(commune, "vanphong3")))
    other.open()
    (tmp_path / "khac").mkdir()
    other.drop(HUE.write_homes(tmp_path / "khac", HUE.homes(count=4)))
    other.preview()
    planned.press("commit")
    set_status(planned.batch, "doing")
    other.press("commit")
    ImportBatch.objects.filter(key=other.key).update(requested_at=NOW - timedelta(minutes=1))
    assert "lượt nạp khác" in str(told(other)["message"])
    jobs.commit(batch_id=planned.batch.pk)
    jobs.commit(batch_id=other.batch.pk)
    # It would do something else now than it said: that is to be looked at first.
    assert other.batch.state == State.PREVIEWED
    assert Household.objects.count() == 6
    other.commit()
    assert other.batch.state == State.COMMITTED
    assert Household.objects.count() == 8
    # What the first wrote in the meantime is no new row any more.
    assert len(other.rows(outcome="unchanged")) == 6


def test_a_preview_needs_files_that_are_understood(desk: Desk) -> None:
    desk.press("preview")
    assert desk.batch.state == State.OPEN
    desk.send("la.csv", b"x;y")
    desk.press("preview")
    assert "chọn lại cách đọc" in desk.page()


def test_idle_is_idle(desk: Desk) -> None:
    assert status.status_of(desk.batch, at=NOW).phase == "idle"
    assert told(desk)["phase"] == "idle"
