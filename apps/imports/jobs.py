"""The import assistant's work in the worker: recognise, preview, write, and tidy up.

Each job is given a batch and does what its state still asks for, so that running it twice, or
again after its worker was killed, does no more than running it once.
"""

import logging
from typing import Final

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from apps.common import clock
from apps.imports import batches, retention
from apps.imports.pulse import Pulse
from apps.imports.requests import COMMIT, PREVIEW, RECOGNISE

logger = logging.getLogger(__name__)
_FAILED: Final = "failed"


@app.task(name=RECOGNISE, retry=RetryStrategy(max_attempts=3, wait=5))
def recognise(batch_id: int) -> None:
    """Look at the batch's new files."""
    with Pulse(batch_id) as pulse:
        batches.recognise_batch(batch_id, pulse)


@app.task(name=PREVIEW)
def preview(batch_id: int) -> None:
    """Find out what would become of every row."""
    with Pulse(batch_id) as pulse:
        try:
            batches.preview_batch(batch_id, pulse, at=clock.now())
        except Exception:
            # Nothing was written; say so, rather than let somebody wait. The queue logs the rest.
            batches.fail(batch_id, _FAILED)
            raise


@app.task(name=COMMIT)
def commit(batch_id: int) -> None:
    """Write all files of the batch, or none."""
    with Pulse(batch_id) as pulse:
        try:
            batches.commit_batch(batch_id, pulse, at=clock.now())
        except Exception:
            batches.fail(batch_id, _FAILED)
            raise


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="empty_trays", retry=RetryStrategy(max_attempts=3, wait=60))
def empty_trays(timestamp: int) -> None:
    """Forget files and planned rows whose time is over."""
    gone = retention.forget_old_batches(at=clock.now())
    if gone:
        logger.info("%d import batches forgotten", gone)
