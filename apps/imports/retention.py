"""How long the office's files lie in the tray: they hold personal data, and are no record."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.areas.rules import retentions_of
from apps.imports.models import ImportBatch


def forget_old_batches(*, at: datetime) -> int:
    """Delete the batches that are older than their commune's rule lets them lie; answers how many.

    One that is being written at this moment is held by its job, and is skipped until tomorrow.
    """
    gone = 0
    communes = ImportBatch.objects.order_by().values_list("commune", flat=True).distinct()
    for commune, rule in retentions_of(communes).items():
        before = at - timedelta(days=rule.import_file_days)
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
