"""Folding tallies changes no version; figures of the day wait for their readers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.webmap.figures import keep_figures, versions_of
from apps.webmap.jobs import keep_map
from apps.webmap.models import CommuneFigures, MapTally
from apps.webmap.upkeep import count_figures, fold_tallies
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_folding_keeps_every_version(world: World) -> None:
    communes = [world.commune.pk, world.other_commune.pk]
    before = versions_of(communes)
    assert MapTally.objects.filter(commune=world.commune).count() > 1
    fold_tallies()
    assert versions_of(communes) == before
    assert MapTally.objects.filter(commune=world.commune).count() == 1
    rows = list(MapTally.objects.order_by("pk").values_list("pk", flat=True))
    fold_tallies()
    assert list(MapTally.objects.order_by("pk").values_list("pk", flat=True)) == rows
    home = world.households[0]
    home.head_name = "Nông Thị Mới"
    home.save()
    assert versions_of(communes)[world.commune.pk] > before[world.commune.pk]


def test_figures_are_counted_once_a_day_and_version(world: World, at: date) -> None:
    count_figures(at=at)
    found = {row.commune_id: row for row in CommuneFigures.objects.all()}
    assert set(found) == {world.commune.pk, world.other_commune.pk}
    assert {row.day for row in found.values()} == {at}
    with CaptureQueriesContext(connection) as queries:
        keep_figures(list(found), at=at, shown=True)
    assert not any("UPDATE" in query["sql"] for query in queries)
    count_figures(at=at + timedelta(days=1))
    assert set(CommuneFigures.objects.values_list("day", flat=True)) == {at + timedelta(days=1)}


def test_the_worker_does_both(world: World, now: object, at: date) -> None:
    keep_map.func(timestamp=0)
    assert MapTally.objects.filter(commune=world.commune).count() == 1
    assert CommuneFigures.objects.get(commune=world.commune).day == at
