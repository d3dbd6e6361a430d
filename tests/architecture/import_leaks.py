"""Leak checks of the import assistant; see ``leaks``."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from apps.accounts.roles import Role
from apps.imports.models import ImportBatch
from tests.architecture.leaks import Check, Site
from tests.conftest import NOW
from tests.factories.imports import planned_batch

IMPORTERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
# A name that stands in the other commune's files only.
STRANGER = "Lò Văn Xã Bên"


def _of_the_other_commune(site: Site) -> ImportBatch:
    world = site.world
    assert world.outsider is not None
    existing = ImportBatch.objects.filter(commune=world.other_commune).first()
    return existing or planned_batch(world.other_commune, world.outsider, NOW, head=STRANGER)


def _addresses(batch: ImportBatch) -> list[str]:
    key: dict[str, UUID] = {"key": batch.key}
    file = key | {"file": batch.uploads.get().key}
    pages = ("batch", "progress", "points", "outlines")
    return [
        *(reverse(f"imports:{name}", kwargs=key) for name in pages),
        *(reverse(f"imports:{name}", kwargs=file) for name in ("file", "correction")),
    ]


def files_of_other_communes(site: Site) -> Iterator[str]:
    """Nobody opens another commune's batch, its files, rows, points or correction workbook."""
    batch = _of_the_other_commune(site)
    for role, user in site.world.users.items():
        client = site.login(user)
        expected = 404 if role in IMPORTERS else 403
        for url in _addresses(batch):
            status = client.get(f"{url}?xem=changed").status_code
            if status != expected:
                yield f"{role}: {url}: {status}, not {expected}"
        listed = client.get(reverse("imports:list"))
        if str(batch.key) in listed.content.decode():
            yield f"{role}: listed"


def batches_of_other_communes_changed(site: Site) -> Iterator[str]:
    """Nobody sends a file to, writes, or throws away another commune's batch."""
    batch = _of_the_other_commune(site)
    for role, user in site.world.users.items():
        client = site.login(user)
        expected = 404 if role in IMPORTERS else 403
        for name in ("preview", "commit", "call-off", "again", "discard"):
            url = reverse(f"imports:{name}", kwargs={"key": batch.key})
            if client.post(url).status_code != expected:
                yield f"{role}: {name}"
        if not ImportBatch.objects.filter(pk=batch.pk, state=batch.state).exists():
            yield f"{role}: changed"


def rows_kept_by_caches(site: Site) -> list[str]:
    """What shows rows of files says that nobody may keep it."""
    world = site.world
    user = world.users[Role.COMMUNE_OFFICE]
    batch = planned_batch(world.commune, user, NOW)
    client = site.login(user)
    return [
        url
        for url in _addresses(batch)
        if "no-store" not in client.get(url).get("Cache-Control", "")
    ]


IMPORT_CHECKS: tuple[Check, ...] = (
    files_of_other_communes,
    batches_of_other_communes_changed,
    rows_kept_by_caches,
)
