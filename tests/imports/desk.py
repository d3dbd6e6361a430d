"""Somebody of the commune's office at the import assistant, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.areas.models import Commune
from apps.imports import jobs
from apps.imports.models import ImportBatch, ImportUpload, PlannedRow
from apps.people.kinds import PostKind
from tests.factories.people import PersonFactory, PostFactory, UserFactory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse


def clerk(commune: Commune, username: str = "vanphong2") -> User:
    """A log-in of the commune's Party office."""
    user = UserFactory.create(username=username)
    person = PersonFactory.create(commune=commune, user=user)
    PostFactory.create(person=person, kind=PostKind.PARTY_OFFICE, commune=commune)
    return user


@dataclass
class Desk:
    """One session with one batch open; jobs run when told to, in this very process."""

    client: Client
    key: UUID = field(default_factory=uuid4)

    def open(self) -> ImportBatch:
        """Open the batch by the form of the list."""
        response = self.client.post(reverse("imports:list"), {"key": str(self.key)})
        assert response.status_code == 302
        return self.batch

    @property
    def batch(self) -> ImportBatch:
        return ImportBatch.objects.get(key=self.key)

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"imports:{name}", kwargs={"key": self.key, **kwargs})

    def send(self, name: str, data: bytes, key: UUID | None = None) -> TestResponse:
        """Put a file's bytes, as the page does."""
        return self.client.put(
            self.url("upload", file=key or uuid4()),
            data,
            "application/octet-stream",
            headers={"X-File-Name": quote(name)},
        )

    def drop(self, *paths: Path) -> None:
        """Send files from disk and have them recognised."""
        for path in paths:
            response = self.send(path.name, path.read_bytes())
            assert response.status_code == 201, response.content
        self.recognise()

    def recognise(self) -> None:
        jobs.recognise(batch_id=self.batch.pk)

    def press(self, name: str, **kwargs: Any) -> TestResponse:
        """Press a button of the batch's page, as it is now."""
        posted = {"revision": self.batch.revision} if name == "commit" else {}
        return self.client.post(self.url(name, **kwargs), posted)

    def preview(self) -> ImportBatch:
        self.press("preview")
        jobs.preview(batch_id=self.batch.pk)
        return self.batch

    def commit(self) -> ImportBatch:
        self.press("commit")
        jobs.commit(batch_id=self.batch.pk)
        return self.batch

    def page(self, **query: str) -> str:
        response = self.client.get(self.url("batch"), query)
        assert response.status_code == 200
        return response.content.decode()

    def upload(self, name: str) -> ImportUpload:
        return ImportUpload.objects.get(batch__key=self.key, name=name)

    def rows(self, **about: Any) -> list[PlannedRow]:
        return list(PlannedRow.objects.filter(upload__batch__key=self.key, **about).order_by("pk"))
