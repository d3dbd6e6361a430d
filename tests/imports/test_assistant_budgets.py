"""Committed numbers of queries of the assistant's pages: files and rows must not multiply them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.imports.models import BatchProgress, ImportBatch, ImportUpload, PlannedRow
from tests.budgets import A_PAGE, WHO_ASKS, Budget
from tests.conftest import NOW
from tests.factories.areas import VillageFactory
from tests.factories.imports import planned_batch
from tests.factories.world import World

pytestmark = pytest.mark.django_db
FILES, ROWS, BATCHES = 12, 60, 30
BUDGETS = {
    # Batches with their files and openers; of those at work: which wait, the signs of life, the
    # jobs under way, and whether there is a worker.
    "list": A_PAGE + 5,
    # The batch, its commune and opener; its files, and whether all are understood; rows by file
    # and by outcome, those with remarks; a page of them and its length; the outlines that come
    # back.
    "batch": A_PAGE + 9,
    "file": A_PAGE + 1,
    "correction": WHO_ASKS + 3,
    "progress": WHO_ASKS + 4,
    # Points by outcome, five of them.
    "points": WHO_ASKS + 6,
    "outlines": WHO_ASKS + 3,
}


def _more_files(batch: ImportBatch) -> None:
    """Lists and outlines, each with rows of every outcome, remarks and changes."""
    pattern = batch.uploads.get()
    for number in range(FILES):
        kind = "villages" if number % 3 == 0 else "households"
        upload = ImportUpload.objects.create(
            batch=batch,
            key=uuid4(),
            name=f"tep {number}.xlsx",
            size=3,
            sha256="0" * 64,
            uploaded_at=NOW,
            state=ImportUpload.State.RECOGNISED,
            kind=kind,
            guess=pattern.guess | {"kind": kind},
            layout=[{"sheet": "thon", "outlines": []}] if kind == "villages" else pattern.layout,
        )
        PlannedRow.objects.bulk_create(_rows(upload))


def _rows(upload: ImportUpload) -> Iterator[PlannedRow]:
    outcomes = PlannedRow.Outcome.values
    west, south, _east, _north = upload.batch.commune.geom.extent
    for number in range(ROWS):
        yield PlannedRow(
            upload=upload,
            sheet="Thôn Thử",
            number=number,
            outcome=outcomes[number % len(outcomes)],
            key=f"K{number}",
            lon=west + 0.0001 * number,
            lat=south + 0.001,
            changes=[["size", "3", "4"], ["head_name", "Cũ", "Mới"]],
            notes=["unknown_group", "household_left:14/03/2026"],
            raw=["A", "B", "hai"],
        )


def _more_batches(batch: ImportBatch) -> None:
    """Every state, some with a job at work and some whose worker is gone."""
    states = ("open", "previewing", "previewed", "committing")
    for number in range(BATCHES):
        other = ImportBatch.objects.create(
            key=uuid4(),
            commune=batch.commune,
            created_by=batch.created_by,
            created_at=NOW - timedelta(hours=number),
            requested_at=NOW - timedelta(hours=number),
            state=states[number % 4],
        )
        ImportUpload.objects.create(
            batch=other, key=uuid4(), name="a.csv", size=1, sha256="0" * 64, uploaded_at=NOW
        )
        if number % 3:
            beat = NOW - timedelta(seconds=number) if number % 3 == 1 else None
            BatchProgress.objects.create(batch=other, beat_at=beat)


@pytest.mark.parametrize("name", BUDGETS)
def test_files_rows_and_batches_do_not_multiply_queries(
    world: World, budget: Budget, name: str
) -> None:
    user = world.users[Role.COMMUNE_OFFICE]
    batch = planned_batch(world.commune, user, NOW)
    upload = batch.uploads.get()
    kwargs = {} if name == "list" else {"key": batch.key}
    if name in {"file", "correction"}:
        kwargs |= {"file": upload.key}
    url = reverse(f"imports:{name}", kwargs=kwargs)

    def grow() -> None:
        _more_files(batch)
        _more_batches(batch)
        PlannedRow.objects.bulk_create(_rows(upload))
        VillageFactory.create_batch(20, commune=world.commune)

    budget.holds(user, url, BUDGETS[name], grow=grow)


@pytest.mark.parametrize("shown", ["rejected", "changed", "remarked"])
def test_every_list_of_rows_stays_within_it(world: World, budget: Budget, shown: str) -> None:
    user = world.users[Role.COMMUNE_OFFICE]
    batch = planned_batch(world.commune, user, NOW)
    _more_files(batch)
    last = PlannedRow.objects.filter(upload__batch=batch, outcome="rejected").latest("pk")
    url = reverse("imports:batch", kwargs={"key": batch.key})
    budget.holds(user, url, BUDGETS["batch"], query={"xem": shown})
    # Pointed at: the row, its outcome, and how many stand before it.
    budget.holds(user, url, BUDGETS["batch"] + 3, query={"dong": last.pk})
