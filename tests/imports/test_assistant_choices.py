"""The guess is shown, can be changed, and is remembered for files with the same columns."""

from pathlib import Path

import pytest

from apps.households.models import Household
from apps.imports.models import ColumnMemory, ImportUpload
from apps.imports.wording import COLUMN_LABELS
from tests.imports.desk import Desk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
State = ImportUpload.State
# Headers that no synonym knows.
STRANGE = "Cột A;Cột B;Cột C;Cột D\nA01;Lò Thị Mai;3;Thôn Suối Trong\n"


def strange(desk: Desk) -> ImportUpload:
    desk.send("la.csv", STRANGE.encode())
    desk.recognise()
    return desk.upload("la.csv")


def mend(desk: Desk, upload: ImportUpload) -> None:
    """First what the file is and where its header stands, then the columns."""
    url = desk.url("file", file=upload.key)
    assert desk.client.post(url, {"kind": "households", "header_rows": "1"}).status_code == 302
    desk.recognise()
    columns = ("household_code", "head_name", "size", "village")
    said = {f"column-{at}": name for at, name in enumerate(columns)}
    data = {"kind": "households", "header_rows": "1", **said}
    assert desk.client.post(url, data).status_code == 302
    desk.recognise()


def test_the_guess_is_shown(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    page = desk.page()
    assert "danh sách hộ" in page
    assert "tiêu đề ở dòng 4–5" in page
    upload = desk.upload("so ho.xlsx")
    form = desk.client.get(desk.url("file", file=upload.key)).content.decode()
    assert "Mã số hộ" in form
    assert '<option value="household_code" selected>' in form


def test_an_unknown_file_is_pointed_out_and_mended(desk: Desk) -> None:
    upload = strange(desk)
    assert upload.state == State.UNUSABLE
    assert "chọn Cách đọc" in desk.page()
    assert "Cột A" in desk.client.get(desk.url("file", file=upload.key)).content.decode()
    mend(desk, upload)
    upload.refresh_from_db()
    assert (upload.state, upload.kind) == (State.RECOGNISED, "households")
    assert upload.choices["columns"]["size"] == 2
    desk.preview()
    (row,) = desk.rows()
    assert (row.outcome, row.key[:3]) == ("new", "A01")


def test_the_mapping_is_remembered_for_the_next_batch(desk: Desk) -> None:
    mend(desk, strange(desk))
    next_month = Desk(desk.client)
    next_month.open()
    upload = strange(next_month)
    assert (upload.state, upload.remembered) == (State.RECOGNISED, True)
    assert "lần trước" in next_month.page()


def test_how_one_file_was_written_is_not_remembered(desk: Desk, tmp_path: Path) -> None:
    """Its own correction workbook is in Unicode, under the same headers."""
    rows = {HUE.villages[0]: [HUE.home(0, 1, head="Hà Thị Suối"), HUE.home(0, 2)]}
    desk.drop(HUE.write_homes(tmp_path, rows))
    upload = desk.upload("so ho.xlsx")
    said = {"kind": "households", "encoding": "tcvn3", "header_rows": "4-5", "name_case": "keep"}
    assert desk.client.post(desk.url("file", file=upload.key), said).status_code == 302
    desk.recognise()
    upload.refresh_from_db()
    assert upload.choices["encoding"] == "tcvn3"
    mended = Desk(desk.client)
    mended.open()
    mended.drop(HUE.write_homes(tmp_path, rows))
    again = mended.upload("so ho.xlsx")
    assert again.remembered
    assert set(again.choices) == {"kind", "name_case"}
    mended.preview()
    mended.commit()
    assert Household.objects.get(code="A01").head_name == "Hà Thị Suối"


def test_leaving_it_to_the_machine_forgets(desk: Desk) -> None:
    upload = strange(desk)
    mend(desk, upload)
    desk.client.post(desk.url("file", file=upload.key), {"reset": "1"})
    desk.recognise()
    upload.refresh_from_db()
    assert (upload.choices, upload.state) == ({}, State.UNUSABLE)
    assert not ColumnMemory.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "secrets"},
        {"srid": "99999"},
        {"srid": "abc"},
        {"header_rows": "1-9"},
        {"header_rows": "hai"},
        {"encoding": "utf-7"},
        {"delimiter": "9"},
        {"column-0": "head_name", "column-1": "head_name"},
        {"column-0": "password"},
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_words(desk: Desk, said: dict[str, str]) -> None:
    text = "Mã hộ;Chủ hộ;Số khẩu\nA01;Lò Thị Mai;3\n"
    desk.send("ho.csv", text.encode())
    desk.recognise()
    url = desk.url("file", file=desk.upload("ho.csv").key)
    response = desk.client.post(url, said)
    assert response.status_code == 422
    assert "notice" in response.content.decode()
    assert desk.upload("ho.csv").choices == {}


def test_an_unchanged_form_says_nothing(desk: Desk) -> None:
    text = "Mã hộ;Chủ hộ;Số khẩu\nA01;Lò Thị Mai;3\n"
    desk.send("ho.csv", text.encode())
    desk.recognise()
    said = {"column-0": "household_code", "column-1": "head_name", "column-2": "size"}
    desk.client.post(desk.url("file", file=desk.upload("ho.csv").key), said)
    assert desk.upload("ho.csv").choices == {}


def test_a_file_without_a_header_is_read_from_its_first_row(desk: Desk) -> None:
    people = (("A01", "Mai"), ("A02", "Lan"), ("A03", ""))
    text = "".join(f"{code};{name};3;Thôn Suối Trong\n" for code, name in people)
    desk.send("ho.csv", text.encode())
    desk.recognise()
    upload = desk.upload("ho.csv")
    url = desk.url("file", file=upload.key)
    said = {"kind": "households", "no_header": "1"}
    assert desk.client.post(url, said).status_code == 302
    desk.recognise()
    page = desk.client.get(url).content.decode()
    assert 'name="no_header" value="1" checked' in page
    fields = ("household_code", "head_name", "size", "village")
    columns = {f"column-{at}": field for at, field in enumerate(fields)}
    assert desk.client.post(url, said | columns).status_code == 302
    desk.recognise()
    desk.preview()
    assert [row.outcome for row in desk.rows()] == ["new", "new", "rejected"]
    (layout,) = desk.upload("ho.csv").layout
    (number, header) = layout["above"][0]
    assert (number, layout["last"]) == (1, 1)
    assert header == [str(COLUMN_LABELS[field]) for field in fields]
