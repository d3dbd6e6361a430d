"""Pictures and papers: drawn anew, shown to whoever reads the issue, refused in plain words."""

import zlib
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.attachments import cleaning, limits, services
from apps.issues.attachments.cleaning import Cleaned, clean
from apps.issues.attachments.models import AttachmentContent, AttachmentType, IssueAttachment
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue
from tests.factories.issues import reported
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, CELL, POLICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_POLICE


def _photo(width: int = 60, height: int = 40, **saved: Any) -> bytes:
    image, kept = Image.new("RGB", (width, height), "green"), BytesIO()
    image.save(kept, saved.pop("format", "JPEG"), **saved)
    return kept.getvalue()


def _with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "HANGMAYANH"
    exif[0x0112] = 6  # taken upright
    exif[0x8825] = {1: "N", 2: (21.0, 33.0, 33.0), 3: "E", 4: (106.0, 12.0, 39.0)}
    return _photo(2600, 1300, exif=exif)


def test_nothing_of_the_file_but_its_picture() -> None:
    came = _with_place()
    assert b"HANGMAYANH" in came
    cleaned = clean(came + b"<script>alert(1)</script>PK\x03\x04")
    with Image.open(BytesIO(cleaned.data)) as kept:
        assert not kept.getexif()
        assert kept.size == (1000, 2000)
    for left in (b"HANGMAYANH", b"Exif", b"<script>", b"PK\x03\x04"):
        assert left not in cleaned.data


def test_a_paper_is_drawn_page_by_page() -> None:
    page, kept = Image.new("RGB", (400, 500), "white"), BytesIO()
    page.save(kept, "PDF", save_all=True, append_images=[page], title="HANGMAYANH")
    cleaned = clean(kept.getvalue())
    assert (cleaned.type, cleaned.pages) == (AttachmentType.PDF, 2)
    assert cleaned.data.startswith(b"%PDF-")
    assert b"HANGMAYANH" not in cleaned.data
    assert clean(kept.getvalue()).data == cleaned.data


def _bomb() -> bytes:
    """A PNG of 900 million points in a few hundred bytes."""
    header = (30_000).to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + name + data + check

    packed = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9000))
    return b"\x89PNG\r\n\x1a\n" + packed + chunk(b"IEND", b"")


def _long_paper() -> bytes:
    page, kept = Image.new("1", (20, 20)), BytesIO()
    page.save(kept, "PDF", save_all=True, append_images=[page] * limits.PAGES)
    return kept.getvalue()


REFUSED = {
    "empty": (b"", "empty"),
    "bomb": (_bomb(), "too_large"),
    "many pages": (_long_paper(), "many_pages"),
    "web page": (b"<html><script>alert(1)</script>", "unreadable"),
    "program": (b"\x7fELF" + b"\0" * 400, "unreadable"),
    "gif": (_photo(format="GIF"), "unreadable"),
    "cut off": (_photo(900, 900)[:400], "unreadable"),
    "paper of nothing": (b"%PDF-1.7\n%%EOF", "unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_and_broken_files_are_refused(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(DomainError) as refused:
        clean(data)
    assert (refused.value.code, refused.value.status) == (code, 422)
    assert refused.value.message == str(cleaning.MESSAGES[code])


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(DomainError) as refused:
        clean(_photo(), wall_seconds=0.01)
    assert refused.value.code == "too_slow"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the process answers, without starting it: what came is what is kept."""
    monkeypatch.setattr(
        services, "clean", lambda data: Cleaned(AttachmentType.JPEG, 1, b"drawn " + data)
    )


@pytest.fixture
def issue(world: World, now: datetime) -> Issue:
    return reported(world.users[MEMBER], world.in_charge_of, at=now)


def _file(data: bytes = b"one") -> SimpleUploadedFile:
    return SimpleUploadedFile("../../ten nguoi.jpg", data, "image/jpeg")


@pytest.mark.usefixtures("quick")
def test_added_shown_and_taken_off(pages: Pages, issue: Issue) -> None:
    pages.send(MEMBER, "issues:attach", {"file": _file()}, pk=issue.pk)
    row = IssueAttachment.objects.get()
    assert row.content.sha256 == sha256(b"drawn one").hexdigest()
    assert f"/van-de/tep/{row.pk}/" in pages.text(CELL, "issues:show", pk=issue.pk)
    answer = pages.get(CELL, "issues:file", pk=row.pk)
    assert answer.content == b"drawn one"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="van-de-{issue.pk}-1.jpg"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert pages.send(CELL, "issues:detach", {}, pk=row.pk).status_code == 403
    assert pages.send(MEMBER, "issues:detach", {}, pk=row.pk).status_code == 302
    assert not AttachmentContent.objects.exists()


@pytest.mark.usefixtures("quick")
def test_out_of_reach_it_is_not_there(pages: Pages, issue: Issue) -> None:
    pages.send(MEMBER, "issues:attach", {"file": _file()}, pk=issue.pk)
    row = IssueAttachment.objects.get()
    for role in (None, POLICE):
        assert pages.get(role, "issues:file", pk=row.pk).status_code == 404
        assert pages.send(role, "issues:detach", {}, pk=row.pk).status_code == 404
        sent = pages.send(role, "issues:attach", {"file": _file()}, pk=issue.pk)
        assert sent.status_code == 404
    # Inspection reads, and adds nothing.
    assert pages.get(Role.INSPECTION, "issues:file", pk=row.pk).status_code == 200
    sent = pages.send(Role.INSPECTION, "issues:attach", {"file": _file()}, pk=issue.pk)
    assert sent.status_code == 403


@pytest.mark.usefixtures("quick")
def test_no_more_than_ten_and_none_twice(pages: Pages, issue: Issue) -> None:
    for n in range(11):
        pages.send(MEMBER, "issues:attach", {"file": _file(b"%d" % (n % 10))}, pk=issue.pk)
    assert issue.attachments.count() == 10
    sent = pages.client(MEMBER).post(
        f"/van-de/{issue.pk}/tep/",
        {"key": "0b8f3f6c-7c0e-4f43-9d0c-1a2b3c4d5e6f", "file": _file(b"eleven")},
        follow=True,
    )
    assert "nhiều nhất 10 tệp" in sent.content.decode()
    assert issue.attachments.count() == 10


def test_what_is_wrong_is_told(pages: Pages, issue: Issue) -> None:
    client = pages.client(MEMBER)
    key = "0b8f3f6c-7c0e-4f43-9d0c-1a2b3c4d5e6f"
    for sent, words in (
        ({"key": key}, "Hãy chọn một ảnh"),
        ({"key": key, "file": _file(b"no picture")}, "Không đọc được tệp"),
        ({"key": key, "file": _file(b"x" * (limits.FILE_BYTES + 1))}, "lớn hơn 10 MB"),
        ({"key": "?", "file": _file()}, "đã cũ"),
    ):
        answer = client.post(f"/van-de/{issue.pk}/tep/", sent, follow=True)
        assert words in answer.content.decode()
    assert not IssueAttachment.objects.exists()
    assert client.get(f"/van-de/{issue.pk}/tep/").status_code == 405


@pytest.mark.usefixtures("quick")
def test_none_where_no_words_are(pages: Pages, world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    pages.send(POLICE, "issues:attach", {"file": _file()}, pk=issue.pk)
    assert not IssueAttachment.objects.exists()
    content = AttachmentContent.objects.create(sha256="a" * 64, type="image/jpeg", data=b"x")
    with pytest.raises(IntegrityError, match="nothing is attached"), transaction.atomic():
        IssueAttachment.objects.create(
            issue=issue,
            number=1,
            content=content,
            size=1,
            added_by=world.users[POLICE],
            added_at=now,
        )
