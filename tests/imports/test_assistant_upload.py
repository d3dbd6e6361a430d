"""Sending files to the assistant: once, whole, not too much, and nobody else's."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.common.errors import DomainError
from apps.imports import batches, uploads
from apps.imports.filenames import safe_name
from apps.imports.folder import LaidOut
from apps.imports.models import PART_BYTES, ImportBatch, ImportUpload, UploadPart
from tests.imports.desk import Desk
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db


def test_the_same_again_is_the_same_file(desk: Desk) -> None:
    key = uuid4()
    assert desk.send("a.csv", b"x;y", key).status_code == 201
    again = desk.send("a.csv", b"x;y", key)
    assert (again.status_code, again.json()["key"]) == (200, str(key))
    assert ImportUpload.objects.count() == 1


@pytest.mark.parametrize(("name", "data"), [("a.csv", b"other"), ("b.csv", b"x;y")])
def test_the_same_key_for_something_else_is_refused(desk: Desk, name: str, data: bytes) -> None:
    key = uuid4()
    desk.send("a.csv", b"x;y", key)
    refused = desk.send(name, data, key)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_taken")


def test_a_file_dropped_twice_is_there_once(desk: Desk) -> None:
    assert desk.send("a.csv", b"x;y").status_code == 201
    assert desk.send("a.csv", b"x;y").status_code == 200
    taken = desk.send("A.CSV", b"z")
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")


def test_a_form_sent_twice_opens_one_batch(desk: Desk) -> None:
    desk.open()
    assert ImportBatch.objects.count() == 1
    assert desk.client.post(reverse("imports:list"), {"key": "no key"}).status_code == 302


def test_bytes_are_kept_in_parts_as_they_came(desk: Desk) -> None:
    data = bytes(range(256)) * 5000
    desk.send("lon.csv", data)
    parts = UploadPart.objects.order_by("number").values_list("data", flat=True)
    assert [len(part) for part in parts] == [PART_BYTES, len(data) - PART_BYTES]
    assert b"".join(map(bytes, parts)) == data


def test_too_big_is_refused_before_it_is_read_and_the_rest_stays(desk: Desk) -> None:
    desk.send("a.csv", b"x;y")
    refused = desk.client.generic(
        "PUT",
        desk.url("upload", file=uuid4()),
        b"",
        headers={"X-File-Name": "b.csv"},
        CONTENT_LENGTH=str(uploads.MOST_BYTES + 1),
    )
    assert (refused.status_code, refused.json()["code"]) == (413, "too_big")
    assert "50 MB" in refused.json()["message"]
    assert [upload.name for upload in ImportUpload.objects.all()] == ["a.csv"]


def test_a_broken_connection_keeps_nothing(desk: Desk) -> None:
    batch = desk.batch
    actor = desk.client.get(desk.url("progress")).wsgi_request.actor  # type: ignore[attr-defined]  # our middleware's
    short = uploads.Incoming(uuid4(), "a.csv", 100, io.BytesIO(b"half"))
    with pytest.raises(DomainError, match="upload_broken"):
        uploads.take_upload(actor=actor, batch_key=batch.key, incoming=short, at=batch.created_at)
    assert not ImportUpload.objects.exists()


@pytest.mark.parametrize(("name", "code"), [("", "no_name"), ("..", "no_name"), ("/", "no_name")])
def test_without_a_name_or_bytes_nothing_is_taken(desk: Desk, name: str, code: str) -> None:
    assert desk.send(name, b"x").json()["code"] == code
    assert desk.send("a.csv", b"").status_code == 422


def test_a_batch_has_room_for_so_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    desk.send("a.csv", b"x")
    assert desk.send("b.csv", b"y").json()["code"] == "batch_full"


def test_nothing_goes_into_another_communes_batch(
    desk: Desk, world: object, login: Callable[[User], Client]
) -> None:
    stranger = Desk(login(world.outsider), desk.key)  # type: ignore[attr-defined]  # World
    assert stranger.send("a.csv", b"x").status_code == 404
    assert not ImportUpload.objects.exists()


def test_a_key_of_another_batch_is_no_door(desk: Desk) -> None:
    key = uuid4()
    desk.send("a.csv", b"x", key)
    other = Desk(desk.client)
    other.open()
    refused = other.send("a.csv", b"x", key)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_taken")


def test_what_is_written_takes_no_more_files(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    desk.commit()
    assert desk.send("b.csv", b"x").json()["code"] == "committed"


def test_a_file_taken_out_is_gone_and_the_plan_with_it(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    desk.press("remove", file=desk.upload("so ho.xlsx").key)
    assert desk.batch.state == ImportBatch.State.OPEN
    assert not ImportUpload.objects.exists()
    assert "Chưa có tệp nào" in desk.page()


def test_loose_parts_of_a_shapefile_belong_together(desk: Desk, tmp_path: Path) -> None:
    path = HUE.write_old_villages(tmp_path)
    desk.drop(path)
    assert desk.upload("thon.shp").error_code == "missing_sibling"
    desk.drop(*(part for part in sorted(tmp_path.iterdir()) if part != path))
    upload = desk.upload("thon.shp")
    assert (upload.state, upload.kind) == (ImportUpload.State.RECOGNISED, "villages")
    page = desk.page()
    assert "TCVN3" in page
    assert page.count("<article") == 1


def test_a_part_that_comes_while_the_shapefile_is_looked_at_counts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job laid the file out before its .shx was there: what it then says is of another file."""
    path = HUE.write_old_villages(tmp_path)
    parts = [part for part in sorted(tmp_path.iterdir()) if part != path]
    looked_at = batches._look_at

    def meanwhile(batch: ImportBatch, lain: LaidOut) -> None:
        looked_at(batch, lain)
        while parts:
            part = parts.pop()
            assert desk.send(part.name, part.read_bytes()).status_code == 201

    assert desk.send(path.name, path.read_bytes()).status_code == 201
    monkeypatch.setattr(batches, "_look_at", meanwhile)
    desk.recognise()
    assert desk.upload("thon.shp").state == ImportUpload.State.RECEIVED
    desk.recognise()
    upload = desk.upload("thon.shp")
    assert (upload.state, upload.kind) == (ImportUpload.State.RECOGNISED, "villages")


def test_a_part_without_its_shapefile_says_what_to_do(desk: Desk) -> None:
    desk.send("thon.dbf", b"abc")
    assert "Chưa có tệp .shp cùng tên" in desk.page()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("danh_sach_ho.xlsx", "danh_sach_ho.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Tài liệu\\sổ hộ.xlsx", "sổ hộ.xlsx"),
        ("a\x00b\n.csv", "ab.csv"),
        ("so\u202excslx.csv", "soxcslx.csv"),
        ("<b>x</b>.csv", "b>.csv".replace(">", "")),
        (" . ", ""),
    ],
)
def test_names_are_made_safe(said: str, name: str) -> None:
    assert safe_name(said) == name


def test_a_long_name_keeps_its_suffix() -> None:
    name = safe_name("ộ" * 300 + ".xlsx")
    assert name.endswith("ộ.xlsx")
    assert len(name.encode()) <= 180
