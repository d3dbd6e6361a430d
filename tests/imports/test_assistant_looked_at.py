"""Nothing is written that nobody has looked at: another plan, or another register since."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.imports import jobs, requests
from apps.imports.models import ImportBatch, ImportedFile
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
State = ImportBatch.State
SHEET = HUE.villages[0]


@pytest.fixture
def previewed(desk: Desk, tmp_path: Path) -> Desk:
    """A02 is new, and A01 has another size than the register."""
    import_files([HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1)]})], at=NOW)
    rows = {SHEET: [HUE.home(0, 1, size=9), HUE.home(0, 2)]}
    desk.drop(HUE.write_homes(tmp_path, rows))
    desk.preview()
    return desk


@pytest.fixture
def colleague(previewed: Desk, commune: Commune, login: Callable[[User], Client]) -> Desk:
    """Somebody else at the same batch."""
    return Desk(login(clerk(commune, "vanphong3")), previewed.key)


def commits(desk: Desk, revision: object) -> str:
    """Presses the button of a page of that revision; what the next page says."""
    response = desk.client.post(desk.url("commit"), {"revision": revision})
    assert response.status_code == 302
    return " ".join(str(said) for said in get_messages(response.wsgi_request))


def test_the_form_names_the_plan_it_shows(previewed: Desk) -> None:
    revision = previewed.batch.revision
    assert f'name="revision" value="{revision}"' in previewed.page()
    assert commits(previewed, revision) == ""
    assert previewed.batch.state == State.COMMITTING


def test_a_page_that_somebody_else_made_old_writes_nothing(
    previewed: Desk, colleague: Desk
) -> None:
    opened = previewed.batch.revision
    name = "so ho.xlsx"
    colleague.client.post(
        colleague.url("file", file=colleague.upload(name).key), {"name_case": "keep"}
    )
    colleague.recognise()
    assert "đã khác với trang" in commits(previewed, opened)
    colleague.preview()
    assert "đã khác với trang" in commits(previewed, opened)
    assert previewed.batch.state == State.PREVIEWED
    commits(previewed, previewed.batch.revision)
    assert previewed.batch.state == State.COMMITTING


def test_the_same_files_previewed_again_are_another_plan(previewed: Desk, colleague: Desk) -> None:
    opened = previewed.batch.revision
    Household.objects.filter(code="A01").update(size=9)
    colleague.preview()
    assert "đã khác với trang" in commits(previewed, opened)
    assert previewed.batch.state == State.PREVIEWED


@pytest.mark.parametrize("revision", ["", "x", "-1"])
def test_a_page_without_one_is_old(previewed: Desk, revision: str) -> None:
    assert "đã khác với trang" in commits(previewed, revision)
    assert previewed.batch.state == State.PREVIEWED


def test_the_refusal_is_a_conflict(previewed: Desk) -> None:
    actor = actor_for(previewed.batch.created_by, at=NOW)
    with pytest.raises(DomainError) as refused:
        requests.ask_for_commit(actor=actor, batch_key=previewed.key, revision=0, at=NOW)
    assert (refused.value.code, refused.value.status) == ("stale", 409)


def test_an_edit_at_the_desk_in_between_brings_the_preview_back(previewed: Desk) -> None:
    before = ImportedFile.objects.count()
    opened = previewed.batch.revision
    # Now the register says what the file says.
    Household.objects.filter(code="A01").update(size=9)
    batch = previewed.commit()
    assert (batch.state, batch.error_code) == (State.PREVIEWED, "other_than_previewed")
    assert list(Household.objects.values_list("code", "size")) == [("A01", 9)]
    assert ImportedFile.objects.count() == before
    assert [row.outcome for row in previewed.rows()] == ["unchanged", "new"]
    page = previewed.page()
    assert "đã có người sửa" in page
    assert "thêm 1 dòng, sửa 0 dòng" in page
    # The page from before is old; who looks at the new figures may write.
    assert batch.revision > opened
    assert "đã khác với trang" in commits(previewed, opened)
    batch = previewed.commit()
    assert (batch.state, batch.error) == (State.COMMITTED, "")
    assert Household.objects.count() == 2


def test_so_does_one_that_changes_no_figure(previewed: Desk) -> None:
    """One row is changed as before, and would now take back what a colleague corrected."""
    Household.objects.filter(code="A01").update(phone="0912999888")
    batch = previewed.commit()
    assert (batch.state, batch.error_code) == (State.PREVIEWED, "other_than_previewed")
    (changed,) = previewed.rows(outcome="changed")
    assert [change[:2] for change in changed.changes] == [["size", "3"], ["phone", "0912999888"]]
    assert previewed.commit().state == State.COMMITTED


def test_an_edit_of_what_the_file_does_not_say_stops_nobody(previewed: Desk) -> None:
    Household.objects.filter(code="A01").update(moved_in_on=date(2020, 1, 1))
    assert previewed.commit().state == State.COMMITTED
    assert Household.objects.get(code="A01").size == 9


def test_asked_for_twice_it_is_written_once(previewed: Desk) -> None:
    revision = previewed.batch.revision
    assert [commits(previewed, revision) for _time in range(2)] == ["", ""]
    jobs.commit(batch_id=previewed.batch.pk)
    assert commits(previewed, revision) == ""
    assert previewed.batch.state == State.COMMITTED
