"""What keeps the map quick by itself: short tallies, and figures counted before anybody asks."""

from datetime import date

from django.db import connection

from apps.areas.models import Commune
from apps.webmap.communedays import keep_days
from apps.webmap.figures import keep_figures

# Communes counted in one transaction, so that no lock is held for long.
_AT_ONCE = 20

_FOLD = """
WITH gone AS (
    DELETE FROM webmap_maptally WHERE id IN (
        SELECT id FROM webmap_maptally WHERE commune_id IN (
            SELECT commune_id FROM webmap_maptally GROUP BY commune_id HAVING count(*) > 1
        ) FOR UPDATE SKIP LOCKED
    ) RETURNING commune_id, weight
)
INSERT INTO webmap_maptally (commune_id, weight)
SELECT commune_id, sum(weight) FROM gone GROUP BY commune_id
"""


def fold_tallies() -> None:
    """Make one row of each commune's; the sums, which are the versions, stay what they are."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def count_figures(*, at: date) -> None:
    """Figures of all communes for the day ``at``, where they are of another day or older data."""
    communes = list(Commune.objects.in_force(at=at).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(communes), _AT_ONCE):
        some = communes[start : start + _AT_ONCE]
        keep_figures(some, at=at, shown=True)
        keep_days(some, at=at)
