"""Leak checks of the import assistant; see ``leaks``."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse

from apps.accounts.roles import Role
from apps.areas.models import Commune, Province
from apps.imports.models import ImportBatch
from tests.architecture.leaks import Check, Site
from tests.conftest import NOW
from tests.factories.areas import square
from tests.factories.imports import planned_batch
from tests.imports.desk import Desk

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


def _outlines(*communes: tuple[str, str]) -> bytes:
    """A map of communes, each drawn far from where it lies, in a province of another name."""
    features = [
        {
            "type": "Feature",
            "properties": {"MA_TINH": "99", "TINH": "Tỉnh Khác", "MA_XA": code, "TEN_XA": name},
            "geometry": json.loads(square(104.0 + place, 20.0).geojson),
        }
        for place, (code, name) in enumerate(communes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _territory() -> dict[str, tuple[str, str, str]]:
    communes = Commune.objects.select_related("province")
    return {row.code: (row.name, row.geom.wkt, row.province.name) for row in communes}


def other_communes_written(site: Site) -> Iterator[str]:
    """A map of a whole province dropped by the office redraws its own commune and no other."""
    world = site.world
    own, other = world.commune.code, world.other_commune.code
    before, provinces = _territory(), set(Province.objects.values_list("code", "name"))
    desk = Desk(site.client(Role.COMMUNE_OFFICE))
    desk.open()
    desk.send("tinh.geojson", _outlines((own, "Xã Mình"), (other, "Xã Bên"), ("99777", "Xã Lạ")))
    desk.recognise()
    desk.preview()
    desk.commit()
    after = _territory()
    yield from (f"made: {code}" for code in after.keys() - before.keys())
    if after[other] != before[other]:
        yield f"written: {other}"
    if set(Province.objects.values_list("code", "name")) != provinces:
        yield "provinces written"
    if after[own][0] != "Mình":
        yield f"own commune not taken in: {desk.batch.state}"


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
    other_communes_written,
    rows_kept_by_caches,
)
