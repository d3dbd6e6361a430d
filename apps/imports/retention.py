"""How long the office's files lie in the tray: they hold personal data, and are no record."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.areas.models import Commune
from apps.imports.models import ImportBatch

DEFAULT_DAYS: Final = 30


def retention_days(commune: Commune) -> int:
    """Days after which a commune's batches are forgotten, with files and planned rows."""
    rule = getattr(commune, "retention_rule", None)
    return int(getattr(rule, "import_file_days", DEFAULT_DAYS))


def forget_old_batches(*, at: datetime) -> int:
    """Delete the batches whose time is over; answers how many.

    One that is being written at this moment is held by its job, and is skipped until tomorrow.
    """
    gone = 0
    for commune in Commune.objects.filter(
        pk__in=ImportBatch.objects.order_by().values("commune").distinct()
    ):
        before = at - timedelta(days=retention_days(commune))
        old = ImportBatch.objects.filter(commune=commune, created_at__lt=before)
        for key in list(old.values_list("pk", flat=True)):
            gone += _forget(key)
    return gone


def _forget(key: int) -> bool:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if batch is not None:
            batch.delete()
    return batch is not None
